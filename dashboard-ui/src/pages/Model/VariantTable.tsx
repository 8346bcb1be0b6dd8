import { DataTable, type Column } from '../../components/DataTable/DataTable';
import { Figure } from '../../components/Figure/Figure';
import { metricName } from '../../domain/accuracies';
import type { VariantRow } from '../../domain/variants';
import { unitFor } from '../../format/units';
import {
  AccuracyCell,
  CheckCell,
  DifferenceCell,
  LatencyCell,
  MeasuredCell,
  MemoryCell,
  NameCell,
} from './cells';

/** The comparison: one variant a line, one figure a column, its unit in the header. */
export function VariantTable(props: {
  rows: readonly VariantRow[];
  standIn: boolean;
  sort: string;
  onSort: (sort: string) => void;
  selected: string | null;
  modelName: string;
}) {
  const { rows, standIn } = props;
  const time = unitFor(
    'time',
    rows.map((row) => row.measured?.result.medianNanos),
  );
  const memory = unitFor(
    'memory',
    rows.map((row) => row.measured?.result.peakBytes),
  );
  const file = unitFor(
    'file',
    rows.map((row) => row.variant.model.sizeBytes),
  );
  const counts = unitFor(
    'count',
    rows.map((row) => row.measured?.result.instructions),
  );
  const metric = metricName(rows.find((row) => row.accuracy)?.accuracy?.metric ?? 'accuracy');
  const columns: Column<VariantRow>[] = [
    {
      key: 'variant',
      header: 'Variant',
      sort: (row) => row.variant.label,
      cell: (row) => <NameCell row={row} modelName={props.modelName} />,
    },
    standIn
      ? {
          key: 'latency',
          header: `Instructions${counts.symbol && `, ${counts.symbol}`}, exact`,
          numeric: true,
          sort: (row) => row.measured?.result.instructions,
          cell: (row) => <LatencyCell row={row} unit={counts} standIn />,
        }
      : {
          key: 'latency',
          header: `Latency, ${time.symbol} [95 %]`,
          numeric: true,
          sort: (row) => row.measured?.result.medianNanos,
          cell: (row) => <LatencyCell row={row} unit={time} />,
        },
    {
      key: 'accuracy',
      header: `${metric}, %`,
      numeric: true,
      sort: (row) => row.accuracy?.estimate.value,
      cell: (row) => <AccuracyCell row={row} />,
    },
    {
      key: 'difference',
      header: 'Against parent, points',
      numeric: true,
      sort: (row) => row.accuracy?.difference?.value,
      cell: (row) => <DifferenceCell row={row} />,
    },
    {
      key: 'memory',
      header: `Peak memory, ${memory.symbol}`,
      numeric: true,
      sort: (row) => row.measured?.result.peakBytes,
      cell: (row) => <MemoryCell row={row} unit={memory} />,
    },
    {
      key: 'size',
      header: `Size, ${file.symbol}`,
      numeric: true,
      sort: (row) => row.variant.model.sizeBytes,
      cell: (row) => <Figure kind="file" value={row.variant.model.sizeBytes} unit={file} />,
    },
    { key: 'check', header: 'Output check', cell: (row) => <CheckCell row={row} /> },
    {
      key: 'measured',
      header: 'Measured',
      sort: (row) => row.measured?.job.finishedAt,
      cell: (row) => <MeasuredCell row={row} />,
    },
  ];
  return (
    <DataTable
      label="Variants"
      phone="sticky"
      rows={rows}
      rowKey={(row) => row.variant.model.id}
      columns={columns}
      sort={props.sort}
      onSort={props.onSort}
      selected={props.selected}
    />
  );
}
