import { useMemo } from 'react';
import { useSearchParams } from 'react-router';

/**
 * What a colleague would want to be sent is in the address. `defaults` names every parameter that the page knows;
 * a value that is the default is left out, and a parameter that is not named here is named on the page.
 */
export function useAddress<K extends string>(defaults: Readonly<Record<K, string>>) {
  const [params, setParams] = useSearchParams();
  const names = Object.keys(defaults) as K[];
  const values = Object.fromEntries(
    names.map((name) => [name, params.get(name) ?? defaults[name]]),
  ) as Record<K, string>;
  const text = params.toString();
  const known = names.join(' ');
  const unknown = useMemo(
    () =>
      [...new Set(new URLSearchParams(text).keys())].filter((k) => !known.split(' ').includes(k)),
    [text, known],
  );

  /** A filter replaces the history entry: Back leads to the page before, not to the filter before. */
  const set = (change: Partial<Record<K, string>>) => {
    setParams(
      (now) => {
        const next = new URLSearchParams(now);
        for (const [name, value] of Object.entries(change) as [K, string][]) {
          if (value === defaults[name]) next.delete(name);
          else next.set(name, value);
        }
        return next;
      },
      { replace: true, preventScrollReset: true },
    );
  };
  return { values, set, unknown };
}
