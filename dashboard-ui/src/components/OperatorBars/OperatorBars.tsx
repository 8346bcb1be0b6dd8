import type { ProfileLine } from '../../api/types';
import { byOperator, sideBySide, type OperatorTime } from '../../domain/profile';
import { decimalsOf, fixed, MINUS, NBSP, signed } from '../../format/number';
import { share } from '../../format/share';
import { unitFor, type Unit } from '../../format/units';
import { Missing } from '../Figure/Figure';
import './OperatorBars.css';

/** Time by kind of operator, longest first; bars start at zero. */
export function OperatorBars({ profile }: { profile: readonly ProfileLine[] }) {
  const rows = byOperator(profile);
  const total = rows.reduce((sum, row) => sum + row.nanos, 0);
  const longest = rows[0]?.nanos ?? 1;
  const unit = unitFor('time', [longest]);
  return (
    <div className="ops one" role="table" aria-label="Time by operator">
      <div className="op-row op-head" role="row">
        <span role="columnheader">Operator</span>
        <span role="columnheader" className="op-bar-head">
          <span className="vh">Bar</span>
        </span>
        <span className="num" role="columnheader">
          Time, {unit.symbol}
        </span>
        <span className="num" role="columnheader">
          Share
        </span>
      </div>
      {rows.map((row) => (
        <div className="op-row" role="row" key={row.operator}>
          <Name row={row} />
          <span role="cell" className="op-bar">
            <i className="op-fill s1" style={{ width: `${(100 * row.nanos) / longest}%` }} />
          </span>
          <span className="num" role="cell">
            {time(row, unit, longest)}
          </span>
          <span className="num quiet" role="cell">
            {share(total === 0 ? 0 : row.nanos / total)}
          </span>
        </div>
      ))}
    </div>
  );
}

/** Two profiles on one scale: A solid, B hatched, the letters always there. */
export function OperatorPairs(props: { a: readonly ProfileLine[]; b: readonly ProfileLine[] }) {
  const rows = sideBySide(props.a, props.b);
  const longest = Math.max(1, ...rows.flatMap((row) => [row.a?.nanos ?? 0, row.b?.nanos ?? 0]));
  const unit = unitFor('time', [longest]);
  return (
    <div className="ops two" role="table" aria-label="Time by operator, A and B">
      <div className="op-row op-head" role="row">
        <span role="columnheader">Operator</span>
        <span role="columnheader">
          <Letter of="A" />
        </span>
        <span className="num" role="columnheader">
          A, {unit.symbol}
        </span>
        <span role="columnheader">
          <Letter of="B" />
        </span>
        <span className="num" role="columnheader">
          B, {unit.symbol}
        </span>
        <span className="num" role="columnheader">
          B {MINUS} A, {unit.symbol}
        </span>
      </div>
      {rows.map((row) => (
        <div className="op-row" role="row" key={row.operator}>
          <Name row={row.a ?? row.b ?? { operator: row.operator, count: 0, nanos: 0 }} />
          <Bar row={row.a} series="s1" letter="A" longest={longest} />
          <span className="num" role="cell">
            {row.a ? time(row.a, unit, longest) : <Missing>none</Missing>}
            <PhoneUnit unit={unit} />
          </span>
          <Bar row={row.b} series="s2" letter="B" longest={longest} />
          <span className="num" role="cell">
            {row.b ? time(row.b, unit, longest) : <Missing>none</Missing>}
            <PhoneUnit unit={unit} />
          </span>
          <span className="num op-difference" role="cell">
            {signed(
              ((row.b?.nanos ?? 0) - (row.a?.nanos ?? 0)) / unit.factor,
              decimalsOf(longest / unit.factor, 4),
            )}
          </span>
        </div>
      ))}
    </div>
  );
}

export function Letter({ of }: { of: 'A' | 'B' }) {
  return <span className={`letter ${of === 'A' ? 's1' : 's2'}`}>{of}</span>;
}

/** On phones the header that names the unit is not seen. */
function PhoneUnit({ unit }: { unit: Unit }) {
  return (
    <span className="only-phone">
      {NBSP}
      {unit.symbol}
    </span>
  );
}

function Name({ row }: { row: OperatorTime }) {
  return (
    <span className="op-name" role="rowheader">
      {row.operator}
      {NBSP}
      <span className="caption">×{row.count}</span>
    </span>
  );
}

function Bar(props: { row: OperatorTime | null; series: string; letter: string; longest: number }) {
  const width = (100 * (props.row?.nanos ?? 0)) / props.longest;
  return (
    <span className="op-bar" role="cell">
      <span className="only-phone caption">{props.letter}</span>
      {props.row && <i className={`op-fill ${props.series}`} style={{ width: `${width}%` }} />}
    </span>
  );
}

/** All with as many decimals as the longest needs for four digits, so that the column lines up. */
const time = (row: OperatorTime, unit: Unit, longest: number): string =>
  fixed(row.nanos / unit.factor, decimalsOf(longest / unit.factor, 4));
