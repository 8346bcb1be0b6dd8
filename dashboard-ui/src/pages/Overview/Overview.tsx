import { useQuery } from '@tanstack/react-query';
import { verdict } from '../../api/queries';
import { useAddress } from '../../app/address';
import { JsonLink } from '../../components/Download/Download';
import { Empty } from '../../components/Empty/Empty';
import { Filters } from '../../components/Filters/Filters';
import { Moved } from '../../components/Moved/Moved';
import { Page } from '../../components/Page/Page';
import { QueryProblem } from '../../components/Problem/Problem';
import {
  ReleaseBadge,
  ReleaseTally,
  useReleaseSentence,
} from '../../components/ReleaseHead/ReleaseHead';
import { Section } from '../../components/Section/Section';
import { Skeleton } from '../../components/Skeleton/Skeleton';
import { inOrder, metricOf } from '../../domain/release';
import { counted } from '../../format/number';
import { DeviceStrip } from './DeviceStrip';
import { LatestJobs, LatestMeasurements } from './Latest';
import { useStock } from './stock';

const GROUPS = ['latency', 'memory', 'size', 'accuracy'] as const;

/** Is the newest release fit to ship, and if not, what moved? */
export default function Overview() {
  const { values, set, unknown } = useAddress({ release: 'latest', metric: '', show: 'moved' });
  const query = useQuery(verdict(values.release));
  const answer = useReleaseSentence(query.data);
  const stock = useStock();
  const release = query.data ?? null;
  const ordered = inOrder(release?.changes ?? []).filter(
    ({ series }) => values.metric === '' || metricOf(series.metric).group === values.metric,
  );
  const moved = ordered.filter((change) => change.verdict !== 'same');
  const shown = values.show === 'all' ? ordered : moved;
  return (
    <Page
      title="Overview"
      unknown={unknown}
      heading={
        <span className="answer">{answer ?? (query.data === null ? stock : 'Overview')}</span>
      }
      actions={
        release && (
          <>
            <ReleaseBadge release={release} />
            <JsonLink href={`/api/v1/releases/${encodeURIComponent(values.release)}/verdict`} />
          </>
        )
      }
      head={release && <ReleaseTally release={release} />}
    >
      {query.isError && (
        <div>
          <QueryProblem error={query.error} onRetry={() => void query.refetch()} />
        </div>
      )}
      {query.isPending && (
        <div>
          <Skeleton rows={6} label="the newest release" />
        </div>
      )}
      {release && (
        <Section
          title="What moved"
          caption={`${counted(moved.length, 'series', 'series')}, worst first, each against the release before that measured it.`}
          aside={
            <>
              <Filters
                label="Metric"
                value={values.metric}
                onChange={(metric) => set({ metric })}
                choices={[
                  { value: '', label: 'All metrics' },
                  ...GROUPS.map((group) => ({
                    value: group,
                    label: group.charAt(0).toUpperCase() + group.slice(1),
                  })),
                ]}
              />
              <Filters
                label="Show"
                value={values.show}
                onChange={(show) => set({ show })}
                choices={[
                  { value: 'moved', label: 'Moved' },
                  { value: 'all', label: 'All' },
                ]}
              />
            </>
          }
        >
          {shown.length > 0 ? (
            <Moved changes={shown} />
          ) : (
            <p className="quiet">No series of this metric moved.</p>
          )}
        </Section>
      )}
      <DeviceStrip />
      <LatestMeasurements />
      <LatestJobs />
      {query.data === null && (
        <Section title="Releases">
          <Empty title="No release was measured yet" command="bantam verdict --release NAME">
            A release is a named state, measured over a suite of models, devices and settings. Its
            verdict, and the series that moved, then stand first on this page; the command gives the
            same as an exit code for continuous integration.
          </Empty>
        </Section>
      )}
    </Page>
  );
}
