import { modelOf } from '../../api/jobs';
import { Link } from 'react-router';
import { useDevicesById, useModelsById } from '../../api/names';
import { settingOf, spread, type Measured } from '../../domain/measured';
import { recipeText } from '../../domain/family';
import { counted, fixed } from '../../format/number';
import { quantity, unitFor } from '../../format/units';
import { DataTable, type Column } from '../DataTable/DataTable';
import { DeviceName } from '../DeviceName/DeviceName';
import { Figure, Missing } from '../Figure/Figure';
import { Instant } from '../Instant/Instant';

/** Measurements as a list. Stand-ins report no time: where one would stand, they say what they counted. */
export function MeasuredTable(props: {
  label: string;
  rows: readonly Measured[];
  sort?: string;
  onSort?: (sort: string) => void;
  withDevice?: boolean;
}) {
  const models = useModelsById();
  const devices = useDevicesById();
  const time = unitFor(
    'time',
    props.rows.map(({ result }) => result.medianNanos),
  );
  const memory = unitFor(
    'memory',
    props.rows.map(({ result }) => result.peakBytes),
  );
  const name = ({ job }: Measured) => models.get(modelOf(job) ?? '')?.name ?? modelOf(job) ?? '';
  const columns: Column<Measured>[] = [
    {
      key: 'model',
      header: 'Model',
      card: 'first',
      sort: name,
      cell: (row) => {
        const model = models.get(modelOf(row.job) ?? '');
        return (
          <>
            <Link to={`/measurements/${row.job.id}`}>{name(row)}</Link>
            {model?.recipe && <span className="sub">{recipeText(model.recipe)}</span>}
            {props.withDevice === false && <Threads threads={settingOf(row.job).threads} />}
          </>
        );
      },
    },
    {
      key: 'device',
      header: 'Device',
      card: 'full',
      sort: ({ job }) => job.recipe.device,
      cell: ({ job }) => (
        <>
          <DeviceName device={devices.get(job.recipe.device ?? '')} id={job.recipe.device ?? ''} />
          <Threads threads={settingOf(job).threads} />
        </>
      ),
    },
    {
      key: 'latency',
      header: `Latency, ${time.symbol} [95 %]`,
      numeric: true,
      card: 'corner',
      sort: ({ result }) => result.medianNanos,
      cell: ({ result }) =>
        result.medianNanos == null ? (
          <Counted instructions={result.instructions} />
        ) : (
          <Figure
            kind="time"
            value={result.medianNanos}
            interval={result.interval}
            unit={time}
            card
          />
        ),
    },
    {
      key: 'spread',
      header: 'Spread, %',
      numeric: true,
      card: 'left',
      cardLabel: 'Spread, %',
      sort: ({ result }) => spread(result.samplesNanos ?? []),
      cell: ({ result }) => {
        const value = spread(result.samplesNanos ?? []);
        if (value !== null) return fixed(value * 100, 1);
        return (
          <Missing>
            {result.instructions == null ? 'too few runs' : 'exact counts have none'}
          </Missing>
        );
      },
    },
    {
      key: 'memory',
      header: `Peak memory, ${memory.symbol}`,
      numeric: true,
      cardLabel: 'Peak',
      sort: ({ result }) => result.peakBytes,
      cell: ({ result }) =>
        result.peakBytes == null ? (
          <Missing>not measured</Missing>
        ) : (
          <Figure kind="memory" value={result.peakBytes} unit={memory} card />
        ),
    },
    {
      key: 'measured',
      header: 'Measured',
      numeric: true,
      card: 'full',
      cardLabel: 'Measured',
      sort: ({ job }) => job.finishedAt ?? job.createdAt,
      cell: ({ job }) => <Instant at={job.finishedAt ?? job.createdAt} />,
    },
  ];
  return (
    <DataTable
      label={props.label}
      rows={props.rows}
      rowKey={({ job }) => job.id}
      columns={props.withDevice === false ? columns.filter(({ key }) => key !== 'device') : columns}
      {...(props.sort === undefined ? {} : { sort: props.sort })}
      {...(props.onSort === undefined ? {} : { onSort: props.onSort })}
    />
  );
}

function Counted({ instructions }: { instructions: number | null | undefined }) {
  if (instructions == null) return <Missing>a stand-in reports no time</Missing>;
  return (
    <>
      {quantity('count', instructions)} <span className="ci">instructions</span>
    </>
  );
}

function Threads({ threads }: { threads: number }) {
  return <span className="sub">{counted(threads, 'thread')}</span>;
}
