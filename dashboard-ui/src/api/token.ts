import { useQuery } from '@tanstack/react-query';
import { useSyncExternalStore } from 'react';
import { get } from './client';
import { remembered, subscribe } from './session';
import type { Role, Token } from './types';

/** Who the reader is, or null while no token was given, or none that is known. */
export function useHolder(): Token | null {
  const token = useSyncExternalStore(subscribe, remembered);
  const query = useQuery({
    queryKey: ['holder', token],
    queryFn: () => get('/api/v1/tokens/current'),
    enabled: token !== null,
    staleTime: Infinity,
    retry: false,
  });
  return token === null ? null : (query.data ?? null);
}

const WORKERS: readonly Role[] = ['admin', 'ci'];

/** Whether the reader may ask for work and stop it. */
export const mayWork = (holder: Token | null): boolean =>
  holder !== null && WORKERS.includes(holder.role);

/** Whether the reader may take devices out and put them back. */
export const mayAdminister = (holder: Token | null): boolean => holder?.role === 'admin';
