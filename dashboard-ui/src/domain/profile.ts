import type { ProfileLine } from '../api/types';

/** The time of all operators of one kind. */
export interface OperatorTime {
  readonly operator: string;
  readonly count: number;
  readonly nanos: number;
}

/** The profile by kind of operator, longest first. */
export function byOperator(profile: readonly ProfileLine[]): OperatorTime[] {
  const sums = new Map<string, OperatorTime>();
  for (const { operator, nanos } of profile) {
    const sum = sums.get(operator) ?? { operator, count: 0, nanos: 0 };
    sums.set(operator, { operator, count: sum.count + 1, nanos: sum.nanos + nanos });
  }
  return [...sums.values()].sort((a, b) => b.nanos - a.nanos);
}

/** Both profiles on one list, in the order of the longer of the two. */
export function sideBySide(
  a: readonly ProfileLine[],
  b: readonly ProfileLine[],
): { operator: string; a: OperatorTime | null; b: OperatorTime | null }[] {
  const left = new Map(byOperator(a).map((row) => [row.operator, row]));
  const right = new Map(byOperator(b).map((row) => [row.operator, row]));
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((operator) => ({
      operator,
      a: left.get(operator) ?? null,
      b: right.get(operator) ?? null,
    }))
    .sort((x, y) => larger(y) - larger(x));
}

const larger = (row: { a: OperatorTime | null; b: OperatorTime | null }): number =>
  Math.max(row.a?.nanos ?? 0, row.b?.nanos ?? 0);
