import type { JobState } from '../../api/types';
import { stageStands, type Stand, type StageStand } from '../../domain/stages';
import type { StageSeen } from '../../domain/watched';
import { capital } from '../../format/identity';
import { between, lasted } from '../../format/time';
import { GlyphIcon, type Glyph } from '../Mark/Mark';
import './Stages.css';

const GLYPH: Record<Stand, Glyph> = {
  done: 'done',
  untold: 'done',
  current: 'busy',
  waiting: 'wait',
  skipped: 'wait',
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
  const stages = stageStands(props.seen, props.planned, props.state);
  if (stages.length === 0) return null;
  return (
    <ol className="stages" aria-label="Stages">
      {stages.map((stage) => (
        <li
          key={stage.name}
          className={stage.stand}
          aria-current={stage.stand === 'current' ? 'step' : undefined}
        >
          <GlyphIcon glyph={GLYPH[stage.stand]} /> {capital(stage.name)}{' '}
          <span className="sub">{timeOf(stage, props)}</span>
        </li>
      ))}
    </ol>
  );
}

function timeOf(
  { seen, stand }: StageStand,
  props: { state: JobState; now: number; finishedAt: string | null },
): string {
  if (stand === 'skipped') return 'not needed';
  if (stand === 'waiting') {
    return props.state === 'running' || props.state === 'queued' ? 'waits' : 'not run';
  }
  if (seen?.from == null) return 'time not told';
  const end = seen.to ?? props.finishedAt ?? props.now;
  return lasted(between(seen.from, end));
}
