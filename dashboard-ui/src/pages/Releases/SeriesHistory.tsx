import { useQuery } from '@tanstack/react-query';
import { useDevicesById, useModelsById } from '../../api/names';
import { series as seriesQuery } from '../../api/queries';
import type { SeriesChange } from '../../api/types';
import { History } from '../../components/History/History';
import { Loaded } from '../../components/Loaded/Loaded';
import { Section } from '../../components/Section/Section';
import { metricOf } from '../../domain/release';
import { counted } from '../../format/number';

/** How one series moved from release to release. */
export function SeriesHistory({ series }: { series: SeriesChange['series'] }) {
  const query = useQuery(seriesQuery(series));
  const model = useModelsById().get(series.model)?.name ?? series.model;
  const device = useDevicesById().get(series.device)?.name ?? series.device;
  return (
    <Section
      title={`History: ${metricOf(series.metric).name} of ${model}`}
      caption={`On ${device}, ${counted(series.threads, 'thread')}`}
    >
      <Loaded query={query} label="the history" rows={4}>
        {(data) =>
          data.points.length === 0 ? (
            <p className="quiet">No release has measured this series.</p>
          ) : (
            <History series={data} />
          )
        }
      </Loaded>
    </Section>
  );
}
