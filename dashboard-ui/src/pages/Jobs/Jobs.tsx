import { useQuery } from '@tanstack/react-query';
import { JOB_KINDS, modelOf } from '../../api/jobs';
import { latestJobs } from '../../api/queries';
import type { Job, JobState } from '../../api/types';
import { useAddress } from '../../app/address';
import { CsvButton, JsonLink } from '../../components/Download/Download';
import { Empty } from '../../components/Empty/Empty';
import { Filters } from '../../components/Filters/Filters';
import { JobTable } from '../../components/JobTable/JobTable';
import { Loaded } from '../../components/Loaded/Loaded';
import { Page } from '../../components/Page/Page';
import { Section } from '../../components/Section/Section';
import { capital } from '../../format/identity';
import { counted } from '../../format/number';

const STATES: JobState[] = ['queued', 'running', 'succeeded', 'failed', 'cancelled'];
const SHOWN = 200;

/** What is being worked on, and what came of it? */
export default function Jobs() {
  const { values, set, unknown } = useAddress({ kind: '', state: '', sort: '-created' });
  const state = STATES.find((candidate) => candidate === values.state);
  const kind = JOB_KINDS.find((row) => row.kind === values.kind);
  const query = useQuery(latestJobs(state ? { state: [state] } : {}, SHOWN, kind?.kind));
  const shown = query.data?.items ?? [];
  const suffix = state ? `?state=${state}` : '';
  return (
    <Page
      title="Jobs"
      unknown={unknown}
      heading={query.data ? sentence(shown) : 'Jobs'}
      actions={
        <>
          {kind && <JsonLink href={kind.path + suffix} />}
          <CsvButton name="jobs" header={CSV} rows={() => shown.map(csvRow)} />
        </>
      }
    >
      <Section
        title="Newest first"
        caption={
          query.data?.cut
            ? `The newest ${SHOWN}${kind ? '' : ' of all kinds together'}.`
            : undefined
        }
        aside={
          <>
            <Filters
              label="Kind"
              value={values.kind}
              onChange={(value) => set({ kind: value })}
              choices={[
                { value: '', label: 'All kinds' },
                ...JOB_KINDS.map((row) => ({ value: row.kind, label: `${capital(row.kind)}s` })),
              ]}
            />
            <Filters
              label="State"
              value={values.state}
              onChange={(value) => set({ state: value })}
              choices={[
                { value: '', label: 'All states' },
                ...STATES.map((value) => ({ value, label: capital(value) })),
              ]}
            />
          </>
        }
      >
        <Loaded query={query} label="the jobs" rows={8}>
          {() =>
            shown.length > 0 ? (
              <JobTable
                label="Jobs"
                jobs={shown}
                sort={values.sort}
                onSort={(sort) => set({ sort })}
              />
            ) : values.kind !== '' || values.state !== '' ? (
              <p className="quiet">No job is of this kind and in this state.</p>
            ) : (
              <Empty
                title="No job yet"
                command={`bantam quantize resnet8.tflite -o resnet8.int8.tflite --scheme int8 --server ${window.location.origin}`}
              >
                Conversions, quantizations, prunings, benchmarks and evaluations appear here as soon
                as they are asked for, and can be watched while they run.
              </Empty>
            )
          }
        </Loaded>
      </Section>
    </Page>
  );
}

function sentence(jobs: readonly Job[]): string {
  const count = (state: JobState) => jobs.filter((job) => job.state === state).length;
  if (jobs.length === 0) return 'No job';
  const running = count('running');
  const failed = count('failed');
  const parts = [
    running === 0
      ? 'None is running'
      : `${counted(running, 'job')} ${running === 1 ? 'is' : 'are'} running`,
    `${count('queued')} queued`,
    failed === 0 ? 'none failed' : `${failed} failed`,
  ];
  return `${parts.join(', ')}.`;
}

const CSV = ['id', 'kind', 'state', 'model', 'createdAt', 'startedAt', 'finishedAt'];
const csvRow = (job: Job) => [
  job.id,
  job.kind,
  job.state,
  modelOf(job),
  job.createdAt,
  job.startedAt,
  job.finishedAt,
];
