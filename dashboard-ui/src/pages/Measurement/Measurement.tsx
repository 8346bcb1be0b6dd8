import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { isFinal, modelOf } from '../../api/jobs';
import { useDevicesById, useModelsById, useNames } from '../../api/names';
import { job as jobQuery } from '../../api/queries';
import type { Job, Result } from '../../api/types';
import { useAddress } from '../../app/address';
import { Command } from '../../components/Command/Command';
import { DeviceName } from '../../components/DeviceName/DeviceName';
import { Digest } from '../../components/Digest/Digest';
import { CsvButton, JsonLink } from '../../components/Download/Download';
import { Missing } from '../../components/Figure/Figure';
import { Instant } from '../../components/Instant/Instant';
import { Loaded } from '../../components/Loaded/Loaded';
import { modelAddress } from '../../components/ModelName/ModelName';
import { OperatorBars } from '../../components/OperatorBars/OperatorBars';
import { Page } from '../../components/Page/Page';
import { Section } from '../../components/Section/Section';
import { Strip } from '../../components/Strip/Strip';
import { commandFor } from '../../domain/command';
import { recipeText } from '../../domain/family';
import { shortDigest } from '../../format/identity';
import { counted } from '../../format/number';
import { quantity } from '../../format/units';
import { Environment } from './Environment';
import { Figures } from './Figures';

/** What exactly was measured? */
export default function Measurement() {
  const { id = '' } = useParams();
  const { unknown } = useAddress({});
  const query = useQuery(jobQuery(id));
  const job = query.data;
  if (job?.state === 'succeeded' && job.result && job.kind === 'benchmark') {
    return <View job={job} result={job.result} unknown={unknown} />;
  }
  return (
    <Page title={`Measurement ${id}`} unknown={unknown}>
      <div>
        <Loaded query={query} label="the measurement">
          {(data) =>
            data.kind === 'benchmark' ? (
              <p>
                {isFinal(data.state)
                  ? `There is no measurement: the benchmark ${data.state === 'failed' ? 'failed' : 'was cancelled'}.`
                  : `There is no measurement yet: the benchmark is ${data.state}.`}{' '}
                <Link to={`/jobs/${data.id}`}>The job</Link> tells{' '}
                {isFinal(data.state) ? 'why' : 'how it stands'}.
              </p>
            ) : (
              <p>
                {data.id} is {data.kind === 'evaluation' ? 'an' : 'a'} {data.kind}, and measures
                nothing. <Link to={`/jobs/${data.id}`}>The job</Link>
              </p>
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}

function View({ job, result, unknown }: { job: Job; result: Result; unknown: readonly string[] }) {
  const model = useModelsById().get(modelOf(job) ?? '');
  const device = useDevicesById().get(job.recipe.device ?? '');
  // Until the devices are read the figures tell: what counts and does not time is a stand-in.
  const standIn = device?.standIn ?? (result.medianNanos == null && result.instructions != null);
  const names = useNames();
  const name = model?.name ?? modelOf(job) ?? 'a model';
  const where = device?.name ?? job.recipe.device ?? 'a device';
  const samples = result.samplesNanos ?? [];
  const digest = result.environment?.modelDigest ?? model?.digest;
  return (
    <Page
      title={headline(result, name, where)}
      unknown={unknown}
      facts={
        <>
          <span>
            {model ? <Link to={modelAddress(model)}>{name}</Link> : name}
            {model?.recipe && `, ${recipeText(model.recipe)}`}
          </span>
          {digest && <Digest digest={digest} />}
          <span>
            <DeviceName device={device} id={job.recipe.device ?? ''} />
          </span>
          {job.recipe.threads != null && <span>{counted(job.recipe.threads, 'thread')}</span>}
          <span>
            <Instant at={job.finishedAt ?? job.createdAt} />
          </span>
        </>
      }
      actions={
        <>
          <JsonLink href={`/api/v1/benchmarks/${job.id}`} />
          <CsvButton
            name={`${job.id}-samples`}
            header={['run', 'nanos']}
            rows={() => samples.map((nanos, i) => [i + 1, nanos])}
          />
          {model && (
            <a className="btn" href={`/api/v1/models/${model.id}/content`}>
              Model file
            </a>
          )}
        </>
      }
    >
      <div className="cols c2">
        <Section title="Figures">
          <Figures result={result} standIn={standIn} />
        </Section>
        <Section title="Environment" caption="The device as its agent found it">
          <Environment result={result} />
        </Section>
      </div>
      <Section
        title="Samples"
        caption={samples.length > 0 ? counted(samples.length, 'run') : undefined}
      >
        {samples.length > 0 && result.medianNanos != null ? (
          <Strip samples={samples} median={result.medianNanos} interval={result.interval ?? null} />
        ) : (
          <Missing>no samples: a stand-in reports no time</Missing>
        )}
      </Section>
      <Section
        title="Time by operator"
        aside={
          model &&
          (result.profile?.length ?? 0) > 0 && (
            <Link
              to={`/models/${encodeURIComponent(model.name)}/graph?variant=${shortDigest(model.digest)}&measurement=${job.id}`}
            >
              Show in the graph
            </Link>
          )
        }
      >
        {result.profile && result.profile.length > 0 ? (
          <OperatorBars profile={result.profile} />
        ) : (
          <Missing>
            {standIn
              ? 'no profile: a stand-in reports no time'
              : 'not profiled: run the benchmark with --profile'}
          </Missing>
        )}
      </Section>
      <Section title="Make it again">
        <Command command={commandFor(job, window.location.origin, names.device)} />
        <p className="caption">
          {standIn
            ? 'Runs the same model on the same device again. The counts should be equal.'
            : 'Runs the same model on the same device again. Both intervals should overlap, unless the device changed.'}
        </p>
      </Section>
    </Page>
  );
}

function headline(result: Result, model: string, device: string): string {
  if (result.medianNanos != null) {
    return `${quantity('time', result.medianNanos)}: ${model} on ${device}`;
  }
  if (result.instructions != null) {
    return `${quantity('count', result.instructions)} instructions: ${model} on ${device}`;
  }
  return `${model} on ${device}`;
}
