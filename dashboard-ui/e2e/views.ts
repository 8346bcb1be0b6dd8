import { LONG_NAME } from './fake/many';

/** Every view, in the states that a reader can meet: what axe looks over, and what `npm run look` photographs. */
export interface View {
  readonly name: string;
  readonly path: string;
  readonly scenario?: 'empty' | 'broken' | 'release' | 'many';
  /** Text that is there once the view is. */
  readonly ready: string;
}

export const VIEWS: View[] = [
  { name: 'overview', path: '/', ready: 'Latest measurements' },
  { name: 'overview-release', path: '/', scenario: 'release', ready: '2 of 7 series got worse' },
  { name: 'overview-empty', path: '/', scenario: 'empty', ready: 'Nothing is here yet.' },
  { name: 'models', path: '/models', ready: 'mobilenet_v2_1.0_224' },
  { name: 'models-empty', path: '/models', scenario: 'empty', ready: 'No model yet' },
  {
    name: 'models-broken',
    path: '/models',
    scenario: 'broken',
    ready: 'The database does not answer',
  },
  { name: 'model', path: '/models/resnet8', ready: 'Filled: on the Pareto line' },
  {
    name: 'model-standin',
    path: '/models/resnet8?device=mps2-an386&threads=1',
    ready: 'never time',
  },
  { name: 'models-long', path: '/models', scenario: 'many', ready: LONG_NAME },
  { name: 'model-long', path: `/models/${LONG_NAME}`, scenario: 'many', ready: 'Lineage' },
  { name: 'model-missing', path: '/models/nothing', ready: 'No model is called' },
  {
    name: 'graph',
    path: '/models/resnet8/graph?variant=mdl_01KB3INT8&node=op-4',
    ready: 'Multiply-adds',
  },
  {
    name: 'graph-error',
    path: '/models/resnet8/graph?variant=mdl_01KB3INT8&colour=error',
    ready: '17.3 dB',
  },
  {
    name: 'graph-table',
    path: '/models/resnet8/graph?variant=mdl_01KB3INT8&view=table',
    ready: 'Signal to noise, dB',
  },
  { name: 'releases', path: '/releases', scenario: 'release', ready: 'Newest release' },
  {
    name: 'releases-series',
    path: '/releases?model=mdl_01KB3INT8&device=rpi5-03&metric=medianNanos&threads=4',
    scenario: 'release',
    ready: 'History: latency of resnet8',
  },
  { name: 'releases-empty', path: '/releases', ready: 'No release was measured yet' },
  { name: 'compare', path: '/compare?a=mdl_01KB3RESNET&b=mdl_01KB3INT8', ready: 'paired' },
  { name: 'compare-empty', path: '/compare', ready: 'Choose two models' },
  { name: 'jobs', path: '/jobs', ready: 'Newest first' },
  { name: 'job-live', path: '/jobs/qnt_01KB3LIVE', ready: 'about 1 min 40 s left' },
  { name: 'job-done', path: '/jobs/qnt_01KB3M2', ready: 'Quantization error by tensor' },
  { name: 'job-failed', path: '/jobs/cnv_01KB3FAIL', ready: 'Neither the file nor Bantam' },
  { name: 'job-report', path: '/jobs/cnv_01KB3DONE', ready: 'folded into conv1/conv' },
  { name: 'job-evaluation', path: '/jobs/evl_01KB3DONE', ready: 'cut short after 812 bytes' },
  { name: 'devices', path: '/devices', ready: 'Raspberry Pi 5' },
  { name: 'device', path: '/devices/rpi5-03', ready: 'Failures in a row' },
  { name: 'device-standin', path: '/devices/mps2-an386', ready: 'A stand-in for a board' },
  {
    name: 'measurement',
    path: '/measurements/bmk_01KB3R3',
    ready: 'Both intervals should overlap',
  },
  { name: 'measurement-standin', path: '/measurements/bmk_01KB3E0', ready: 'no samples' },
  { name: 'missing', path: '/nowhere', ready: 'No such page' },
];
