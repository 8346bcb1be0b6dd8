import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { evaluationOf, isFinal, resultOf, rowOf } from '../../api/jobs';
import { useNames } from '../../api/names';
import { job as jobQuery } from '../../api/queries';
import type { Job as JobBody } from '../../api/types';
import { useAddress } from '../../app/address';
import { JsonLink } from '../../components/Download/Download';
import { useNow } from '../../components/Instant/Instant';
import { Loaded } from '../../components/Loaded/Loaded';
import { Log } from '../../components/Log/Log';
import { Page } from '../../components/Page/Page';
import { Problem } from '../../components/Problem/Problem';
import { Section } from '../../components/Section/Section';
import { jobTitle } from '../../domain/jobTitle';
import { Again } from './Again';
import { EvaluationResult } from './EvaluationResult';
import './Job.css';
import { JobActions } from './JobActions';
import { JobFacts } from './JobFacts';
import { JobHead } from './JobHead';
import { JobResult } from './JobResult';
import { Made } from './Made';
import { Live } from './Live';
import { useJobStream } from './useJobStream';

type Address = ReturnType<typeof useAddress<'sort'>>;

/** Is it getting on, what has it made, and can I make it again? */
export default function Job() {
  const { id = '' } = useParams();
  const address = useAddress({ sort: 'class' });
  const { unknown } = address;
  const query = useQuery(jobQuery(id));
  if (query.data) return <JobView key={id} job={query.data} address={address} />;
  return (
    <Page title={`Job ${id}`} unknown={unknown}>
      <div>
        <Loaded query={query} label="the job">
          {() => null}
        </Loaded>
      </div>
    </Page>
  );
}

function JobView({ job, address }: { job: JobBody; address: Address }) {
  const { values, set, unknown } = address;
  const evaluation = evaluationOf(job);
  const result = resultOf(job);
  const { watched, stream } = useJobStream(job);
  const names = useNames();
  const now = useNow(1000);
  const state = isFinal(job.state) ? job.state : (watched.state ?? job.state);
  return (
    <Page
      title={jobTitle(job, names)}
      unknown={unknown}
      facts={<JobFacts job={job} />}
      actions={
        <>
          <Live state={state} stream={stream} now={now} />
          <JobActions job={job} state={state} />
          <JsonLink href={`${rowOf(job.kind).path}/${job.id}`} />
        </>
      }
      head={<JobHead job={job} state={state} watched={watched} now={now} />}
    >
      {job.state === 'failed' && job.problem && (
        <div>
          <Problem problem={job.problem} kept="What was stored before it failed is kept." />
        </div>
      )}
      {evaluation ? (
        <EvaluationResult
          report={evaluation}
          dataset={job.recipe.dataset}
          sort={values.sort}
          onSort={(sort) => set({ sort })}
        />
      ) : (
        result && <JobResult job={job} result={result} />
      )}
      <Section title="Log">
        <Log lines={watched.log} name={job.id} over={isFinal(state)} />
      </Section>
      <div className="cols c2">
        <Made job={job} />
        <Again job={job} />
      </div>
    </Page>
  );
}
