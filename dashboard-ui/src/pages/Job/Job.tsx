import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { evaluationOf, isFinal, modelOf, resultOf, rowOf } from '../../api/jobs';
import { useModelsById, useNames } from '../../api/names';
import { job as jobQuery } from '../../api/queries';
import type { Job as JobBody } from '../../api/types';
import { useAddress } from '../../app/address';
import { Command } from '../../components/Command/Command';
import { JsonLink } from '../../components/Download/Download';
import { Instant, useNow } from '../../components/Instant/Instant';
import { Loaded } from '../../components/Loaded/Loaded';
import { Log } from '../../components/Log/Log';
import { Page } from '../../components/Page/Page';
import { Problem } from '../../components/Problem/Problem';
import { Progress } from '../../components/Progress/Progress';
import { Section } from '../../components/Section/Section';
import { Stages } from '../../components/Stages/Stages';
import { commandFor } from '../../domain/command';
import { jobTitle } from '../../domain/jobTitle';
import { millisLeft } from '../../domain/watched';
import { shortDigest } from '../../format/identity';
import { EvaluationResult } from './EvaluationResult';
import './Job.css';
import { JobActions } from './JobActions';
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
  const model = useModelsById().get(modelOf(job) ?? '');
  const names = useNames();
  const now = useNow(1000);
  const state = isFinal(job.state) ? job.state : (watched.state ?? job.state);
  const progress = watched.progress ?? job.progress;
  const command = commandFor(job, {
    model: model ? shortDigest(model.digest) : (modelOf(job) ?? 'MODEL'),
    dataset: names.dataset,
    device: names.device,
  });
  return (
    <Page
      title={jobTitle(job, names)}
      unknown={unknown}
      facts={
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
      }
      actions={
        <>
          <Live state={state} stream={stream} now={now} />
          <JobActions job={job} state={state} />
          <JsonLink href={`${rowOf(job.kind).path}/${job.id}`} />
        </>
      }
      head={
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
            now={now}
            finishedAt={job.finishedAt ?? null}
          />
        </>
      }
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
        <Section title="Make it again">
          <Command command={command} />
          <details className="recipe">
            <summary>The whole recipe</summary>
            <pre className="mono" tabIndex={0}>
              {JSON.stringify(job.recipe, null, 2)}
            </pre>
          </details>
        </Section>
      </div>
    </Page>
  );
}
