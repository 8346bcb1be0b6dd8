import { problemIn, ProblemError } from './problem';
import type { paths } from './schema';

/** Paths that can be read as JSON, and what they answer: both from the contract. */
type Readable = {
  [P in keyof paths]: paths[P] extends { get: { responses: { 200: { content: Json } } } }
    ? P
    : never;
}[keyof paths];
interface Json {
  'application/json': unknown;
}
type Answer<P extends Readable> = paths[P] extends {
  get: { responses: { 200: { content: { 'application/json': infer A } } } };
}
  ? A
  : never;
type Query<P extends Readable> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never;

interface Parameters<P extends Readable> {
  /** Fills "{id}" in the path. */
  id?: string;
  query?: Query<P>;
}

/** The address of a call; a list in the query becomes a parameter that is said several times. */
export function address<P extends Readable>(path: P, { id, query }: Parameters<P> = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) search.append(name, String(one));
  }
  const filled = path.replace('{id}', encodeURIComponent(id ?? ''));
  return search.size === 0 ? filled : `${filled}?${search.toString()}`;
}

/** Reads one thing or one page of a list. Anything but a good answer is thrown as a {@link ProblemError}. */
export async function get<P extends Readable>(
  path: P,
  parameters: Parameters<P> = {},
): Promise<Answer<P>> {
  const response = await fetch(new URL(address(path, parameters), window.location.origin), {
    headers: { Accept: 'application/json' },
  });
  if (!response.ok) throw new ProblemError(problemIn(await body(response), response));
  return (await response.json()) as Answer<P>;
}

async function body(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
