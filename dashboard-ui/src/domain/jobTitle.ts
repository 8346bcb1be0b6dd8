import { rowOf, modelOf } from '../api/jobs';
import type { Job } from '../api/types';
import { fixed, NBSP } from '../format/number';

/** "Quantize mobilenet_v2 to int8", "Prune resnet8 to 50 %", "Benchmark resnet8 on rpi5-03". */
export function jobTitle(job: Job, modelName: string | null): string {
  const start = `${rowOf(job.kind).verb} ${modelName ?? modelOf(job) ?? 'a model'}`;
  switch (job.kind) {
    case 'conversion':
      return start;
    case 'quantization':
      return `${start} to ${job.recipe.scheme ?? 'an unnamed scheme'}`;
    case 'pruning':
      return `${start} to ${fixed((job.recipe.sparsity ?? 0) * 100, 0)}${NBSP}%`;
    case 'benchmark':
      return job.recipe.device ? `${start} on ${job.recipe.device}` : start;
  }
}
