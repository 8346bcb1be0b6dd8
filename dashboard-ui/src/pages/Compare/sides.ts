import type { FamilyRead } from '../../api/family';
import { modelOf } from '../../api/jobs';
import type { Estimate, Model, Verdict } from '../../api/types';
import type { Cell } from '../../components/Download/Download';
import { accuraciesOf, metricName, type Accuracy } from '../../domain/accuracies';
import { changeOf, judge, judgeDifference, type Change, type Known } from '../../domain/judge';
import { standingOf, type Measured, type Setting } from '../../domain/measured';
import type { Quantity } from '../../format/units';

/** All that is known of one of the two. */
export interface Side {
  readonly model: Model;
  readonly measured: Measured | null;
  readonly accuracy: Accuracy | null;
}

export function sideOf(
  model: Model,
  family: Pick<FamilyRead, 'benchmarks' | 'makers' | 'evaluations'>,
  setting: Setting | null,
): Side {
  const standing = setting ? standingOf(family.benchmarks, model.id, setting) : null;
  return {
    model,
    measured: standing?.kind === 'measured' ? standing.measured : null,
    accuracy: accuraciesOf([...family.makers, ...family.evaluations]).byModel.get(model.id) ?? null,
  };
}

/** One line of the comparison. */
export interface Compared {
  readonly name: string;
  readonly kind: Quantity | 'accuracy';
  readonly a: Known | null;
  readonly b: Known | null;
  readonly change: Change | null;
  /** Of accuracies, over the same samples. */
  readonly paired: Estimate | null;
  readonly verdict: Verdict | null;
  readonly why: string;
}

export function compared({ a, b }: { a: Side; b: Side }): Compared[] {
  const result = (side: Side) => side.measured?.result;
  const exact = (value: number | null | undefined): Known | null =>
    value == null ? null : { value, interval: null };
  const timed = (side: Side): Known | null => {
    const measured = result(side);
    return measured?.medianNanos == null
      ? null
      : { value: measured.medianNanos, interval: measured.interval ?? null };
  };
  const counts = [result(a)?.instructions, result(b)?.instructions].map(exact);
  const counted = counts.some((count) => count !== null);
  return [
    line(
      'Latency, median',
      'time',
      timed(a),
      timed(b),
      counted ? 'a stand-in reports no time' : 'not measured on this device',
    ),
    ...(counted
      ? [line('Instructions', 'count', counts[0] ?? null, counts[1] ?? null, 'not counted')]
      : []),
    accuracyLine(a, b),
    line(
      'Peak memory',
      'memory',
      exact(result(a)?.peakBytes),
      exact(result(b)?.peakBytes),
      'not measured on this device',
    ),
    line('File size', 'file', exact(a.model.sizeBytes), exact(b.model.sizeBytes), ''),
    line(
      'Package',
      'file',
      exact(result(a)?.packageBytes),
      exact(result(b)?.packageBytes),
      'not told',
    ),
    line(
      'Compile time',
      'time',
      exact(result(a)?.compileNanos),
      exact(result(b)?.compileNanos),
      'not measured',
      false,
    ),
  ];
}

function line(
  name: string,
  kind: Quantity,
  a: Known | null,
  b: Known | null,
  why: string,
  decided = true,
): Compared {
  const change = a && b ? changeOf(a, b) : null;
  // One run of a compiler says nothing of the next: without an interval such a figure decides nothing.
  const verdict = change === null ? null : decided ? judge(change, true) : 'unknown';
  return { name, kind, a, b, change, paired: null, verdict, why };
}

/**
 * Accuracies are only compared on the same data. Where B was made from A their difference is paired; else two
 * intervals that overlap decide nothing.
 */
function accuracyLine(a: Side, b: Side): Compared {
  const [left, right] = [a.accuracy, b.accuracy];
  const name = metricName(left?.metric ?? right?.metric ?? 'accuracy');
  const known = (side: Accuracy | null): Known | null =>
    side && { value: side.estimate.value, interval: side.estimate.interval };
  const line = {
    name,
    kind: 'accuracy' as const,
    a: known(left),
    b: known(right),
    change: null,
    paired: null,
  };
  if (!left || !right) return { ...line, verdict: null, why: 'not measured yet' };
  if (left.dataset !== right.dataset) {
    return { ...line, verdict: null, why: 'measured on different data: not comparable' };
  }
  const paired = modelOf(right.job) === a.model.id ? right.difference : null;
  const verdict = paired ? judgeDifference(paired.interval, ACCURACY_ZONE) : apart(line.a, line.b);
  return { ...line, paired, verdict, why: '' };
}

/** Differences of accuracies that surely lie within a tenth of a point count as the same. */
const ACCURACY_ZONE = 0.001;

function apart(a: Known | null, b: Known | null): Verdict {
  if (!a?.interval || !b?.interval) return 'unknown';
  if (b.interval[1] < a.interval[0]) return 'worse';
  return b.interval[0] > a.interval[1] ? 'better' : 'unknown';
}

export const csvOf = (rows: readonly Compared[]): Cell[][] =>
  rows.map((row) => [row.name, row.a?.value, row.b?.value, row.change?.ratio]);
