import type { EvaluationJob, Job, MakingJob } from '../../src/api/types';
import { EVALUATED } from './evaluation';
import { errorsOf, resnet } from './graphs';
import { ENVIRONMENT, measurement } from './measurement';
import { EVALUATION, MODELS } from './models';

/** The live job began this long ago when the tests began; all else happened at fixed times. */
export const LIVE_FROM = Date.now() - 224_000;

const at = (hour: number, minute: number, second = 0) =>
  `2026-11-25T${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}:${String(second).padStart(2, '0')}Z`;

const PLAIN = {
  state: 'succeeded',
  attempt: 1,
  recipe: {},
  stages: [],
  progress: null,
  problem: null,
  createdAt: at(9, 0),
  startedAt: at(9, 0, 2),
  finishedAt: at(9, 3, 20),
} satisfies Partial<Job>;

const job = (fields: Partial<MakingJob> & Pick<MakingJob, 'id' | 'kind'>): MakingJob => ({
  ...PLAIN,
  ...fields,
});

const STAGES = ['load', 'calibrate', 'quantize', 'evaluate', 'store'];

/** Accuracies of the variants of resnet8, as a share of 10,000 images; the original has 0.8719. */
const MADE: [string, number, number][] = [
  ['mdl_01KB3FP16', 0.8718, 0.0003],
  ['mdl_01KB3HYBRID', 0.8709, 0.0012],
  ['mdl_01KB3INT8', 0.8671, 0.0023],
  ['mdl_01KB3I16', 0.8716, 0.0008],
  ['mdl_01KB3PRUNED', 0.8602, 0.0034],
  ['mdl_01KB3PRUNED8', 0.8561, 0.0029],
  ['mdl_01KB3INT4', 0.8407, 0.0041],
];

export const MAKERS = MADE.map(([id, share, half], i): MakingJob => {
  const made = MODELS.find((model) => model.id === id);
  const parent = MODELS.find((model) => model.id === made?.parent);
  const before = MADE.find(([other]) => other === parent?.id)?.[1] ?? 0.8719;
  const wide = 0.0066;
  const pruning = made?.recipe?.sparsity !== undefined;
  return job({
    id: `${pruning ? 'prn' : 'qnt'}_01KB3M${i}`,
    kind: pruning ? 'pruning' : 'quantization',
    model: parent?.id ?? null,
    recipe: { ...made?.recipe, evaluation: { dataset: EVALUATION } },
    stages: STAGES,
    createdAt: at(9, i),
    result: {
      model: id,
      accuracy: {
        metric: 'top1',
        samples: 10_000,
        before: { value: before, interval: [before - wide, before + wide] },
        after: { value: share, interval: [share - wide, share + wide] },
        difference: {
          value: share - before,
          interval: [share - before - half, share - before + half],
        },
      },
      sizeBytes: { before: parent?.sizeBytes ?? 0, after: made?.sizeBytes ?? 0 },
      ...(pruning
        ? {
            sparsity: [
              {
                name: 'stack_1/conv_a',
                operator: 'CONV_2D',
                weights: 2304,
                zeros: 945,
                sparsity: 0.41,
              },
              {
                name: 'stack_3/conv_b',
                operator: 'CONV_2D',
                weights: 36_864,
                zeros: 23_224,
                sparsity: 0.63,
              },
            ],
          }
        : { tensors: errorsOf(resnet('int8')) }),
    },
  });
});

const TIMES: [string, number][] = [
  ['mdl_01KB3RESNET', 1_842_000],
  ['mdl_01KB3FP16', 1_310_000],
  ['mdl_01KB3HYBRID', 1_105_000],
  ['mdl_01KB3INT8', 641_000],
  ['mdl_01KB3I16', 1_215_000],
  ['mdl_01KB3PRUNED', 1_402_000],
  ['mdl_01KB3PRUNED8', 512_000],
  ['mdl_01KB3MOBILE8', 7_412_000],
];

const benchmark = (
  id: string,
  model: string,
  device: string,
  threads: number,
  fields: Partial<MakingJob>,
): MakingJob =>
  job({
    id,
    kind: 'benchmark',
    model,
    recipe: { model, device, threads, runs: 60, profile: true },
    ...fields,
  });

