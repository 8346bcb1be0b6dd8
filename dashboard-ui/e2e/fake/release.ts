import type { Release, ReleaseVerdict, Series, SeriesChange, Verdict } from '../../src/api/types';

const series = (
  model: string,
  device: string,
  metric: string,
  before: number,
  ratio: number,
  interval: [number, number] | null,
  verdict: Verdict,
  since: string,
): SeriesChange => ({
  series: { model, device, threads: 4, metric },
  before,
  after: before * ratio,
  ratio,
  interval,
  since,
  verdict,
});

export const RELEASE: ReleaseVerdict = {
  release: '0.2.0',
  commit: '8c1f2e7d0b5a4c3f9e8d7c6b5a493827160f5e4d',
  createdAt: '2026-11-23T09:14:00Z',
  verdict: 'worse',
  missing: [
    {
      benchmark: 'bmk_01KB3WAIT',
      model: 'mdl_01KB3INT4',
      device: 'rpi5-03',
      threads: 4,
      reason: 'new',
    },
  ],
  changes: [
    series(
      'mdl_01KB3INT8',
      'rpi5-03',
      'medianNanos',
      566_000,
      1.132,
      [1.11, 1.154],
      'worse',
      '0.1.4',
    ),
    series(
      'mdl_01KB3INT8',
      'mps2-an386',
      'instructions',
      40_300_000,
      1.039,
      null,
      'worse',
      '0.2.0',
    ),
    series(
      'mdl_01KB3RESNET',
      'galaxy-s24',
      'medianNanos',
      2_100_000,
      1.039,
      [0.978, 1.104],
      'unknown',
      '0.2.0',
    ),
    series(
      'mdl_01KB3PRUNED8',
      'xeon-8481c',
      'medianNanos',
      220_000,
      0.814,
      [0.799, 0.83],
      'better',
      '0.2.0',
    ),
    series('mdl_01KB3HYBRID', 'rpi5-03', 'peakBytes', 410_000, 0.46, null, 'better', '0.2.0'),
    series(
      'mdl_01KB3MOBILE8',
      'rpi5-03',
      'medianNanos',
      7_400_000,
      1.002,
      [0.995, 1.008],
      'same',
      '0.1.0',
    ),
    series(
      'mdl_01KB3MOBILE8',
      'xeon-8481c',
      'medianNanos',
      2_400_000,
      0.998,
      [0.991, 1.004],
      'same',
      '0.1.0',
    ),
  ],
};

const names = ['0.1.2', '0.1.3', '0.1.4', '0.2.0'];
const commits = ['1f0e2d3', 'aa01b2c', '77c6d5e', RELEASE.commit ?? null];
const created = (i: number) => `2026-11-${String(14 + 3 * i).padStart(2, '0')}T09:14:00Z`;

/** Newest first, as every list is. */
export const RELEASES: Release[] = names
  .map((name, i) => ({
    id: `rel_01KB3${i}`,
    name,
    suite: 'ste_01KB3',
    commit: commits[i] ?? null,
    createdAt: created(i),
  }))
  .reverse();

/** The verdict of a release: the newest moved, those before it did not. */
export function verdictOn(name: string, releases: readonly Release[]): ReleaseVerdict | undefined {
  if (name === 'latest' || name === RELEASE.release) return RELEASE;
  const release = releases.find((one) => one.name === name);
  if (release === undefined) return undefined;
  const changes = RELEASE.changes.map((change) => ({
    ...change,
    after: change.before,
    ratio: 1,
    interval: null,
    verdict: 'same' as const,
  }));
  return { ...RELEASE, ...release, release: name, verdict: 'same', changes, missing: [] };
}

export const SERIES: Series = {
  series: { model: 'mdl_01KB3INT8', device: 'rpi5-03', threads: 4, metric: 'medianNanos' },
  points: [561_000, 568_000, 566_000, 640_712].map((value, i) => ({
    release: names[i] ?? '',
    commit: commits[i] ?? null,
    createdAt: created(i),
    benchmark: `bmk_01KB3R${i}`,
    value,
    interval: [value * 0.991, value * 1.011],
  })),
};
