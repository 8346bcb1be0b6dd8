import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useReducer, useState } from 'react';
import { follow, type ServerEvent, type StreamState } from '../../api/events';
import { isFinal, rowOf } from '../../api/jobs';
import { job as jobQuery } from '../../api/queries';
import type { Job } from '../../api/types';
import { NOTHING_WATCHED, watch, type Watched } from '../../domain/watched';

/** What the job's stream has told, and how the view of it is. A finished job is replayed once, from the start. */
export function useJobStream(job: Job): { watched: Watched; stream: StreamState } {
  const [watched, dispatch] = useReducer(
    (now: Watched, event: ServerEvent) => watch(now, event),
    NOTHING_WATCHED,
  );
  const [stream, setStream] = useState<StreamState>({ kind: 'connecting' });
  const client = useQueryClient();
  const { id, kind } = job;
  const wasFinal = isFinal(job.state);
  useEffect(() => {
    let over = wasFinal;
    return follow({
      url: `${rowOf(kind).path}/${encodeURIComponent(id)}/events`,
      onEvent: (event) => {
        dispatch(event);
        if (event.type !== 'state') return;
        over = over || finalIn(event.data);
        void client.invalidateQueries({ queryKey: jobQuery(id).queryKey });
      },
      onState: setStream,
      isOver: () => over,
    });
    // A job that becomes final while it is watched keeps its stream: only another job starts another.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [id, kind, client]);
  return { watched, stream };
}

function finalIn(data: string): boolean {
  try {
    const { state } = JSON.parse(data) as Partial<Job>;
    return state !== undefined && isFinal(state);
  } catch {
    return false;
  }
}
