import type { JobState } from '../../api/types';
import type { StageSeen } from '../../domain/watched';
import { capital } from '../../format/identity';
import { between, lasted } from '../../format/time';
import { GlyphIcon, type Glyph } from '../Mark/Mark';
import './Stages.css';

type Stand = 'done' | 'current' | 'waiting' | 'failed' | 'stopped';
const GLYPH: Record<Stand, Glyph> = {
  done: 'done',
  current: 'busy',
  waiting: 'wait',
  failed: 'worse',
  stopped: 'stopped',
};

/** The stages in order: those gone through with their time, the present one, and those that wait, where they are known. */
export function Stages(props: {
  seen: readonly StageSeen[];
  planned: readonly string[];
  state: JobState;
  now: number;
  finishedAt: string | null;
}) {
  const names = [
    ...props.seen.map((stage) => stage.name),
    ...props.planned.filter((name) => !props.seen.some((stage) => stage.name === name)),
  ];
  if (names.length === 0) return null;
  return (
    <ol className="stages" aria-label="Stages">
      {names.map((name, i) => {
        const seen = props.seen[i];
        const stand = standOf(i, props.seen.length, props.state);
        return (
          <li key={i} className={stand} aria-current={stand === 'current' ? 'step' : undefined}>
            <GlyphIcon glyph={GLYPH[stand]} /> {capital(name)}{' '}
            <span className="sub">{timeOf(seen, stand, props)}</span>
          </li>
        );
      })}
    </ol>
  );
}

function standOf(i: number, seen: number, state: JobState): Stand {
  if (i < seen - 1) return 'done';
  if (i >= seen) return state === 'succeeded' ? 'done' : 'waiting';
  switch (state) {
    case 'succeeded':
      return 'done';
    case 'failed':
      return 'failed';
    case 'cancelled':
      return 'stopped';
    case 'queued':
    case 'running':
      return 'current';
  }
}

function timeOf(
  seen: StageSeen | undefined,
  stand: Stand,
  props: { state: JobState; now: number; finishedAt: string | null },
): string {
  if (seen === undefined) {
    if (stand === 'done') return 'time not told';
    return props.state === 'running' || props.state === 'queued' ? 'waits' : 'not run';
  }
  if (seen.from === null) return 'time not told';
  const end = seen.to ?? props.finishedAt ?? props.now;
  return lasted(between(seen.from, end));
}
