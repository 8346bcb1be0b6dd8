import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { devices, latestJobs, models } from '../api/queries';
import { Dialog } from './Dialog';
import { find } from './found';

export function Search({ onClose }: { onClose: () => void }) {
  const [text, setText] = useState('');
  const navigate = useNavigate();
  const allModels = useQuery(models());
  const allDevices = useQuery(devices());
  const someJobs = useQuery(latestJobs({}, 200));
  const results = find(text, {
    models: allModels.data?.items ?? [],
    devices: allDevices.data?.items ?? [],
    jobs: someJobs.data?.items ?? [],
  });
  const refused = allModels.isError || allDevices.isError || someJobs.isError;
  const first = results[0];
  return (
    <Dialog label="Search" onClose={onClose}>
      <form
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          if (!first) return;
          onClose();
          void navigate(first.to);
        }}
      >
        <label className="vh" htmlFor="search">
          Models, devices, jobs; by name, id or digest
        </label>
        <input
          id="search"
          type="search"
          autoFocus
          autoComplete="off"
          placeholder="Model, device, job, id or digest"
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </form>
      <ul className="found">
        {results.map((result) => (
          <li key={result.to + result.what}>
            <Link to={result.to} onClick={onClose}>
              <b>{result.name}</b> <span className="caption">{result.what}</span>
            </Link>
          </li>
        ))}
      </ul>
      <p className="caption" role="status">
        {refused && 'A list could not be read, so something may be missing. '}
        {text.trim() === ''
          ? 'Jobs: the newest 200 of each kind.'
          : results.length === 0
            ? 'Nothing of this name.'
            : 'Enter opens the first.'}
      </p>
    </Dialog>
  );
}
