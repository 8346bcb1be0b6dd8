import { ChangeFigure } from '../../components/Change/Change';
import { DataTable, type Column } from '../../components/DataTable/DataTable';
import { Figure, Missing } from '../../components/Figure/Figure';
import { Verdict } from '../../components/Verdict/Verdict';
import type { Known } from '../../domain/judge';
import { accuracy, plusMinus, points } from '../../format/share';
import { NBSP } from '../../format/number';
import { unitFor } from '../../format/units';
import type { Compared } from './sides';

const COLUMNS: Column<Compared>[] = [
  { key: 'metric', header: 'Metric', card: 'first', cell: (row) => row.name },
  {
    key: 'a',
    header: 'A',
    numeric: true,
    card: 'left',
    cardLabel: 'A',
    cell: (row) => <Side row={row} side={row.a} />,
  },
  {
    key: 'b',
    header: 'B',
    numeric: true,
    cardLabel: 'B',
    cell: (row) => <Side row={row} side={row.b} />,
  },
  {
    key: 'difference',
    header: 'Difference [95 % interval]',
    numeric: true,
    card: 'full',
    cell: (row) => <Difference row={row} />,
  },
  {
    key: 'verdict',
    header: 'B is',
    card: 'corner',
    cell: (row) =>
      row.verdict === null ? <Missing>no data</Missing> : <Verdict verdict={row.verdict} />,
  },
];

/** Metric by metric: both figures, the difference with its interval, and what that makes of B. */
export function Differences({ rows }: { rows: readonly Compared[] }) {
  return <DataTable label="Differences" rows={rows} rowKey={(row) => row.name} columns={COLUMNS} />;
}

function Side({ row, side }: { row: Compared; side: Known | null }) {
  if (side === null) return <Missing>{row.why || 'not known'}</Missing>;
  if (row.kind === 'accuracy') {
    return (
      <span className="nowrap">
        {accuracy(side.value)}{' '}
        {side.interval && <span className="ci">{plusMinus(side.interval)}</span>}
      </span>
    );
  }
  const unit = unitFor(row.kind, [row.a?.value, row.b?.value]);
  return (
    <span className="nowrap">
      <Figure kind={row.kind} value={side.value} unit={unit} interval={side.interval} />
      {NBSP}
      {unit.symbol}
    </span>
  );
}

function Difference({ row }: { row: Compared }) {
  if (row.kind === 'accuracy' && row.a && row.b && row.verdict !== null) {
    return (
      <span className="nowrap">
        <b>
          {points(row.paired?.value ?? row.b.value - row.a.value)}
          {NBSP}points
        </b>{' '}
        <span className="ci">
          {row.paired?.interval
            ? `${plusMinus(row.paired.interval)} paired`
            : 'two intervals, not paired'}
        </span>
      </span>
    );
  }
  if (row.change === null) return <Missing>{row.why || 'not comparable'}</Missing>;
  return (
    <ChangeFigure
      ratio={row.change.ratio}
      interval={row.change.interval}
      without={row.kind === 'time' ? 'one run each, no interval' : 'exact'}
    />
  );
}
