import { modelOf } from '../api/jobs';
import type { Job, Result } from '../api/types';

/** A benchmark that succeeded: its result is the measurement. */
export interface Measured {
  readonly job: Job;
  readonly result: Result;
}

/** Where and how a benchmark ran, with one thread where it asked for no number: figures of different settings are never put in one column. */
export interface Setting {
  readonly device: string;
  readonly threads: number;
}

export function measuredOf(jobs: readonly Job[]): Measured[] {
  return jobs.flatMap((job) =>
    job.kind === 'benchmark' && job.state === 'succeeded' && job.result
      ? [{ job, result: job.result }]
      : [],
  );
}

export const settingOf = (job: Job): Setting => ({
  device: job.recipe.device ?? '',
  threads: job.recipe.threads ?? 1,
});

export const sameSetting = (a: Setting, b: Setting): boolean =>
  a.device === b.device && a.threads === b.threads;

interface SettingKnown {
  readonly setting: Setting;
  readonly models: Set<string>;
  measured: number;
  /** Models whose time is known there: none on a stand-in, which counts and never times. */
  readonly timed: Set<string>;
}

/** Every setting that the benchmarks know, the one with the most models measured, in time if they can be, first. */
export function settingsOf(jobs: readonly Job[]): Setting[] {
  const found = new Map<string, SettingKnown>();
  for (const job of jobs) {
    const setting = settingOf(job);
    const key = JSON.stringify(setting);
    const entry = found.get(key) ?? {
      setting,
      models: new Set<string>(),
      measured: 0,
      timed: new Set<string>(),
    };
    const model = modelOf(job);
    if (model !== undefined) {
      entry.models.add(model);
      if (job.kind === 'benchmark' && job.result?.medianNanos != null) entry.timed.add(model);
    }
    if (job.state === 'succeeded') entry.measured += 1;
    found.set(key, entry);
  }
  return [...found.values()]
    .sort(
      (a, b) =>
        b.timed.size - a.timed.size ||
        b.models.size - a.models.size ||
        b.measured - a.measured ||
        JSON.stringify(a.setting).localeCompare(JSON.stringify(b.setting)),
    )
    .map((entry) => entry.setting);
}

/** The newest measurement of a model at a setting, or how it stands with one. */
export type Standing =
  | { kind: 'measured'; measured: Measured }
  | { kind: 'waiting'; job: Job }
  | { kind: 'failed'; job: Job }
  | { kind: 'none' };

export function standingOf(jobs: readonly Job[], model: string, setting: Setting): Standing {
  const here = jobs
    .filter((job) => modelOf(job) === model && sameSetting(settingOf(job), setting))
    .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const done = measuredOf(here)[0];
  if (done) return { kind: 'measured', measured: done };
  const waiting = here.find((job) => job.state === 'queued' || job.state === 'running');
  if (waiting) return { kind: 'waiting', job: waiting };
  const failed = here.find((job) => job.state === 'failed');
  return failed ? { kind: 'failed', job: failed } : { kind: 'none' };
}

/** The spread of the samples around their median: half the middle half, as a fraction of the median. */
export function spread(samples: readonly number[]): number | null {
  if (samples.length < 4) return null;
  const sorted = [...samples].sort((a, b) => a - b);
  const at = (q: number) => sorted[Math.round(q * (sorted.length - 1))] ?? 0;
  return at(0.5) === 0 ? null : (at(0.75) - at(0.25)) / 2 / at(0.5);
}
