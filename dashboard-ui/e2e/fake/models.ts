import { createHash } from 'node:crypto';
import type { Dataset, Device, Model, Recipe } from '../../src/api/types';

export const digestOf = (text: string): string =>
  `sha256:${createHash('sha256').update(text).digest('hex')}`;

const CALIBRATION = 'dst_01KB3CAL';
export const EVALUATION = 'dst_01KB3EVAL';

const dataset = (id: string, name: string, samples: number): Dataset => ({
  id,
  digest: digestOf(id),
  name,
  samples,
  classes: 10,
  classNames: Array.from({ length: 10 }, (_, i) => `class ${i}`),
  shape: [32, 32, 3],
  skipped: 0,
  skippedSamples: [],
  sizeBytes: samples * 3073,
  createdAt: '2026-11-23T08:00:00Z',
});

export const DATASETS: Dataset[] = [
  dataset(CALIBRATION, 'cifar10-calibration', 200),
  dataset(EVALUATION, 'cifar10-test', 10_000),
];

function model(
  id: string,
  name: string,
  minute: number,
  sizeBytes: number,
  rest: Partial<Model> & { shape?: number[] } = {},
): Model {
  const { shape = [1, 32, 32, 3], ...fields } = rest;
  return {
    id,
    digest: digestOf(id),
    name,
    format: 'tflite',
    sizeBytes,
    parameters: 77_706,
    macs: 12_501_632,
    inputs: [{ name: 'input_1', type: 'float32', shape }],
    outputs: [{ name: 'Identity', type: 'float32', shape: [1, 10] }],
    parent: null,
    recipe: null,
    createdAt: `2026-11-23T09:${String(minute).padStart(2, '0')}:00Z`,
    ...fields,
  };
}

const quantize = (scheme: string): Recipe => ({
  scheme,
  calibration: { dataset: CALIBRATION, method: 'percentile', samples: 200 },
  evaluation: { dataset: EVALUATION },
});
const prune = (sparsity: number): Recipe => ({
  sparsity,
  score: 'magnitude',
  scope: 'global',
  evaluation: { dataset: EVALUATION },
});

const RESNET = 'mdl_01KB3RESNET';
export const MODELS: Model[] = [
  model(RESNET, 'resnet8', 1, 318_144),
  model('mdl_01KB3FP16', 'resnet8', 2, 162_352, { parent: RESNET, recipe: { scheme: 'fp16' } }),
  model('mdl_01KB3HYBRID', 'resnet8', 3, 98_720, { parent: RESNET, recipe: quantize('dynamic') }),
  model('mdl_01KB3INT8', 'resnet8', 4, 95_640, { parent: RESNET, recipe: quantize('int8') }),
  model('mdl_01KB3I16', 'resnet8', 5, 99_480, { parent: RESNET, recipe: quantize('int16x8') }),
  model('mdl_01KB3PRUNED', 'resnet8', 6, 188_416, { parent: RESNET, recipe: prune(0.5) }),
  model('mdl_01KB3PRUNED8', 'resnet8', 7, 61_212, {
    parent: 'mdl_01KB3PRUNED',
    recipe: quantize('int8'),
  }),
  model('mdl_01KB3INT4', 'resnet8', 8, 58_020, { parent: RESNET, recipe: quantize('int4') }),
  model('mdl_01KB3MOBILE', 'mobilenet_v2_1.0_224', 10, 13_978_596, {
    shape: [1, 224, 224, 3],
    parameters: 3_504_872,
    macs: 300_774_272,
  }),
  model('mdl_01KB3MOBILE8', 'mobilenet_v2_1.0_224', 11, 3_618_512, {
    shape: [1, 224, 224, 3],
    parameters: 3_504_872,
    macs: 300_774_272,
    parent: 'mdl_01KB3MOBILE',
    recipe: quantize('int8'),
  }),
  model('mdl_01KB3KWS', 'ds_cnn_kws', 12, 109_884, {
    shape: [1, 49, 10, 1],
    parameters: 24_908,
    macs: 2_656_768,
  }),
];

const AGENT = (name: string) => ({ name, version: '0.1.0', heardAt: new Date().toISOString() });

const CREATED = '2026-11-01T00:00:00Z';

export const DEVICES: Device[] = [
  {
    createdAt: CREATED,
    id: 'rpi5-03',
    name: 'Raspberry Pi 5',
    kind: 'cpu',
    standIn: false,
    state: 'measuring',
    agent: AGENT('lab-zurich-2'),
    capabilities: {
      processor: 'BCM2712, 4 × Cortex-A76',
      cores: 4,
      frequencyHertz: 2_400_000_000,
      instructions: ['neon', 'fp16', 'dotprod'],
      memoryBytes: 8_482_560_410,
      level2Bytes: 524_288,
      measuresEnergy: false,
    },
    health: { noise: 0.008, measurements: 2914, leases: 412, lostLeases: 1, failuresInARow: 0 },
    queue: { length: 2, running: 'bmk_01KB3RUN' },
  },
  {
    createdAt: CREATED,
    id: 'xeon-8481c',
    name: 'Xeon 8481C',
    kind: 'cpu',
    standIn: false,
    state: 'idle',
    agent: AGENT('rack-4'),
    capabilities: { cores: 2, instructions: ['avx512', 'vnni'] },
    health: { noise: 0.006, measurements: 810, leases: 120, lostLeases: 0, failuresInARow: 0 },
    queue: { length: 0, running: null },
  },
  {
    createdAt: CREATED,
    id: 'galaxy-s24',
    name: 'Galaxy S24',
    kind: 'cpu',
    standIn: false,
    state: 'noisy',
    agent: AGENT('lab-zurich-1'),
    capabilities: {},
    health: {
      noise: 0.041,
      measurements: 644,
      leases: 90,
      lostLeases: 2,
      failuresInARow: 0,
      reason: 'the self-test spreads by 4.1 %, must be below 3 %',
      since: '2026-11-24T18:02:00Z',
    },
    queue: { length: 3, running: null },
  },
  {
    createdAt: CREATED,
    id: 'ryzen-7840u',
    name: 'Ryzen 7 7840U',
    kind: 'gpu',
    standIn: false,
    state: 'quarantined',
    agent: AGENT('desk-7'),
    capabilities: {},
    health: {
      noise: null,
      measurements: 12,
      leases: 15,
      lostLeases: 3,
      failuresInARow: 3,
      reason: 'three benchmarks in a row failed',
      since: '2026-11-25T07:40:00Z',
    },
    queue: { length: 5, running: null },
  },
  {
    createdAt: CREATED,
    id: 'mps2-an386',
    name: 'Cortex-M4 mps2-an386',
    kind: 'microcontroller',
    standIn: true,
    state: 'idle',
    agent: AGENT('rack-4'),
    capabilities: { memoryBytes: 4_194_304 },
    health: { measurements: 77, leases: 80, lostLeases: 0, failuresInARow: 0 },
    queue: { length: 0, running: null },
  },
  {
    createdAt: CREATED,
    id: 'nucleo-l4r5zi',
    name: 'NUCLEO-L4R5ZI',
    kind: 'microcontroller',
    standIn: false,
    state: 'offline',
    agent: { name: 'desk-7', version: '0.1.0', heardAt: '2026-11-20T11:00:00Z' },
    capabilities: {},
    health: { measurements: 31, leases: 33, lostLeases: 1, failuresInARow: 0 },
    queue: { length: 0, running: null },
  },
];
