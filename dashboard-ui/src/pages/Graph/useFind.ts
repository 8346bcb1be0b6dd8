import { useEffect, useRef, useState } from 'react';

/** The boxes that a text is in, and the key that leads to the field. */
export function useFind(nodes: readonly { id: string; name: string; operator: string }[]) {
  const [text, setText] = useState('');
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'f' || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.target instanceof HTMLElement && event.target.matches('input, select, textarea'))
        return;
      event.preventDefault();
      search.current?.focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const wanted = text.toLowerCase();
  const found = nodes
    .filter((node) => `${node.operator} ${node.name}`.toLowerCase().includes(wanted))
    .map((node) => node.id);
  return { search, text, setText, found };
}
