import { problemIn, ProblemError } from './problem';
import type { WithEnds } from '../format/interval';
import type { paths } from './schema';
import { authorization } from './session';

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
  ? WithEnds<A>
  : never;
type Query<P extends Readable> = paths[P] extends { get: { parameters: { query?: infer Q } } }
  ? NonNullable<Q>
  : never;

interface Parameters<P extends Readable> {
  /** Fills "{id}" in the path. */
  id?: string;
  query?: Query<P>;
  /** Asks as the holder of this token, and not of the one that is remembered. */
  token?: string;
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
    headers: { Accept: 'application/json', ...authorization(parameters.token) },
  });
  if (!response.ok) throw new ProblemError(problemIn(await body(response), response));
  return (await response.json()) as Answer<P>;
}

/** Random, also where the page came over plain HTTP, which has no randomUUID. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint32Array(4)), (part) => part.toString(16)).join('-');

type Method = 'post' | 'delete';
type Answered<P extends keyof paths, M extends Method> =
  paths[P] extends Record<M, { responses: infer R }>
    ? R extends
        | { 200: { content: { 'application/json': infer A } } }
        | { 202: { content: { 'application/json': infer A } } }
      ? A
      : never
    : never;

/** Asks for a change to one thing. A key makes sure that it happens once, however often it is sent. */
export async function change<P extends keyof paths, M extends Method>(
  method: M,
  path: P,
  id: string,
  request?: object,
): Promise<Answered<P, M>> {
  const filled = path.replace('{id}', encodeURIComponent(id));
  const response = await fetch(new URL(filled, window.location.origin), {
    method: method.toUpperCase(),
    headers: {
      Accept: 'application/json',
      ...authorization(),
      ...(method === 'post' && { 'Idempotency-Key': newKey() }),
      ...(request && { 'Content-Type': 'application/json' }),
    },
    ...(request && { body: JSON.stringify(request) }),
  });
  if (!response.ok) throw new ProblemError(problemIn(await body(response), response));
  return (await response.json()) as Answered<P, M>;
}

async function body(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    return null;
  }
}
