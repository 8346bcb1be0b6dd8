import type { DeviceState as DeviceWord, JobState as JobWord } from '../../api/types';
import { capital } from '../../format/identity';
import { Mark, type Glyph, type Tone } from '../Mark/Mark';
import './State.css';

const JOB: Record<JobWord, { glyph: Glyph; tone: Tone }> = {
  queued: { glyph: 'wait', tone: 'off' },
  running: { glyph: 'busy', tone: 'active' },
  succeeded: { glyph: 'done', tone: 'ok' },
  failed: { glyph: 'worse', tone: 'bad' },
  cancelled: { glyph: 'stopped', tone: 'off' },
};

const DEVICE: Record<DeviceWord, { glyph: Glyph; tone: Tone }> = {
  idle: { glyph: 'idle', tone: 'ok' },
  measuring: { glyph: 'busy', tone: 'active' },
  noisy: { glyph: 'noisy', tone: 'warning' },
  quarantined: { glyph: 'quarantine', tone: 'bad' },
  offline: { glyph: 'wait', tone: 'off' },
};

export function JobState({ state }: { state: JobWord }) {
  return <Mark {...JOB[state]}>{capital(state)}</Mark>;
}

export function DeviceState({ state, reason }: { state: DeviceWord; reason?: string | null }) {
  return (
    <Mark {...DEVICE[state]} {...(reason ? { title: reason } : {})}>
      {capital(state)}
    </Mark>
  );
}

/** Beside the state of something that is being watched as it happens. */
export function LiveDot() {
  return <span className="live-dot" aria-hidden="true" />;
}
