import type { Job, JobState } from '../../api/types';
import { Progress } from '../../components/Progress/Progress';
import { Stages } from '../../components/Stages/Stages';
import { millisLeft, type Watched } from '../../domain/watched';

/** How far it is: the stage that it is at, and those before and after. */
export function JobHead(props: { job: Job; state: JobState; watched: Watched; now: number }) {
  const { job, state, watched } = props;
  const progress = watched.progress ?? job.progress;
  return (
    <>
      {state === 'running' && progress && (
        <Progress progress={progress} leftMillis={millisLeft(watched)} />
      )}
      {state === 'queued' && (
        <p className="quiet small job-note">
          It waits for its turn; this page shows its first step as soon as it begins.
        </p>
      )}
      <Stages
        seen={watched.stages}
        planned={job.stages}
        state={state}
        now={props.now}
        finishedAt={job.finishedAt ?? null}
      />
    </>
  );
}
