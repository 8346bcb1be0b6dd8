import type { Job, Model, Release } from '../../src/api/types';
import { BENCHMARKS, JOBS } from './jobs';
import { digestOf, MODELS } from './models';
import { RELEASES } from './release';

/** A platform that has been busy for long: more of everything than a screen holds, and names as long as they may be. */
export const LONG_NAME = 'face_landmarks_with_attention_'.repeat(4).slice(0, 118) + 'v2';

const LONG_ID = 'mdl_01KB3LONG';

export const MANY_MODELS: Model[] = [
  ...MODELS.slice(0, 1).map((model) => ({
    ...model,
    id: LONG_ID,
    name: LONG_NAME,
    digest: digestOf(LONG_ID),
  })),
  ...MODELS,
];

/** Newer than all other jobs, of one kind only. */
const BENCHMARKED: Job[] = Array.from({ length: 1000 }, (_, i) => ({
  ...(BENCHMARKS[0] as Job & { kind: 'benchmark' }),
  id: `bmk_01KB3N${String(i).padStart(4, '0')}`,
  model: LONG_ID,
  state: i % 7 === 3 ? ('failed' as const) : ('succeeded' as const),
  createdAt: new Date(Date.parse('2026-11-25T13:00:00Z') + i * 1000).toISOString(),
}));

export const MANY_JOBS: Job[] = [
  ...BENCHMARKED,
  ...JOBS.filter(({ state }) => state !== 'running'),
];

export const MANY_RELEASES: Release[] = [
  ...Array.from({ length: 100 }, (_, i) => ({
    id: `rel_01KB3N${String(i).padStart(3, '0')}`,
    name: `0.3.${i}`,
    suite: 'ste_01KB3',
    commit: null,
    createdAt: new Date(Date.parse('2026-11-25T13:00:00Z') + i * 60_000).toISOString(),
  })).reverse(),
  ...RELEASES,
];
