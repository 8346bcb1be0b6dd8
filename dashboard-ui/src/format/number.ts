/** How figures are written: three significant digits, a true minus sign, a no-break space before a unit. */

export const MINUS = '\u2212';
export const NBSP = '\u00a0';

const FIGURE_DIGITS = 3;

/** Decimals that show `digits` significant digits of `value`; zero has none to show but its own. */
export function decimalsOf(value: number, digits = FIGURE_DIGITS): number {
  const size = Math.abs(value);
  if (size === 0 || !Number.isFinite(size)) return 0;
  // Through toPrecision, so that 9.996 counts as 10.0 and gets one decimal, not two.
  const exponent = Math.floor(Math.log10(Number(size.toPrecision(digits))));
  return Math.max(0, digits - 1 - exponent);
}

/** `value` with exactly `decimals` decimals and commas between thousands. Never "−0". */
export function fixed(value: number, decimals: number): string {
  const text = Math.abs(value).toLocaleString('en', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
  return value < 0 && /[1-9]/.test(text) ? MINUS + text : text;
}

/** Three significant digits; above 1,000 the digits after them become zeros. */
export function significant(value: number, digits = FIGURE_DIGITS): string {
  return fixed(Number(value.toPrecision(digits)), decimalsOf(value, digits));
}

/** A whole number, all its digits: counts are exact. */
export function whole(value: number): string {
  return fixed(Math.round(value), 0);
}

/** As {@link fixed}, with a plus sign where it belongs: for changes. */
export function signed(value: number, decimals: number): string {
  const text = fixed(value, decimals);
  return value > 0 && /[1-9]/.test(text) ? '+' + text : text;
}

/** "1 operator", "2 operators". */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${whole(count)}${NBSP}${count === 1 ? one : many}`;
}
