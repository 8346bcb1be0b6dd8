// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { ProblemError, problemOf } from './problem';

test('what the browser says when nothing answers is said in words that help', () =>
  expect(problemOf(new TypeError('Failed to fetch'))).toEqual({
    type: 'about:blank',
    title: 'The server did not answer',
    status: 0,
    detail: `${window.location.origin} was asked, and nothing came back: it is not running, or cannot be reached from here. Nothing is lost; try again in a moment.`,
  }));

test('a refusal is shown as it is', () => {
  const problem = { type: '/problems/not-found', title: 'No', status: 404, detail: 'x' };
  expect(problemOf(new ProblemError(problem))).toBe(problem);
});
