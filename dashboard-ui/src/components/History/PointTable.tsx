import { Link } from 'react-router';
import type { SeriesPoint } from '../../api/types';
import { ends } from '../../format/interval';
import { intervalInUnit, quantity, unitFor, type Quantity } from '../../format/units';
import { DataTable } from '../DataTable/DataTable';

/** The figures of a history, the newest first; each leads to its measurement. */
export function PointTable(props: {
  points: readonly SeriesPoint[];
  kind: Quantity;
  name: string;
}) {
  const { points, kind, name } = props;
  return (
    <DataTable
      label="History"
      phone="sticky"
      rows={[...points].reverse()}
      rowKey={(row) => row.benchmark}
      columns={[
        { key: 'release', header: 'Release', cell: (row) => row.release },
        {
          key: 'value',
          header: name,
          numeric: true,
          cell: (row) => (
            <Link to={`/measurements/${row.benchmark}`}>{quantity(kind, row.value)}</Link>
          ),
        },
        {
          key: 'interval',
          header: '95 % interval',
          numeric: true,
          cell: (row) => {
            const interval = ends(row.interval);
            return interval
              ? intervalInUnit(row.value, interval, unitFor(kind, [row.value]))
              : 'exact';
          },
        },
      ]}
    />
  );
}
