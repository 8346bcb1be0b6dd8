import { describe, expect, test } from 'vitest';
import { millisLeft, NOTHING_WATCHED, watch } from './watched';

const event = (type: string, data: unknown) => ({ id: '1', type, data: JSON.stringify(data) });
const at = (second: number) => new Date(second * 1000).toISOString();

describe('watching a job', () => {
  const events = [
    event('progress', { stage: 'calibrate', done: 0, total: 10, at: at(0) }),
    event('log', { message: 'hello', at: at(1) }),
    event('progress', { stage: 'evaluate', done: 0, total: 100, at: at(5) }),
    event('progress', { stage: 'evaluate', done: 25, total: 100, at: at(15) }),
    event('state', { state: 'running' }),
  ];
  const watched = events.reduce(watch, NOTHING_WATCHED);

  test('stages follow each other, with the time of each', () => {
    expect(watched.stages.map(({ name, from, to }) => ({ name, from, to }))).toEqual([
      { name: 'calibrate', from: at(0), to: at(5) },
      { name: 'evaluate', from: at(5), to: null },
    ]);
  });
  test('log and state are kept', () => {
    expect(watched.log).toEqual([{ message: 'hello', at: at(1) }]);
    expect(watched.state).toBe('running');
  });
  test('a job that is queued again begins anew', () => {
    const again = watch(watched, event('state', { state: 'queued' }));
    expect(again).toMatchObject({ stages: [], progress: null, state: 'queued' });
    expect(again.log).toEqual(watched.log);
  });
  test('what is left follows from the rate of the stage', () =>
    expect(millisLeft(watched)).toBe(30_000));
  test('nothing is foretold without a rate', () => expect(millisLeft(NOTHING_WATCHED)).toBeNull());
  test.each([event('progress', null), { id: '1', type: 'log', data: '{' }, event('news', {})])(
    'an event that is not understood changes nothing: %j',
    (odd) => expect(watch(watched, odd)).toBe(watched),
  );
});
