import { useState, type SyntheticEvent } from 'react';
import { get } from '../api/client';
import { ProblemError } from '../api/problem';
import { remember } from '../api/session';
import { useHolder } from '../api/token';
import { Dialog } from './Dialog';

/** Where a reader says who it is: with a token, which is asked about before it is kept. */
export function TokenDialog({ onClose }: { onClose: () => void }) {
  const holder = useHolder();
  const [refusal, setRefusal] = useState<string | null>(null);
  const [asking, setAsking] = useState(false);

  async function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const given = new FormData(event.currentTarget).get('token');
    const token = typeof given === 'string' ? given.trim() : '';
    if (token === '') {
      setRefusal('Nothing was entered; a token begins with bt_.');
      return;
    }
    setAsking(true);
    try {
      await get('/api/v1/tokens/current', { token });
      remember(token);
      onClose();
    } catch (thrown) {
      setRefusal(whyNot(thrown));
      setAsking(false);
    }
  }

  return (
    <Dialog label="Token" onClose={onClose}>
      <h2>Token</h2>
      {holder && (
        <p className="token-holder">
          This tab acts as <b>{holder.name || holder.id}</b>, role {holder.role}.{' '}
          <button
            type="button"
            className="btn"
            onClick={() => {
              remember(null);
              onClose();
            }}
          >
            Forget it
          </button>
        </p>
      )}
      <form className="asked" onSubmit={(event) => void submit(event)}>
        <label htmlFor="token">{holder ? 'Another token' : 'Your token'}</label>
        <input
          id="token"
          name="token"
          type="password"
          autoComplete="off"
          autoFocus
          aria-describedby="token-note"
          aria-invalid={refusal !== null}
        />
        <p className="quiet small" id="token-note" role={refusal === null ? undefined : 'alert'}>
          {refusal ??
            'Reading needs none. With one of role ci or admin, jobs can be cancelled and tried again. It is kept until this tab is closed.'}
        </p>
        <div className="asked-buttons">
          <button type="submit" className="btn" disabled={asking}>
            Use it
          </button>
          <button type="button" className="btn plain" onClick={onClose}>
            Close
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function whyNot(thrown: unknown): string {
  if (!(thrown instanceof ProblemError)) return 'The server did not answer; nothing was kept.';
  return thrown.problem.status === 401
    ? 'The server knows no such token, or it has ended; nothing was kept.'
    : `${thrown.problem.detail}; nothing was kept.`;
}
