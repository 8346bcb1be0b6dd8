import type { ReactNode } from 'react';
import { NBSP } from '../../format/number';
import './Figure.css';
import {
  inUnit,
  intervalInUnit,
  quantity,
  unitFor,
  type Quantity,
  type Unit,
} from '../../format/units';

/**
 * A value with its interval. In a column, `unit` is the column's and the header names it; a row that becomes a card on a
 * phone has no header, so with `card` the figure names it there.
 */
export function Figure(props: {
  kind: Quantity;
  value: number;
  interval?: readonly [number, number] | null | undefined;
  unit?: Unit;
  card?: boolean;
  exact?: boolean;
}) {
  const unit = props.unit ?? unitFor(props.kind, [props.value]);
  return (
    <span className="nowrap">
      <b>{props.unit ? inUnit(props.value, unit) : quantity(props.kind, props.value, unit)}</b>
      {props.card && unit.symbol !== '' && (
        <span className="card-label">
          {NBSP}
          {unit.symbol}
        </span>
      )}
      {props.interval && (
        <>
          {' '}
          <span className="ci">{intervalInUnit(props.value, props.interval, unit)}</span>
        </>
      )}
      {props.exact && (
        <>
          {' '}
          <span className="ci">exact</span>
        </>
      )}
    </span>
  );
}

/** What stands where a figure is missing: words, never an empty cell, a dash or a zero. */
export function Missing({ children }: { children: ReactNode }) {
  return <span className="missing">{children}</span>;
}
