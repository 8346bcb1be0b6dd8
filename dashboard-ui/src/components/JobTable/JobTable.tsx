import { Link } from 'react-router';
import { rowOf } from '../../api/jobs';
import { useNames } from '../../api/names';
import type { Job } from '../../api/types';
import { jobTitle } from '../../domain/jobTitle';
import { between, lasted } from '../../format/time';
import { DataTable, type Column } from '../DataTable/DataTable';
import { Missing } from '../Figure/Figure';
import { Instant, useNow } from '../Instant/Instant';
import { JobState } from '../State/State';

/** Jobs as a list. */
export function JobTable(props: {
  label: string;
  jobs: readonly Job[];
  sort?: string;
  onSort?: (sort: string) => void;
}) {
  const names = useNames();
  const columns: Column<Job>[] = [
    {
      key: 'job',
      header: 'Job',
      card: 'first',
      sort: (job) => rowOf(job.kind).verb,
      cell: (job) => (
        <>
          <Link to={`/jobs/${job.id}`}>{jobTitle(job, names)}</Link>
          <span className="sub mono">{job.id}</span>
        </>
      ),
    },
    {
      key: 'state',
      header: 'State',
      card: 'corner',
      sort: (job) => job.state,
      cell: (job) => <JobState state={job.state} />,
    },
    {
      key: 'stage',
      header: 'How it stands',
      card: 'full',
      cell: (job) => <Standing job={job} />,
    },
    {
      key: 'took',
      header: 'Took',
      numeric: true,
      card: 'left',
      cardLabel: 'Took',
      sort: (job) =>
        job.startedAt && job.finishedAt ? between(job.startedAt, job.finishedAt) : null,
      cell: (job) => <Took job={job} />,
    },
    {
      key: 'created',
      header: 'Asked for',
      numeric: true,
      sort: (job) => job.createdAt,
      cell: (job) => <Instant at={job.createdAt} />,
    },
  ];
  return (
    <DataTable
      label={props.label}
      rows={props.jobs}
      rowKey={(job) => job.id}
      columns={columns}
      {...(props.sort === undefined ? {} : { sort: props.sort })}
      {...(props.onSort === undefined ? {} : { onSort: props.onSort })}
    />
  );
}

function Standing({ job }: { job: Job }) {
  if (job.state === 'failed') {
    return <span className="quiet small">{job.problem?.detail ?? job.problem?.title}</span>;
  }
  if (job.state === 'running' && job.progress) {
    const { stage, message } = job.progress;
    return (
      <span className="quiet small">
        {stage}
        {message ? `, ${message}` : ''}
      </span>
    );
  }
  const words = {
    queued: 'waits for its turn',
    running: 'has just begun',
    succeeded: 'done',
    cancelled: 'stopped on request',
  };
  return <span className="quiet small">{words[job.state]}</span>;
}

function Took({ job }: { job: Job }) {
  // One whose device was lost waits again, and has begun before.
  if (!job.startedAt || job.state === 'queued') return <Missing>not begun</Missing>;
  if (!job.finishedAt) return <SoFar startedAt={job.startedAt} />;
  return <>{lasted(between(job.startedAt, job.finishedAt))}</>;
}

function SoFar({ startedAt }: { startedAt: string }) {
  return <>{lasted(between(startedAt, useNow(1000)))}</>;
}
