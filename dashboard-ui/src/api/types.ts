/** The contract's types under the names that the page uses: every one of them is generated, none is written here. */
import type { WithEnds } from '../format/interval';
import type * as contract from './schema';

export type {
  Diagnostic,
  LogEvent,
  OutputCheck,
  Problem,
  ProfileLine,
  Release,
  ReportLine,
} from './schema';
export type { TensorError, TensorPort } from './schema';

export type AccuracyReport = WithEnds<contract.AccuracyReport>;
export type Estimate = WithEnds<contract.Estimate>;
export type ReleaseVerdict = WithEnds<contract.ReleaseVerdict>;
export type SeriesChange = WithEnds<contract.SeriesChange>;
export type SeriesKey = contract.SeriesKey;
export type Series = WithEnds<contract.Series>;
export type SeriesPoint = WithEnds<contract.SeriesPoint>;

type Keys<U> = U extends unknown ? keyof U : never;
type At<U, K> = U extends unknown ? (K extends keyof U ? U[K] : never) : never;
/** Every part that any member of a union has; of a given member, some are not there. */
type AnyOf<U> = { [K in Keys<U>]?: At<U, K> };

type EachMaking =
  contract.ConversionJob | contract.QuantizationJob | contract.PruningJob | contract.BenchmarkJob;
type EachJob = EachMaking | contract.EvaluationJob;

export type JobKind = EachJob['kind'];
export type JobState = EachJob['state'];
export type Recipe = AnyOf<EachJob['recipe']>;
/** What came of a job that makes or measures a model. */
export type Result = AnyOf<WithEnds<NonNullable<EachMaking['result']>>>;
export type EvaluationReport = WithEnds<contract.EvaluationReport>;

type OfAnyKind = Omit<EachJob, 'kind' | 'recipe' | 'result'> & { recipe: Recipe };
export type MakingJob = OfAnyKind & { kind: EachMaking['kind']; result?: Result | null };
export type EvaluationJob = OfAnyKind & { kind: 'evaluation'; result?: EvaluationReport | null };
/** A job of any kind. */
export type Job = MakingJob | EvaluationJob;
export interface JobPage {
  items: Job[];
  next?: string | null;
}

/** How far a job is: in the job itself, and in its events, which tell the time as well. */
export type Progress = contract.ProgressResource & Partial<Pick<contract.ProgressEvent, 'at'>>;

/** The recipe of a model that a job made is that job's, and its kind. */
export type Model = Omit<contract.ModelResource, 'recipe'> & {
  recipe?: (Recipe & { kind?: JobKind }) | null;
};

export type Dataset = contract.DatasetResource;
export type Device = contract.DeviceResource;
export type DeviceState = Device['state'];
export type DeviceReading = contract.Reading;
export type Environment = contract.Environment;
export type Graph = contract.ModelGraph;
export type Subgraph = contract.GraphPart;
export type GraphOperator = contract.OperatorDescription;
export type GraphTensor = contract.TensorDescription;
/** Something to take along: the file of a model. */
export interface Artifact {
  name: string;
  digest: string;
  sizeBytes: number;
  url: string;
}
export type Verdict = contract.SeriesChange['verdict'];
export type Token = contract.TokenResource;
export type Role = Token['role'];
