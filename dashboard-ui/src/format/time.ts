import { NBSP } from './number';

const MONTHS = 'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ');
const two = (value: number) => String(value).padStart(2, '0');

/** "23 Nov 2026, 09:14 UTC": the zone is always said. */
export function utc(instant: string): string {
  const at = new Date(instant);
  return `${day(instant)} ${at.getUTCFullYear()}, ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}${NBSP}UTC`;
}

/** "23 Nov", where the year and the hour are said elsewhere. */
export function day(instant: string): string {
  const at = new Date(instant);
  return `${at.getUTCDate()}${NBSP}${MONTHS[at.getUTCMonth()] ?? ''}`;
}

/** "14:28:08": for a log, whose heading says that it is UTC. */
export function clock(instant: string): string {
  const at = new Date(instant);
  return `${two(at.getUTCHours())}:${two(at.getUTCMinutes())}:${two(at.getUTCSeconds())}`;
}

/** "0:48", "1:02:07": how long something took. */
export function lasted(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor((seconds % 3600) / 60);
  return hours > 0
    ? `${hours}:${two(minutes)}:${two(seconds % 60)}`
    : `${minutes}:${two(seconds % 60)}`;
}

/** "1 min 40 s", "26 min", "3 h 5 min", "12 days": about how long, in at most two units. */
export function roughly(millis: number): string {
  const seconds = Math.max(0, Math.round(millis / 1000));
  const minutes = Math.floor(seconds / 60);
  const hours = Math.floor(minutes / 60);
  const days = Math.floor(hours / 24);
  if (seconds < 60) return `${seconds}${NBSP}s`;
  if (minutes < 10) return join(minutes, 'min', seconds % 60, 's');
  if (hours < 1) return `${minutes}${NBSP}min`;
  if (days < 2) return join(hours, 'h', minutes % 60, 'min');
  return `${days}${NBSP}days`;
}

function join(a: number, unitA: string, b: number, unitB: string): string {
  return `${a}${NBSP}${unitA}` + (b === 0 ? '' : ` ${b}${NBSP}${unitB}`);
}

/** Milliseconds from one instant to another; the second may be now. */
export function between(from: string, to: string | number): number {
  return new Date(to).getTime() - new Date(from).getTime();
}
