import { get } from './client';
import { ProblemError } from './problem';
import type { EvaluationReport, Job, JobKind, JobPage, JobState, Result } from './types';

/** What each kind of job is called: its resource, the first letters of its ids, the command that starts one. */
export const JOB_KINDS = [
  { kind: 'conversion', path: '/api/v1/conversions', prefix: 'cnv_', verb: 'Convert' },
  { kind: 'quantization', path: '/api/v1/quantizations', prefix: 'qnt_', verb: 'Quantize' },
  { kind: 'pruning', path: '/api/v1/prunings', prefix: 'prn_', verb: 'Prune' },
  { kind: 'benchmark', path: '/api/v1/benchmarks', prefix: 'bmk_', verb: 'Benchmark' },
  { kind: 'evaluation', path: '/api/v1/evaluations', prefix: 'evl_', verb: 'Evaluate' },
] as const satisfies { kind: JobKind; path: string; prefix: string; verb: string }[];

export type JobKindRow = (typeof JOB_KINDS)[number];

export function rowOf(kind: JobKind): JobKindRow {
  const row = JOB_KINDS.find((candidate) => candidate.kind === kind);
  if (row === undefined) throw new Error(`job kind "${kind}" is not in JOB_KINDS`);
  return row;
}

export const isFinal = (state: JobState): boolean => state !== 'queued' && state !== 'running';

/** The id of the model that was asked about: beside the recipe, or in it. */
export const modelOf = (job: Job): string | undefined => job.model ?? job.recipe.model;

/** What an evaluation found; null for every other job, and for one that is not done. */
export const evaluationOf = (job: Job): EvaluationReport | null =>
  job.kind === 'evaluation' ? (job.result ?? null) : null;

/** What a job made or measured; null for an evaluation, and for one that is not done. */
export const resultOf = (job: Job): Result | null =>
  job.kind === 'evaluation' ? null : (job.result ?? null);

/** Filters of a list of jobs; `device` only narrows benchmarks. */
export interface JobFilter {
  model?: readonly string[];
  state?: readonly JobState[];
  device?: string;
}

export async function listJobs(
  kind: JobKind,
  filter: JobFilter,
  page: { limit: number; cursor?: string },
): Promise<JobPage> {
  const query = {
    ...page,
    ...(filter.model && { model: [...filter.model] }),
    ...(filter.state && { state: [...filter.state] }),
    ...(filter.device !== undefined && kind === 'benchmark' && { device: filter.device }),
  };
  return get(rowOf(kind).path, { query });
}

/** The job of this id. Its kind follows from the id's first letters; where it does not, each kind is asked. */
export async function readJob(id: string): Promise<Job> {
  const likely = JOB_KINDS.filter((row) => id.startsWith(row.prefix));
  const rows = [...likely, ...JOB_KINDS.filter((row) => !likely.includes(row))];
  let refusal: unknown = new Error(`no kind of job to ask for ${id}`);
  for (const row of rows) {
    try {
      return await get(`${row.path}/{id}`, { id });
    } catch (thrown) {
      if (!(thrown instanceof ProblemError) || thrown.problem.status !== 404) throw thrown;
      refusal = row === rows[0] ? thrown : refusal;
    }
  }
  throw refusal;
}
