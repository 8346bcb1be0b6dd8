/** The reader's token: for this tab and until it is closed, and sent to this server only. */
const KEY = 'bantam-token';
const listeners = new Set<() => void>();

export const remembered = (): string | null => sessionStorage.getItem(KEY);

/** Keeps the token, or forgets it. */
export function remember(token: string | null) {
  if (token === null) sessionStorage.removeItem(KEY);
  else sessionStorage.setItem(KEY, token);
  for (const listener of listeners) listener();
}

export function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

/** The header that says who asks; nothing where no token was given. */
export function authorization(token: string | null = remembered()): Record<string, string> {
  return token === null ? {} : { Authorization: `Bearer ${token}` };
}
