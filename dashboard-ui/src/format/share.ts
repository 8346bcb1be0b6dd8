import { fixed, NBSP, signed } from './number';

/** An accuracy, a fraction in the contract: "71.88 %". Two decimals always, so that columns line up. */
export function accuracy(fraction: number): string {
  return `${fixed(fraction * 100, 2)}${NBSP}%`;
}

/** A difference of two accuracies: "−0.19", in points. */
export function points(difference: number): string {
  return signed(difference * 100, 2);
}

/** Half the width of an interval of accuracies, in points: "±0.15". */
export function plusMinus(interval: readonly [number, number]): string {
  return `±${fixed(((interval[1] - interval[0]) / 2) * 100, 2)}`;
}

/** A share of a whole: "5.3 %"; below a tenth of a percent it says so. */
export function share(fraction: number): string {
  const percent = fraction * 100;
  if (percent > 0 && percent < 0.1) return `<${NBSP}0.1${NBSP}%`;
  return `${fixed(percent, percent >= 99.95 ? 0 : 1)}${NBSP}%`;
}

/** A change as a ratio (1.132): "+13.2 %", and its interval "[+11.0, +15.4]" with as many decimals. */
export function change(
  ratio: number,
  interval?: readonly [number, number] | null,
): { figure: string; interval: string | null } {
  const percent = (ratio - 1) * 100;
  const decimals = percent === 0 ? 0 : Math.abs(percent) < 1 ? 2 : 1;
  return {
    figure: `${signed(percent, decimals)}${NBSP}%`,
    interval: interval
      ? `[${signed((interval[0] - 1) * 100, decimals)}, ${signed((interval[1] - 1) * 100, decimals)}]`
      : null,
  };
}
