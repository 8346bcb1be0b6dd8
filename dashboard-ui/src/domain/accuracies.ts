import { evaluationOf, modelOf, resultOf } from '../api/jobs';
import type { Estimate, EvaluationReport, Job } from '../api/types';

/** What a job said about the accuracy of one model. */
export interface Accuracy {
  readonly job: Job;
  readonly metric: string;
  readonly dataset: string | null;
  readonly samples: number | null;
  readonly estimate: Estimate;
  /** Against the model that it was made from, over the same samples; null where the job did not compare them. */
  readonly difference: Estimate | null;
}

/**
 * The accuracies of the models that the jobs made, started from or evaluated, by id. Figures on different data are not
 * comparable: only those on the data set that most of them used are given, and its id with them.
 */
export function accuraciesOf(jobs: readonly Job[]): {
  dataset: string | null;
  byModel: ReadonlyMap<string, Accuracy>;
} {
  const all = jobs
    .filter((job) => job.state === 'succeeded' && (evaluationOf(job) ?? resultOf(job)?.accuracy))
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt));
  const dataset = mostCommon(all.map(datasetOf));
  const byModel = new Map<string, Accuracy>();
  for (const job of all.filter((candidate) => datasetOf(candidate) === dataset)) {
    const evaluation = evaluationOf(job);
    if (evaluation) {
      evaluated(job, evaluation, byModel);
      continue;
    }
    const result = resultOf(job);
    const accuracy = result?.accuracy;
    if (!accuracy) continue;
    const common = {
      job,
      metric: accuracy.metric,
      dataset,
      samples: accuracy.samples,
    };
    const source = modelOf(job);
    const made = result.model;
    if (source && !byModel.has(source)) {
      byModel.set(source, { ...common, estimate: accuracy.before, difference: null });
    }
    if (made) {
      const difference = accuracy.difference;
      byModel.set(made, { ...common, estimate: accuracy.after, difference });
    }
  }
  return { dataset, byModel };
}

/** An evaluation tells nothing that a job which compared the model with its parent has not told better. */
function evaluated(job: Job, report: EvaluationReport, byModel: Map<string, Accuracy>) {
  const model = modelOf(job);
  if (model === undefined || byModel.get(model)?.difference) return;
  const { accuracy, interval, samples } = report;
  byModel.set(model, {
    job,
    metric: 'top1',
    dataset: datasetOf(job),
    samples,
    estimate: { value: accuracy, interval },
    difference: null,
  });
}

const datasetOf = (job: Job): string | null =>
  job.recipe.evaluation?.dataset ?? job.recipe.dataset ?? null;

function mostCommon(values: readonly (string | null)[]): string | null {
  const counts = new Map<string | null, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  let best: string | null = null;
  let most = 0;
  for (const [value, count] of counts) {
    if (count > most) [best, most] = [value, count];
  }
  return best;
}

/** Names of metrics as readers know them. */
export function metricName(metric: string): string {
  const names: Record<string, string> = { top1: 'Top-1', top5: 'Top-5', accuracy: 'Accuracy' };
  return names[metric] ?? metric;
}
