import type { Job } from '../../api/types';
import { Instant } from '../../components/Instant/Instant';

/** Which job it is, since when, and how often it was begun. */
export function JobFacts({ job }: { job: Job }) {
  return (
    <>
      <span className="mono">{job.id}</span>
      <span>
        asked for <Instant at={job.createdAt} />
      </span>
      {job.startedAt && (
        <span>
          started <Instant at={job.startedAt} />
        </span>
      )}
      <span>attempt {job.attempt}</span>
    </>
  );
}
