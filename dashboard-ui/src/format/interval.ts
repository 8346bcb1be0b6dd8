/** Lower and upper end of a 95 % interval, in the unit of the figure that it belongs to. */
export type Ends = readonly [number, number];

/** The same, with every interval as its two ends: the contract has it as a list, in which nothing else is. */
export type WithEnds<T> = T extends readonly (infer Item)[]
  ? WithEnds<Item>[]
  : T extends object
    ? { [K in keyof T]: K extends 'interval' ? Paired<T[K]> : WithEnds<T[K]> }
    : T;
type Paired<I> = I extends readonly number[] ? Ends : I;

/** An interval, or none: a figure that was not measured has a list without ends. */
export function ends(interval: readonly number[] | null | undefined): Ends | null {
  const [low, high] = interval ?? [];
  return low === undefined || high === undefined ? null : [low, high];
}
