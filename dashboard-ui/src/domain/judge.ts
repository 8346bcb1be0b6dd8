import type { Verdict } from '../api/types';

/** Changes this small, either way, count as the same. */
export const SAME_ZONE = 0.02;

/** What is known of a figure: its value, and a 95 % interval unless it is an exact count. */
export interface Known {
  readonly value: number;
  readonly interval: readonly [number, number] | null;
}

export interface Change {
  readonly ratio: number;
  readonly interval: readonly [number, number] | null;
}

/**
 * B in relation to A, from two separate measurements: their relative errors are independent, so they add in
 * quadrature. (Paired measurements would give a narrower interval; these are not paired.)
 */
export function changeOf(a: Known, b: Known): Change | null {
  if (a.value <= 0 || b.value <= 0) return null;
  const ratio = b.value / a.value;
  if (a.interval === null && b.interval === null) return { ratio, interval: null };
  const below = Math.hypot(down(b), up(a));
  const above = Math.hypot(up(b), down(a));
  return { ratio, interval: [ratio * Math.exp(-below), ratio * Math.exp(above)] };
}

const down = (k: Known): number =>
  k.interval && k.interval[0] > 0 ? Math.log(k.value / k.interval[0]) : 0;
const up = (k: Known): number =>
  k.interval && k.interval[1] > 0 ? Math.log(k.interval[1] / k.value) : 0;

/** The verdict on a change: decided only where the whole interval lies on one side of the zone, or inside it. */
export function judge(change: Change, lowerIsBetter: boolean, zone = SAME_ZONE): Verdict {
  const [low, high] = change.interval ?? [change.ratio, change.ratio];
  if (low > 1 + zone) return lowerIsBetter ? 'worse' : 'better';
  if (high < 1 - zone) return lowerIsBetter ? 'better' : 'worse';
  return low >= 1 - zone && high <= 1 + zone ? 'same' : 'unknown';
}

/** The verdict on a difference of two shares, such as accuracies: decided where its interval leaves out zero. */
export function judgeDifference(
  interval: readonly [number, number] | null | undefined,
  zone: number,
): Verdict {
  if (!interval) return 'unknown';
  const [low, high] = interval;
  if (high < 0) return 'worse';
  if (low > 0) return 'better';
  return low >= -zone && high <= zone ? 'same' : 'unknown';
}

/** A release is worse if any series is, unknown if none is worse and any is unknown, and so on. */
export function overall(verdicts: readonly Verdict[]): Verdict {
  const order: Verdict[] = ['worse', 'unknown', 'better', 'same'];
  return order.find((verdict) => verdicts.includes(verdict)) ?? 'unknown';
}
