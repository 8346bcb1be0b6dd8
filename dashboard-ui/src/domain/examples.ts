/** Things as the contract has them, for tests: what a test does not say is of no matter to it. */
import type { Job, MakingJob, Model } from '../api/types';

export const model = (id: string, fields: Partial<Model> = {}): Model => ({
  id,
  digest: `sha256:${id.padEnd(64, '0')}`,
  name: 'resnet8',
  format: 'tflite',
  sizeBytes: 1,
  inputs: [],
  outputs: [],
  parent: null,
  recipe: null,
  createdAt: '2026-01-01T00:00:00Z',
  ...fields,
});
export const job = <J extends Job = MakingJob>(fields: Partial<J>): J =>
  ({
    id: 'qnt_1',
    kind: 'quantization',
    state: 'succeeded',
    attempt: 1,
    recipe: {},
    stages: [],
    createdAt: '2026-01-01T00:00:00Z',
    ...fields,
  }) as unknown as J;
