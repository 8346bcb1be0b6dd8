import type { EvaluationReport } from '../../src/api/types';

/** What an evaluation of a tenth of the classes might say. */
export const EVALUATED: EvaluationReport = {
  accuracy: 0.8,
  interval: [0.7916, 0.8081],
  correct: 8000,
  samples: 10_000,
  preprocessing: 'mean=127.5 std=127.5',
  classes: ['airplane', 'bird', 'cat'].map((name, i) => ({
    name,
    correct: 920 - 110 * i,
    total: 1000,
  })),
  skipped: [{ sample: 'cat/0417.png', reason: 'cut short after 812 bytes' }],
};
