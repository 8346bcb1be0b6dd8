import { describe, expect, test } from 'vitest';
import type { EvaluationJob, Job, MakingJob } from '../api/types';
import { accuraciesOf } from './accuracies';
import { job } from './examples';
import { jobTitle } from './jobTitle';

test('accuracies on other data are not mixed in', () => {
  const made = (id: string, dataset: string): Job =>
    job({
      id,
      model: 'a',
      recipe: { evaluation: { dataset } },
      result: {
        model: id,
        accuracy: {
          metric: 'top1',
          samples: 100,
          before: { value: 0.9, interval: [0.85, 0.94] },
          after: { value: 0.8, interval: [0.7, 0.86] },
          difference: { value: -0.1, interval: [-0.15, -0.05] },
        },
      },
    });
  const { dataset, byModel } = accuraciesOf([made('b', 'x'), made('c', 'x'), made('d', 'y')]);
  expect(dataset).toBe('x');
  expect([...byModel.keys()]).toEqual(['a', 'b', 'c']);
});

test('an evaluation tells what no comparison with the parent has told', () => {
  const evaluated = (model: string): Job =>
    job<EvaluationJob>({
      kind: 'evaluation',
      model,
      recipe: { dataset: 'x' },
      result: {
        accuracy: 0.6,
        interval: [0.5, 0.7],
        samples: 10,
        correct: 6,
        classes: [],
        skipped: [],
        preprocessing: 'none',
      },
    });
  const compared = job({
    model: 'a',
    recipe: { evaluation: { dataset: 'x' } },
    result: {
      model: 'b',
      accuracy: {
        metric: 'top1',
        samples: 10,
        before: { value: 0.9, interval: [0.8, 1] },
        after: { value: 0.8, interval: [0.7, 0.9] },
        difference: { value: -0.1, interval: [-0.2, 0] },
      },
    },
  });
  const { byModel } = accuraciesOf([compared, evaluated('b'), evaluated('c')]);
  expect(byModel.get('b')?.estimate.value).toBe(0.8);
  expect(byModel.get('c')).toMatchObject({ estimate: { value: 0.6 }, difference: null });
});

describe('the title of a job', () => {
  const named = {
    model: (id: string) => `model ${id}`,
    device: (id: string) => `device ${id}`,
    dataset: (id: string) => `data ${id}`,
  };
  test.each<[Partial<MakingJob> | Partial<EvaluationJob>, string]>([
    [{ kind: 'benchmark', recipe: { device: 'd' } }, 'Benchmark model a on device d'],
    [{ kind: 'evaluation', recipe: { dataset: 'x' } }, 'Evaluate model a on data x'],
    [{ kind: 'pruning', recipe: { sparsity: 0.5 } }, 'Prune model a to 50\u00a0%'],
  ])('%j', (fields, title) =>
    expect(jobTitle({ ...job({ model: 'a' }), ...fields } as Job, named)).toBe(title),
  );
});
