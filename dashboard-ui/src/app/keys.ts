import { useEffect, useRef } from 'react';

/** Second letters after `g`, and the page that each leads to. */
export const GOTO = [
  { key: 'o', to: '/', name: 'Overview' },
  { key: 'm', to: '/models', name: 'Models' },
  { key: 'r', to: '/releases', name: 'Releases' },
  { key: 'c', to: '/compare', name: 'Compare' },
  { key: 'j', to: '/jobs', name: 'Jobs' },
  { key: 'd', to: '/devices', name: 'Devices' },
] as const;

const CHORD_MILLIS = 1500;

export interface KeyActions {
  search: () => void;
  help: () => void;
  go: (to: string) => void;
}

/** `/`, `?`, and `g` followed by a letter; silent while someone types or a dialog is open. */
export function useKeys(actions: KeyActions) {
  const current = useRef(actions);
  useEffect(() => {
    current.current = actions;
  });
  useEffect(() => {
    let since = -Infinity;
    const onKey = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      if (document.querySelector('dialog[open]')) return;
      const chord = event.timeStamp - since < CHORD_MILLIS;
      since = -Infinity;
      const goto = chord ? GOTO.find((entry) => entry.key === event.key) : undefined;
      if (goto) current.current.go(goto.to);
      else if (event.key === '/') current.current.search();
      else if (event.key === '?') current.current.help();
      else if (event.key === 'g') since = event.timeStamp;
      if (goto || event.key === '/' || event.key === '?') event.preventDefault();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement && target.matches('input, select, textarea, [contenteditable]')
  );
}
