/** A point of a trade-off: `cost` is better when lower, `gain` when higher. */
export interface Point {
  readonly cost: number;
  readonly gain: number;
}

/** Whether another is at least as good in both and better in one. */
export function dominated(point: Point, others: readonly Point[]): boolean {
  return others.some(
    (other) =>
      other.cost <= point.cost &&
      other.gain >= point.gain &&
      (other.cost < point.cost || other.gain > point.gain),
  );
}

/** Those that no other beats, cheapest first. */
export function front<P extends Point>(points: readonly P[]): P[] {
  return points
    .filter((point) => !dominated(point, points))
    .sort((a, b) => a.cost - b.cost || a.gain - b.gain);
}
