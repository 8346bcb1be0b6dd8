import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from 'react-router';
import { useNames } from '../../api/names';
import { device as deviceQuery, jobs } from '../../api/queries';
import type { Device as DeviceBody } from '../../api/types';
import { useAddress } from '../../app/address';
import { DataTable } from '../../components/DataTable/DataTable';
import { StandIn } from '../../components/DeviceName/DeviceName';
import { JsonLink } from '../../components/Download/Download';
import { Empty } from '../../components/Empty/Empty';
import { Ago, useNow } from '../../components/Instant/Instant';
import { Loaded } from '../../components/Loaded/Loaded';
import { MeasuredTable } from '../../components/MeasuredTable/MeasuredTable';
import { Page } from '../../components/Page/Page';
import { Section } from '../../components/Section/Section';
import { DeviceState } from '../../components/State/State';
import { measuredOf } from '../../domain/measured';
import { jobTitle } from '../../domain/jobTitle';
import { whole } from '../../format/number';
import { between, roughly } from '../../format/time';
import { Capabilities } from './Capabilities';
import { DeviceActions } from './DeviceActions';
import { Health } from './Health';

/** Can I trust what it measures, and when is it my turn? */
export default function Device() {
  const { id = '' } = useParams();
  const { values, set, unknown } = useAddress({ sort: '-measured' });
  const query = useQuery(deviceQuery(id));
  const device = query.data;
  if (device === undefined) {
    return (
      <Page title={`Device ${id}`} unknown={unknown}>
        <div>
          <Loaded query={query} label="the device" rows={8}>
            {() => null}
          </Loaded>
        </div>
      </Page>
    );
  }
  return (
    <Page
      title={device.name}
      heading={
        <>
          {device.name} {device.standIn && <StandIn />}
        </>
      }
      unknown={unknown}
      facts={
        <>
          <span className="mono">{device.id}</span>
          <span>{device.kind}</span>
          <span>
            agent {device.agent.name} {device.agent.version}, heard{' '}
            <Ago at={device.agent.heardAt} />
          </span>
        </>
      }
      actions={
        <>
          <DeviceState state={device.state} reason={device.health.reason ?? null} />
          <DeviceActions device={device} />
          <JsonLink href={`/api/v1/devices/${encodeURIComponent(device.id)}`} />
        </>
      }
      head={device.standIn && <StandInNote />}
    >
      <div className="cols c2">
        <Section title="Health">
          <Health device={device} />
        </Section>
        <Section title="Capabilities" caption="Found by the agent">
          <Capabilities capabilities={device.capabilities} />
        </Section>
      </div>
      <Queue device={device} />
      <Measured device={device} sort={values.sort} onSort={(sort) => set({ sort })} />
    </Page>
  );
}

function StandInNote() {
  return (
    <p className="quiet small">
      A stand-in for a board: it reports executed instructions, memory and output bits, exactly. It
      never reports time, and never stands in one chart with hardware.
    </p>
  );
}

/** Who is running and who waits, the next one first. */
function Queue({ device }: { device: DeviceBody }) {
  const query = useQuery(jobs('benchmark', { device: device.id, state: ['running', 'queued'] }));
  const names = useNames();
  const now = useNow(1000);
  const inOrder = [...(query.data?.items ?? [])].sort(
    (a, b) =>
      Number(b.state === 'running') - Number(a.state === 'running') ||
      a.createdAt.localeCompare(b.createdAt),
  );
  const queued = inOrder.filter((job) => job.state === 'queued');
  return (
    <Section
      title="Queue"
      caption={
        query.data ? `${whole(queued.length)} waiting; shared fairly between tokens` : undefined
      }
    >
      <Loaded query={query} label="the queue" rows={3}>
        {() =>
          inOrder.length === 0 ? (
            <p className="quiet small">Nothing waits: a benchmark would start at once.</p>
          ) : (
            <DataTable
              label="Queue"
              rows={inOrder.map((job) => ({ job, place: queued.indexOf(job) + 1 }))}
              rowKey={({ job }) => job.id}
              columns={[
                {
                  key: 'benchmark',
                  header: 'Benchmark',
                  card: 'first',
                  cell: ({ job }) => <Link to={`/jobs/${job.id}`}>{jobTitle(job, names)}</Link>,
                },
                {
                  key: 'state',
                  header: 'Place',
                  card: 'corner',
                  cell: ({ job, place }) =>
                    job.state === 'running' ? 'running now' : `waits, number ${place}`,
                },
                {
                  key: 'since',
                  header: 'Since',
                  numeric: true,
                  card: 'left',
                  cell: ({ job }) => roughly(between(job.startedAt ?? job.createdAt, now)),
                },
              ]}
            />
          )
        }
      </Loaded>
    </Section>
  );
}

function Measured(props: { device: DeviceBody; sort: string; onSort: (sort: string) => void }) {
  const query = useQuery(jobs('benchmark', { device: props.device.id, state: ['succeeded'] }));
  const rows = measuredOf(query.data?.items ?? []);
  return (
    <Section title="Measurements" caption={query.data?.cut ? 'The newest 2,000.' : undefined}>
      <Loaded query={query} label="the measurements" rows={5}>
        {() =>
          rows.length === 0 ? (
            <Empty
              title="No measurement on this device yet"
              command={`bantam benchmark resnet8.tflite --device ${props.device.id} --server ${window.location.origin}`}
            >
              Its first figures appear here as soon as a benchmark on it is done.
            </Empty>
          ) : (
            <MeasuredTable
              label="Measurements"
              rows={rows}
              sort={props.sort}
              onSort={props.onSort}
              withDevice={false}
            />
          )
        }
      </Loaded>
    </Section>
  );
}
