import { useState } from 'react';

export const THEMES = ['system', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

const KEY = 'bantam.theme';

function stored(): Theme {
  try {
    const value = localStorage.getItem(KEY);
    return value === 'light' || value === 'dark' ? value : 'system';
  } catch {
    return 'system';
  }
}

/** The reader's own choice: the only thing that is kept outside the address. */
export function useTheme(): [Theme, () => void] {
  const [theme, setTheme] = useState(stored);
  const next = () => {
    const after = THEMES[(THEMES.indexOf(theme) + 1) % THEMES.length] ?? 'system';
    setTheme(after);
    if (after === 'system') delete document.documentElement.dataset['theme'];
    else document.documentElement.dataset['theme'] = after;
    try {
      localStorage.setItem(KEY, after);
    } catch {
      // Not kept: it holds until the page is left.
    }
  };
  return [theme, next];
}
