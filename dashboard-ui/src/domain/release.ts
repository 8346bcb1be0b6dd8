import type { ReleaseVerdict, SeriesChange, Verdict } from '../api/types';
import { unbroken } from '../format/identity';
import { counted, fixed, NBSP, whole } from '../format/number';
import { quantity, unitFor, type Quantity } from '../format/units';
import { overall } from './judge';

/** What is known of each metric: how it is called, written, and which way is better. */
export interface Metric {
  readonly name: string;
  readonly kind: Quantity | 'share';
  readonly group: 'latency' | 'memory' | 'size' | 'accuracy' | 'other';
  readonly more: string;
  readonly less: string;
}

const METRICS: Record<string, Metric> = {
  medianNanos: { name: 'latency', kind: 'time', group: 'latency', more: 'slower', less: 'faster' },
  p90Nanos: {
    name: 'latency, 90 %',
    kind: 'time',
    group: 'latency',
    more: 'slower',
    less: 'faster',
  },
  compileNanos: {
    name: 'compile time',
    kind: 'time',
    group: 'latency',
    more: 'slower',
    less: 'faster',
  },
  peakBytes: { name: 'peak memory', kind: 'memory', group: 'memory', more: 'more', less: 'less' },
  sizeBytes: { name: 'file size', kind: 'file', group: 'size', more: 'larger', less: 'smaller' },
  packageBytes: {
    name: 'package size',
    kind: 'file',
    group: 'size',
    more: 'larger',
    less: 'smaller',
  },
  instructions: {
    name: 'instructions',
    kind: 'count',
    group: 'latency',
    more: 'more',
    less: 'fewer',
  },
  accuracy: { name: 'accuracy', kind: 'share', group: 'accuracy', more: 'higher', less: 'lower' },
};

export function metricOf(metric: string): Metric {
  return (
    METRICS[metric] ?? { name: metric, kind: 'count', group: 'other', more: 'more', less: 'less' }
  );
}

/** "41.6 → 47.1 ms": both in one unit. */
export function beforeAndNow(change: SeriesChange): string {
  const { kind } = metricOf(change.series.metric);
  if (kind === 'share') {
    return `${fixed(change.before * 100, 2)} → ${fixed(change.after * 100, 2)}${NBSP}%`;
  }
  const unit = unitFor(kind, [change.before, change.after]);
  const before = quantity(kind, change.before, { ...unit, symbol: '' });
  return `${before} → ${quantity(kind, change.after, unit)}`;
}

const ORDER: Verdict[] = ['worse', 'unknown', 'better', 'same'];

/** Worse first, then unknown, then better; by size within each. */
export function inOrder(changes: readonly SeriesChange[]): SeriesChange[] {
  return [...changes].sort(
    (a, b) =>
      ORDER.indexOf(a.verdict) - ORDER.indexOf(b.verdict) ||
      Math.abs(Math.log(b.ratio)) - Math.abs(Math.log(a.ratio)),
  );
}

export function tally(changes: readonly SeriesChange[]): Record<Verdict, number> {
  const counts = { better: 0, same: 0, worse: 0, unknown: 0 };
  for (const { verdict } of changes) counts[verdict] += 1;
  return counts;
}

/** The verdict of the whole: as the server says, and never milder than the series that it sent. */
export function verdictOf(release: ReleaseVerdict): Verdict {
  return overall([release.verdict, ...release.changes.map((change) => change.verdict)]);
}

/** "3 of 504 series got worse. The largest: resnet50 is 13.2 % slower on Raspberry Pi 5, 4 threads." */
export function sentence(
  release: ReleaseVerdict,
  modelName: (id: string) => string,
  deviceName: (id: string) => string,
): string {
  const changes = inOrder(release.changes);
  const counts = tally(changes);
  const all = counted(changes.length, 'series', 'series');
  const [first] = changes;
  if (first === undefined) return 'The release has no series yet.';
  const where = `${deviceName(first.series.device)}, ${counted(first.series.threads, 'thread')}`;
  const largest = `The largest: ${modelName(first.series.model)} is ${described(first)} on ${unbroken(where)}.`;
  if (counts.worse > 0) return `${whole(counts.worse)} of ${all} got worse. ${largest}`;
  if (counts.unknown > 0) {
    return `None of ${all} got worse, but ${whole(counts.unknown)} cannot be told yet: run more.`;
  }
  if (counts.better > 0)
    return `${whole(counts.better)} of ${all} got better, none worse. ${largest}`;
  return `None of ${all} moved.`;
}

function described(change: SeriesChange): string {
  const metric = metricOf(change.series.metric);
  const percent = Math.abs(change.ratio - 1) * 100;
  const word = change.ratio > 1 ? metric.more : metric.less;
  const figure = `${fixed(percent, 1)}${NBSP}% ${word}`;
  return metric.group === 'latency' ? figure : `${figure} in ${metric.name}`;
}
