import { rowOf, modelOf } from '../api/jobs';
import type { Job } from '../api/types';
import { unbroken } from '../format/identity';
import { fixed, NBSP } from '../format/number';

/** What things are called that a job names by id; the id itself where it is not known. */
export interface NamesOfIds {
  model: (id: string) => string;
  device: (id: string) => string;
  dataset: (id: string) => string;
}

/** "Quantize mobilenet_v2 to int8", "Prune resnet8 to 50 %", "Benchmark resnet8 on rpi5-03". */
export const jobTitle = (job: Job, names: NamesOfIds): string => unbroken(title(job, names));

function title(job: Job, names: NamesOfIds): string {
  const model = modelOf(job);
  const start = `${rowOf(job.kind).verb} ${model === undefined ? 'a model' : names.model(model)}`;
  switch (job.kind) {
    case 'conversion':
      return start;
    case 'quantization':
      return `${start} to ${job.recipe.scheme ?? 'an unnamed scheme'}`;
    case 'pruning':
      return `${start} to ${fixed((job.recipe.sparsity ?? 0) * 100, 0)}${NBSP}%`;
    case 'benchmark':
      return job.recipe.device ? `${start} on ${names.device(job.recipe.device)}` : start;
    case 'evaluation':
      return job.recipe.dataset ? `${start} on ${names.dataset(job.recipe.dataset)}` : start;
  }
}
