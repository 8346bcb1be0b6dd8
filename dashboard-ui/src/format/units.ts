import { decimalsOf, fixed, NBSP, significant } from './number';

/** A unit that figures are shown in: `value / factor` of `symbol`. */
export interface Unit {
  readonly symbol: string;
  readonly factor: number;
}

/** Nanoseconds; file sizes in powers of ten, memory in powers of two; counts. */
export type Quantity = 'time' | 'file' | 'memory' | 'count';

const UNITS: Record<Quantity, readonly [Unit, ...Unit[]]> = {
  time: [
    { symbol: 'ns', factor: 1 },
    { symbol: 'µs', factor: 1e3 },
    { symbol: 'ms', factor: 1e6 },
    { symbol: 's', factor: 1e9 },
  ],
  file: [
    { symbol: 'B', factor: 1 },
    { symbol: 'kB', factor: 1e3 },
    { symbol: 'MB', factor: 1e6 },
    { symbol: 'GB', factor: 1e9 },
  ],
  memory: [
    { symbol: 'B', factor: 1 },
    { symbol: 'KiB', factor: 2 ** 10 },
    { symbol: 'MiB', factor: 2 ** 20 },
    { symbol: 'GiB', factor: 2 ** 30 },
  ],
  count: [
    { symbol: '', factor: 1 },
    { symbol: 'k', factor: 1e3 },
    { symbol: 'M', factor: 1e6 },
    { symbol: 'G', factor: 1e9 },
  ],
};

/** The one unit for a column: the largest in which its largest value is at least one. */
export function unitFor(quantity: Quantity, values: Iterable<number | null | undefined>): Unit {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value ?? 0));
  const fitting = UNITS[quantity].filter((unit) => largest >= unit.factor);
  return fitting.at(-1) ?? UNITS[quantity][0];
}

/** The figure in `unit`, without it: for a column that names the unit in its header. */
export function inUnit(value: number, unit: Unit): string {
  return unit.factor === 1 ? fixed(value, 0) : significant(value / unit.factor);
}

/** The figure with its unit, chosen for it alone or given. */
export function quantity(kind: Quantity, value: number, unit = unitFor(kind, [value])): string {
  const text = inUnit(value, unit);
  return unit.symbol === '' ? text : text + NBSP + unit.symbol;
}

/** "[1.84, 1.91]", with as many decimals as the figure that it belongs to. */
export function intervalInUnit(
  value: number,
  interval: readonly [number, number],
  unit: Unit,
): string {
  const decimals = unit.factor === 1 ? 0 : decimalsOf(value / unit.factor);
  return `[${fixed(interval[0] / unit.factor, decimals)}, ${fixed(interval[1] / unit.factor, decimals)}]`;
}
