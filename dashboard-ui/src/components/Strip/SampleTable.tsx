import { fixed, whole } from '../../format/number';
import { unitFor } from '../../format/units';
import { DataTable } from '../DataTable/DataTable';

/** Each run's latency, in order. */
export function SampleTable({ samples }: { samples: readonly number[] }) {
  const unit = unitFor('time', samples);
  const rows = samples.map((nanos, i) => ({ nanos, i }));
  return (
    <DataTable
      label="Samples"
      phone="sticky"
      rows={rows}
      rowKey={(row) => String(row.i)}
      columns={[
        { key: 'run', header: 'Run', cell: (row) => whole(row.i + 1) },
        {
          key: 'time',
          header: `Latency, ${unit.symbol}`,
          numeric: true,
          cell: (row) => fixed(row.nanos / unit.factor, 3),
        },
      ]}
    />
  );
}
