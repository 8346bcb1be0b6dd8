import type { FamilyRead } from '../../api/family';
import { modelOf, resultOf } from '../../api/jobs';
import type { Job, ProfileLine, TensorError } from '../../api/types';
import { measuredOf, type Measured } from '../../domain/measured';

/** Where the colours of a graph come from. */
export interface Evidence {
  readonly measured: Measured | null;
  readonly profile: readonly ProfileLine[] | null;
  readonly maker: Job | null;
  readonly errors: readonly TensorError[] | null;
  /** Every profiled measurement of this model, newest first. */
  readonly choices: readonly Measured[];
}

/** The measurement that the address names, or the newest profiled one (on its device); and the job that made the model. */
export function evidenceFor(
  id: string,
  family: Pick<FamilyRead, 'benchmarks' | 'makers'>,
  measurement: string,
  device: string,
): Evidence {
  const choices = measuredOf(family.benchmarks.filter((job) => modelOf(job) === id))
    .filter(({ result }) => (result.profile?.length ?? 0) > 0)
    .sort((a, b) => b.job.createdAt.localeCompare(a.job.createdAt));
  const measured =
    choices.find(({ job }) => job.id === measurement) ??
    choices.find(({ job }) => device === '' || job.recipe.device === device) ??
    null;
  const maker = family.makers.find((job) => resultOf(job)?.model === id);
  return {
    measured,
    profile: measured?.result.profile ?? null,
    maker: maker ?? null,
    errors: (maker && resultOf(maker)?.tensors) ?? null,
    choices,
  };
}
