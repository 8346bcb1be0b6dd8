import { useEffect, useState, type RefObject } from 'react';

/** Up to this many rows are all in the page. */
export const VIRTUAL_FROM = 200;
const MARGIN = 30;
const ROW_GUESS = 37;

export interface RowWindow {
  readonly from: number;
  readonly to: number;
  readonly above: number;
  readonly below: number;
}

/** Which of `count` rows of this height are on a screen of this height, when the first is `top` below its edge. */
export function windowOf(count: number, row: number, top: number, screen: number): RowWindow {
  if (count <= VIRTUAL_FROM) return { from: 0, to: count, above: 0, below: 0 };
  const first = Math.floor(-top / row) - MARGIN;
  const from = Math.max(0, Math.min(count, first));
  const to = Math.max(from, Math.min(count, Math.ceil((screen - top) / row) + MARGIN));
  return { from, to, above: from * row, below: (count - to) * row };
}

/** Follows the page's scrolling. Rows are taken to be equally high, as high as the first one is. */
export function useWindow(count: number, body: RefObject<HTMLElement | null>): RowWindow {
  const [place, setPlace] = useState({ row: ROW_GUESS, top: 0, screen: 1000 });
  useEffect(() => {
    if (count <= VIRTUAL_FROM) return;
    const measure = () => {
      const { current } = body;
      if (current === null) return;
      const row = current.querySelector('tr:not(.spacer)')?.getBoundingClientRect().height;
      const next = {
        row: row || ROW_GUESS,
        top: current.getBoundingClientRect().top,
        screen: window.innerHeight,
      };
      // In steps of ten rows, so that not every pixel draws the table again.
      setPlace((now) =>
        Math.abs(now.top - next.top) > 10 * next.row || now.row !== next.row ? next : now,
      );
    };
    measure();
    window.addEventListener('scroll', measure, { passive: true });
    window.addEventListener('resize', measure);
    return () => {
      window.removeEventListener('scroll', measure);
      window.removeEventListener('resize', measure);
    };
  }, [count, body]);
  return windowOf(count, place.row, place.top, place.screen);
}
