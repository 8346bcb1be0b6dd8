import { useState, type KeyboardEvent } from 'react';

/** Which of `count` points is read out: by pointer, by tap, or by arrows, Home and End when the chart has the focus. */
export function useReadout(count: number) {
  const [at, setAt] = useState<number | null>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const next = moved(event.key, at, count);
    if (next === undefined) return;
    event.preventDefault();
    setAt(next);
  };
  return {
    at: at !== null && at < count ? at : null,
    show: setAt,
    /** For the chart itself. */
    props: {
      tabIndex: 0,
      onKeyDown,
      onBlur: () => setAt(null),
      onPointerLeave: () => setAt(null),
    },
  };
}

/** Where a key leads; undefined if it leads nowhere. Escape closes. */
export function moved(key: string, at: number | null, count: number): number | null | undefined {
  if (count === 0) return undefined;
  switch (key) {
    case 'ArrowRight':
      return at === null ? 0 : Math.min(count - 1, at + 1);
    case 'ArrowLeft':
      return at === null ? count - 1 : Math.max(0, at - 1);
    case 'Home':
      return 0;
    case 'End':
      return count - 1;
    case 'Escape':
      return at === null ? undefined : null;
    default:
      return undefined;
  }
}
