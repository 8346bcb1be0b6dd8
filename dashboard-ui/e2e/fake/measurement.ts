import type { Result } from '../../src/api/types';
import { profileOf, random, resnet } from './graphs';
import { digestOf } from './models';

/** Where an emulator measured. */
export const ENVIRONMENT = {
  runtimeVersion: '0.1.0',
  modelDigest: digestOf('mdl_01KB3INT8'),
  agent: 'rack-4 0.1.0',
  processor: 'Cortex-M4',
  system: 'qemu 8.2',
  target: 'thumbv7em-none-eabi',
  threads: 1,
  warmupRuns: 0,
  stable: true,
  runsPerSample: 1,
  before: {},
  after: {},
};

/** What a board might have measured, sixty runs around a median. */
export function measurement(model: string, medianNanos: number, seed: number): Result {
  const next = random(seed);
  const samplesNanos = Array.from({ length: 60 }, () =>
    Math.round(medianNanos * (0.992 + 0.016 * next() + (next() > 0.95 ? 0.05 : 0))),
  );
  const graph = resnet(model.includes('INT8') ? 'int8' : 'float32');
  return {
    samplesNanos,
    medianNanos,
    interval: [Math.round(medianNanos * 0.9915), Math.round(medianNanos * 1.0108)],
    p90Nanos: Math.round(medianNanos * 1.021),
    p99Nanos: Math.round(medianNanos * 1.049),
    peakBytes: Math.round(medianNanos / 3),
    compileNanos: 812_000_000,
    packageBytes: 143_360,
    profile: profileOf(graph, medianNanos),
    outputCheck: model.includes('INT8')
      ? { status: 'equal', elements: 10_000, differing: 0, worst: 0 }
      : { status: 'within', elements: 10_000, differing: 9120, worst: 0.41 },
    environment: {
      runtimeVersion: '0.1.0',
      modelDigest: digestOf(model),
      agent: 'lab-zurich-2 0.1.0',
      processor: 'BCM2712, 4 × Cortex-A76',
      system: 'Debian 12, Linux 6.12',
      target: 'aarch64-linux-gnu, dotprod',
      threads: 4,
      warmupRuns: 24,
      stable: true,
      runsPerSample: 1,
      before: { load: 0.03, frequencyHertz: 2.4e9, temperatureCelsius: 51 },
      after: { load: 0.97, frequencyHertz: 2.4e9, temperatureCelsius: 58 },
    },
  };
}
