import type { ServerEvent } from '../api/events';
import type { JobState, LogEvent as LogLine, Progress } from '../api/types';

/** What the stream of a job has told so far. */
export interface Watched {
  readonly stages: readonly StageSeen[];
  readonly log: readonly LogLine[];
  readonly progress: Progress | null;
  readonly state: JobState | null;
}

export interface StageSeen {
  readonly name: string;
  readonly from: string | null;
  readonly to: string | null;
  /** The first progress of the stage: with the newest it gives the rate. */
  readonly first: Progress;
}

export const NOTHING_WATCHED: Watched = { stages: [], log: [], progress: null, state: null };

/** A log is kept to this many lines in the page; the download has all. */
export const LOG_LIMIT = 5000;

/** The next state of the view. An event that is not understood changes nothing: the contract may grow. */
export function watch(watched: Watched, event: ServerEvent): Watched {
  const data = parse(event.data);
  if (data === null) return watched;
  switch (event.type) {
    case 'progress':
      return progressed(watched, data as Progress);
    case 'log':
      return { ...watched, log: [...watched.log, data as LogLine].slice(-LOG_LIMIT) };
    case 'state': {
      const { state } = data as { state?: JobState };
      if (state === undefined) return watched;
      // A job that is queued again begins anew: what its earlier attempt went through says nothing of this one.
      const again = state === 'queued' ? { stages: [], progress: null } : {};
      return { ...watched, state, ...again };
    }
    default:
      return watched;
  }
}

function progressed(watched: Watched, progress: Progress): Watched {
  const at = progress.at ?? null;
  const last = watched.stages.at(-1);
  if (last?.name === progress.stage) return { ...watched, progress };
  const before = last ? [...watched.stages.slice(0, -1), { ...last, to: at }] : [];
  const entered = { name: progress.stage, from: at, to: null, first: progress };
  return { ...watched, progress, stages: [...before, entered] };
}

function parse(text: string): object | null {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' ? value : null;
  } catch {
    return null;
  }
}

/** How long the stage will still take at the rate that it had so far, or null where that is not known. */
export function millisLeft(watched: Watched): number | null {
  const { progress } = watched;
  const first = watched.stages.at(-1)?.first;
  if (!progress || !first?.at || !progress.at) return null;
  const done = progress.done - first.done;
  const millis = new Date(progress.at).getTime() - new Date(first.at).getTime();
  if (done <= 0 || millis <= 0) return null;
  return ((progress.total - progress.done) * millis) / done;
}
