import type { Problem } from './types';

/** A refusal by the server, in the one form that all have (RFC 9457). */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** Whatever was thrown, as a problem that a page can show. */
export function problemOf(thrown: unknown): Problem {
  if (thrown instanceof ProblemError) return thrown.problem;
  // What fetch throws where nothing answers; each browser says it in words of its own, none of which help.
  if (thrown instanceof TypeError && !navigator.onLine) {
    return unanswered('This device has no network. Nothing is lost; try again once it has.');
  }
  if (thrown instanceof TypeError) {
    return unanswered(
      `${window.location.origin} was asked, and nothing came back: it is not running, or cannot be reached from here. Nothing is lost; try again in a moment.`,
    );
  }
  return unanswered(thrown instanceof Error ? thrown.message : String(thrown));
}

function unanswered(detail: string): Problem {
  return {
    type: 'about:blank',
    title: 'The server did not answer',
    status: 0,
    detail,
  };
}

/** An answer that is no problem document, from a proxy for example, still says what it was. */
export function problemIn(body: unknown, response: Response): Problem {
  if (typeof body === 'object' && body !== null && 'title' in body && 'status' in body) {
    return body as Problem;
  }
  return {
    type: 'about:blank',
    title: response.statusText || 'The server refused',
    status: response.status,
    detail: `${new URL(response.url, 'http://unknown').pathname} answered ${response.status}.`,
  };
}

export const isNotFound = (thrown: unknown): boolean =>
  thrown instanceof ProblemError && thrown.problem.status === 404;
