/** A sort in an address: the column's key, with a minus sign before it for descending. */
interface Sortable<R> {
  readonly key: string;
  readonly sort?: (row: R) => number | string | null | undefined;
}

export function sortOf(
  key: string,
  sort: string | undefined,
): 'ascending' | 'descending' | undefined {
  if (sort === key) return 'ascending';
  return sort === `-${key}` ? 'descending' : undefined;
}

/** What a press on the header asks for: ascending first, then the other way. */
export function toggled(key: string, sort: string | undefined): string {
  return sort === key ? `-${key}` : key;
}

/** The rows in order. What is not known stands last, whichever way the rest is sorted. */
export function sorted<R>(rows: readonly R[], columns: readonly Sortable<R>[], sort: string): R[] {
  const key = sort.replace(/^-/, '');
  const by = columns.find((column) => column.key === key)?.sort;
  if (by === undefined) return [...rows];
  const sign = sort.startsWith('-') ? -1 : 1;
  return [...rows].sort((a, b) => {
    const [x, y] = [by(a) ?? null, by(b) ?? null];
    if (x === null || y === null) return x === y ? 0 : x === null ? 1 : -1;
    if (typeof x === 'number' && typeof y === 'number') return sign * (x - y);
    return sign * String(x).localeCompare(String(y), 'en', { numeric: true });
  });
}
