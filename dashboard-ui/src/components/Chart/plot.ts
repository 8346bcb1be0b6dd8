import type { Scale } from './scale';

/** Where a chart's data lie within its picture, in pixels. */
export interface Plot {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** How much of a picture its data leave to titles and labels, in pixels. */
export interface Margins {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export const plotOf = (width: number, height: number, margins: Margins): Plot => ({
  left: margins.left,
  right: width - margins.right,
  top: margins.top,
  bottom: height - margins.bottom,
});

const shareOf = (scale: Scale, value: number): number =>
  (value - scale.low) / (scale.high - scale.low);

/** How high a value of an upright scale lies. */
export const up = ({ top, bottom }: Plot, scale: Scale, value: number): number =>
  bottom - shareOf(scale, value) * (bottom - top);

/** How far right a value of a level scale lies. */
export const along = ({ left, right }: Plot, scale: Scale, value: number): number =>
  left + shareOf(scale, value) * (right - left);

/** The middle of the place of the i-th of `count` things that stand side by side. */
export const placeOf = ({ left, right }: Plot, i: number, count: number): number =>
  left + ((i + 0.5) / count) * (right - left);

/** Which of `count` things side by side lies at x; null beside them. */
export function placeAt({ left, right }: Plot, x: number, count: number): number | null {
  const i = Math.floor(((x - left) / (right - left)) * count);
  return i >= 0 && i < count ? i : null;
}
