import { describe, expect, test } from 'vitest';
import type { JobState } from '../api/types';
import { stageStands } from './stages';

const seen = (...names: string[]) =>
  names.map((name) => ({
    name,
    from: null,
    to: null,
    first: { stage: name, done: 0, total: 1, message: '' },
  }));
const PLAN = ['fetch', 'calibrate', 'compare', 'store'];

describe('the stages of a job', () => {
  test.each<[string, string[], JobState, string]>([
    [
      'nothing seen yet',
      [],
      'queued',
      'fetch waiting, calibrate waiting, compare waiting, store waiting',
    ],
    [
      'nothing told',
      [],
      'succeeded',
      'fetch untold, calibrate untold, compare untold, store untold',
    ],
    [
      'under way',
      ['fetch', 'calibrate'],
      'running',
      'fetch done, calibrate current, compare waiting, store waiting',
    ],
    [
      'one overtaken',
      ['fetch', 'compare'],
      'running',
      'fetch done, calibrate skipped, compare current, store waiting',
    ],
    [
      'one not needed',
      ['fetch', 'store'],
      'succeeded',
      'fetch done, calibrate skipped, compare skipped, store done',
    ],
    [
      'failed',
      ['fetch'],
      'failed',
      'fetch failed, calibrate waiting, compare waiting, store waiting',
    ],
    [
      'stopped',
      ['fetch'],
      'cancelled',
      'fetch stopped, calibrate waiting, compare waiting, store waiting',
    ],
    [
      'outside the plan',
      ['fetch', 'warm'],
      'running',
      'fetch done, warm current, calibrate waiting, compare waiting, store waiting',
    ],
  ])('%s', (_, names, state, text) =>
    expect(
      stageStands(seen(...names), PLAN, state)
        .map(({ name, stand }) => `${name} ${stand}`)
        .join(', '),
    ).toBe(text),
  );
});
