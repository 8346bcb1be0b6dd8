import { useEffect, useRef, useState } from 'react';

/** The width of an element in pixels, followed as it changes; a guess until it is known. */
export function useWidth(guess = 640) {
  const ref = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(guess);
  useEffect(() => {
    const { current } = ref;
    if (current === null || typeof ResizeObserver === 'undefined') return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry && entry.contentRect.width > 0) setWidth(entry.contentRect.width);
    });
    observer.observe(current);
    return () => observer.disconnect();
  }, []);
  return { ref, width };
}
