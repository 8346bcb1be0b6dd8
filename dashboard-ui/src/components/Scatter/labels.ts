/** Where labels go beside points, so that they overlap neither each other nor a point, where that can be had. */

interface Drawn {
  readonly x: number;
  readonly y: number;
  readonly r: number;
  readonly point: { readonly label: string };
}

interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Placed {
  readonly x: number;
  readonly y: number;
  readonly anchor: 'start' | 'end' | 'middle';
}

/** Widths are estimated: an average letter of the 12 px face, which is all that is used in charts. */
const LETTER = 6.6;
const ASCENT = 10;
const DESCENT = 4;

export function placeLabels(points: readonly Drawn[], area: Box): (Placed | null)[] {
  const taken: Box[] = points.map(({ x, y, r }) => ({
    left: x - r,
    right: x + r,
    top: y - r,
    bottom: y + r,
  }));
  return points.map((point, i) => {
    for (const placed of candidates(point)) {
      const box = boxOf(placed, point.point.label);
      if (!inside(box, area)) continue;
      if (taken.some((other, j) => j !== i && overlap(box, other))) continue;
      taken.push(box);
      return placed;
    }
    return null;
  });
}

function candidates({ x, y, r }: Drawn): Placed[] {
  const gap = 4;
  return [
    { x: x + r + gap, y: y + 4, anchor: 'start' },
    { x: x - r - gap, y: y + 4, anchor: 'end' },
    { x, y: y - r - gap - 2, anchor: 'middle' },
    { x, y: y + r + gap + 10, anchor: 'middle' },
    { x: x + r, y: y - r, anchor: 'start' },
    { x: x + r, y: y + r + 10, anchor: 'start' },
    { x: x - r, y: y - r, anchor: 'end' },
    { x: x - r, y: y + r + 10, anchor: 'end' },
    { x, y: y + r + gap + 24, anchor: 'middle' },
    { x, y: y - r - gap - 16, anchor: 'middle' },
  ];
}

function boxOf({ x, y, anchor }: Placed, label: string): Box {
  const width = label.length * LETTER;
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - ASCENT, bottom: y + DESCENT };
}

const inside = (a: Box, b: Box): boolean =>
  a.left >= b.left && a.right <= b.right && a.top >= b.top && a.bottom <= b.bottom;

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;
