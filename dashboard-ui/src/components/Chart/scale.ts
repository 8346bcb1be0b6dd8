/** Round ends and ticks for an axis. */
export interface Scale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly number[];
  readonly step: number;
}

/** A scale of about `count` steps of 1, 2 or 5 times a power of ten that holds all of `values`. */
export function scaleOf(values: readonly number[], count: number): Scale {
  const low = Math.min(...values);
  const high = Math.max(...values);
  const span = high > low ? high - low : Math.abs(high) || 1;
  const raw = span / count;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= raw * (1 - 1e-9)) ?? 10);
  const from = Math.floor(low / step + 1e-9);
  const to = Math.max(from + 1, Math.ceil(high / step - 1e-9));
  const ticks = Array.from({ length: to - from + 1 }, (_, i) => (from + i) * step);
  return { low: from * step, high: to * step, ticks, step };
}

/** Decimals that the ticks of a scale need. */
export function tickDecimals(scale: Scale): number {
  return Math.max(0, -Math.floor(Math.log10(scale.step) + 1e-9));
}
