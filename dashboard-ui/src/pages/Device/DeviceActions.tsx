import { useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { change } from '../../api/client';
import { problemOf } from '../../api/problem';
import { device as deviceQuery } from '../../api/queries';
import { mayAdminister, useHolder } from '../../api/token';
import type { Device } from '../../api/types';
import { Dialog } from '../../app/Dialog';
import { Action } from '../../components/Action/Action';

/** What an admin may do about a device: take it out, saying why, or put it back. */
export function DeviceActions({ device }: { device: Device }) {
  const client = useQueryClient();
  const [asking, setAsking] = useState(false);
  const seen = (now: Device) => client.setQueryData(deviceQuery(device.id).queryKey, now);
  if (!mayAdminister(useHolder())) return null;
  if (device.state === 'quarantined') {
    return (
      <Action
        label="Put it back"
        busy="Putting it back"
        act={() => change('post', '/api/v1/devices/{id}/release', device.id)}
        done={seen}
      />
    );
  }
  return (
    <>
      <button type="button" className="btn" onClick={() => setAsking(true)}>
        Quarantine
      </button>
      {asking && <Reason id={device.id} onClose={() => setAsking(false)} onDone={seen} />}
    </>
  );
}

function Reason(props: { id: string; onClose: () => void; onDone: (now: Device) => unknown }) {
  const [refusal, setRefusal] = useState<string | null>(null);

  async function submit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = new FormData(event.currentTarget).get('reason');
    try {
      props.onDone(await change('post', '/api/v1/devices/{id}/quarantine', props.id, { reason }));
      props.onClose();
    } catch (thrown) {
      setRefusal(problemOf(thrown).detail);
    }
  }

  return (
    <Dialog label="Quarantine" onClose={props.onClose}>
      <h2>Take the device out</h2>
      <form className="asked" onSubmit={(event) => void submit(event)}>
        <label htmlFor="reason">Why</label>
        <input id="reason" name="reason" maxLength={500} required autoFocus />
        <p className="quiet small" role={refusal === null ? undefined : 'alert'}>
          {refusal ?? 'It gets no more benchmarks until it is put back. Everybody sees the reason.'}
        </p>
        <div className="asked-buttons">
          <button type="submit" className="btn">
            Quarantine
          </button>
          <button type="button" className="btn plain" onClick={props.onClose}>
            Close
          </button>
        </div>
      </form>
    </Dialog>
  );
}
