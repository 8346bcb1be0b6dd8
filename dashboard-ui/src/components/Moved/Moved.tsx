import { Link } from 'react-router';
import { useDevicesById, useModelsById } from '../../api/names';
import type { SeriesChange } from '../../api/types';
import { recipeText } from '../../domain/family';
import { beforeAndNow, metricOf } from '../../domain/release';
import { shortDigest } from '../../format/identity';
import { counted } from '../../format/number';
import { ChangeAxis, ChangeDot, ChangeFigure } from '../Change/Change';
import { DataTable, type Column } from '../DataTable/DataTable';
import { DeviceName } from '../DeviceName/DeviceName';
import { Missing } from '../Figure/Figure';
import { Verdict } from '../Verdict/Verdict';

/** Series that moved, in the order given: verdict, figures, and a dot with its whisker on one scale. */
export function Moved({ changes }: { changes: readonly SeriesChange[] }) {
  const models = useModelsById();
  const devices = useDevicesById();
  const columns: Column<SeriesChange>[] = [
    {
      key: 'model',
      header: 'Model',
      card: 'first',
      cell: ({ series }) => {
        const model = models.get(series.model);
        if (model === undefined) return series.model;
        return (
          <>
            <Link
              to={`/models/${encodeURIComponent(model.name)}?variant=${shortDigest(model.digest)}&device=${encodeURIComponent(series.device)}`}
            >
              {model.name}
            </Link>
            {model.recipe && <span className="sub">{recipeText(model.recipe)}</span>}
          </>
        );
      },
    },
    {
      key: 'verdict',
      header: 'Verdict',
      card: 'corner',
      cell: ({ verdict }) => <Verdict verdict={verdict} />,
    },
    {
      key: 'device',
      header: 'Device',
      card: 'full',
      cell: ({ series }) => (
        <>
          <DeviceName device={devices.get(series.device)} id={series.device} />
          <span className="sub">{counted(series.threads, 'thread')}</span>
        </>
      ),
    },
    {
      key: 'metric',
      header: 'Metric',
      cell: ({ series }) => (
        <Link to={historyAddress(series)} title="Its history over the releases">
          {metricOf(series.metric).name}
        </Link>
      ),
    },
    { key: 'before', header: 'Before → now', numeric: true, cell: beforeAndNow },
    {
      key: 'dot',
      header: <ChangeAxis />,
      width: '22%',
      card: 'full',
      cell: ({ ratio, interval, verdict }) => (
        <ChangeDot ratio={ratio} interval={interval} verdict={verdict} />
      ),
    },
    {
      key: 'change',
      header: 'Change [95 % interval]',
      numeric: true,
      card: 'left',
      cell: ({ ratio, interval }) => <ChangeFigure ratio={ratio} interval={interval} />,
    },
    {
      key: 'since',
      header: 'Since',
      numeric: true,
      cardLabel: 'since',
      cell: (change) => <Since change={change} />,
    },
  ];
  return (
    <>
      <DataTable
        label="What moved"
        rows={changes}
        rowKey={({ series }) =>
          `${series.model} ${series.device} ${series.threads} ${series.metric}`
        }
        columns={columns}
      />
      <p className="caption moved-key">
        ◆ worse, ● better, ○ unknown; the whisker is the 95 % interval; the grey zone (±2 %) counts
        as the same; lower to the left.
      </p>
    </>
  );
}

/** Where a series is shown over the releases. */
function historyAddress({ model, device, metric, threads }: SeriesChange['series']): string {
  const query = new URLSearchParams({ model, device, metric, threads: String(threads) });
  return `/releases?${query.toString()}`;
}

/** Unknown is never a pass: it says what would decide it. */
function Since({ change }: { change: SeriesChange }) {
  if (change.verdict === 'unknown') return <Missing>run more to decide</Missing>;
  return <>{change.since}</>;
}