export const BENCHMARKS: MakingJob[] = [
  ...TIMES.map(([model, nanos], i) =>
    benchmark(`bmk_01KB3R${i}`, model, 'rpi5-03', 4, {
      createdAt: at(10, i),
      startedAt: at(10, i, 4),
      finishedAt: at(10, i, 40),
      result: measurement(model, nanos, i + 1),
    }),
  ),
  ...TIMES.slice(0, 4).map(([model, nanos], i) =>
    benchmark(`bmk_01KB3X${i}`, model, 'xeon-8481c', 2, {
      createdAt: at(11, i),
      startedAt: at(11, i, 4),
      finishedAt: at(11, i, 40),
      result: measurement(model, Math.round(nanos / 2.9), i + 40),
    }),
  ),
  benchmark('bmk_01KB3E0', 'mdl_01KB3INT8', 'mps2-an386', 1, {
    createdAt: at(11, 20),
    startedAt: at(11, 20, 3),
    finishedAt: at(11, 21),
    result: {
      instructions: 41_872_110,
      peakBytes: 53_248,
      packageBytes: 112_640,
      outputCheck: { status: 'equal', elements: 10_000, differing: 0, worst: 0 },
      samplesNanos: [],
      medianNanos: null,
      profile: [],
      environment: ENVIRONMENT,
    },
  }),
  benchmark('bmk_01KB3RUN', 'mdl_01KB3MOBILE', 'rpi5-03', 4, {
    state: 'running',
    createdAt: new Date(LIVE_FROM - 120_000).toISOString(),
    startedAt: new Date(LIVE_FROM - 60_000).toISOString(),
    finishedAt: null,
    progress: { stage: 'measure', done: 22, total: 60, message: 'run 22 of 60' },
  }),
  benchmark('bmk_01KB3WAIT', 'mdl_01KB3INT4', 'rpi5-03', 4, {
    // Its device was lost while it ran, so it waits again.
    state: 'queued',
    attempt: 1,
    createdAt: new Date(LIVE_FROM - 90_000).toISOString(),
    startedAt: new Date(LIVE_FROM - 80_000).toISOString(),
    finishedAt: null,
  }),
];

export const LIVE_JOB = 'qnt_01KB3LIVE';

const live = job({
  id: LIVE_JOB,
  kind: 'quantization',
  state: 'running',
  model: 'mdl_01KB3MOBILE',
  recipe: {
    scheme: 'int16x8',
    calibration: { dataset: 'dst_01KB3CAL', method: 'percentile', samples: 200 },
    evaluation: { dataset: EVALUATION },
  },
  stages: STAGES,
  progress: { stage: 'evaluate', done: 6300, total: 10_000, message: 'image 6,300 of 10,000' },
  createdAt: new Date(LIVE_FROM - 2000).toISOString(),
  startedAt: new Date(LIVE_FROM).toISOString(),
  finishedAt: null,
});

const failed = job({
  id: 'cnv_01KB3FAIL',
  kind: 'conversion',
  state: 'failed',
  recipe: { signature: 'serving_default', shapes: { image: [1, 640, 640, 3] } },
  createdAt: at(8, 0),
  stages: ['read', 'convert', 'store'],
  problem: {
    type: '/problems/needs-input',
    title: 'Conversion failed: 2 of 214 operators need input',
    status: 422,
    detail: 'The other 212 converted.',
    diagnostics: [
      {
        operator: 'acme.FusedSwish',
        node: 'block3/act/fused',
        source: 'model.py:42',
        problem: 'Neither the file nor Bantam defines operators of “acme”.',
        fix: 'add its definition: --functions acme.onnx',
      },
      {
        operator: 'Resize',
        node: 'head/resize',
        source: 'model.py:97',
        problem: 'Its output has no upper bound.',
        fix: 'give the input’s shape: --shape image=1,640,640,3',
      },
    ],
  },
});

const converted = job({
  id: 'cnv_01KB3DONE',
  kind: 'conversion',
  recipe: { signature: 'serving_default' },
  createdAt: at(8, 30),
  result: {
    model: 'mdl_01KB3MOBILE',
    report: [
      { node: 'conv1/conv', from: 'Conv2D', to: 'CONV_2D', notes: 'with BiasAdd and Relu6 fused' },
      { node: 'conv1/bn', from: 'FusedBatchNormV3', to: null, notes: 'folded into conv1/conv' },
      { node: 'predictions', from: 'Softmax', to: 'SOFTMAX', notes: '' },
    ],
    diagnostics: [],
  },
});

const cancelled = job({
  id: 'prn_01KB3STOP',
  kind: 'pruning',
  state: 'cancelled',
  model: 'mdl_01KB3MOBILE',
  recipe: { sparsity: 0.8, score: 'adaptive' },
  createdAt: at(8, 45),
});

export const EVALUATION_JOB = 'evl_01KB3DONE';

const evaluated: EvaluationJob = {
  ...PLAIN,
  id: EVALUATION_JOB,
  kind: 'evaluation',
  model: 'mdl_01KB3MOBILE',
  recipe: { dataset: EVALUATION },
  createdAt: at(8, 50),
  stages: ['fetch', 'evaluate'],
  result: EVALUATED,
};

export const JOBS: Job[] = [
  live,
  ...MAKERS,
  ...BENCHMARKS,
  failed,
  converted,
  cancelled,
  evaluated,
];
