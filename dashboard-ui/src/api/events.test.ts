// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import { EventParser, follow, type StreamState } from './events';

describe('the parser', () => {
  test('takes events in whatever pieces they come', () => {
    const parser = new EventParser();
    const text = ': hello\n\nid: 7\nevent: log\ndata: {"a":\ndata: 1}\n\n';
    const events = Array.from(text).flatMap((letter) => parser.feed(letter));
    expect(events).toEqual([{ id: '7', type: 'log', data: '{"a":\n1}' }]);
  });
  test('keeps the id until there is another, and the type only once', () => {
    const events = new EventParser().feed('id: 1\nevent: log\ndata: x\n\ndata: y\r\n\r\n');
    expect(events).toEqual([
      { id: '1', type: 'log', data: 'x' },
      { id: '1', type: 'message', data: 'y' },
    ]);
  });
});

describe('a stream', () => {
  const answer = (text: string, status = 200) => new Response(text, { status });

  test('that is lost resumes behind the last event, and ends when it is over', async () => {
    const asked: (string | null)[] = [];
    const answers = [
      answer('id: 1\ndata: a\n\nid: 2\ndata: b\n\n'),
      answer('', 503),
      answer('id: 3\ndata: end\n\n'),
    ];
    const seen: string[] = [];
    const states: StreamState['kind'][] = [];
    await new Promise<void>((resolve) => {
      follow({
        url: '/events',
        fetch: (_, init) => {
          asked.push(new Headers(init?.headers).get('Last-Event-ID'));
          return Promise.resolve(answers[asked.length - 1] ?? answer('', 500));
        },
        wait: () => Promise.resolve(),
        onEvent: ({ data }) => seen.push(data),
        isOver: () => seen.includes('end'),
        onState: ({ kind }) => {
          states.push(kind);
          if (kind === 'ended') resolve();
        },
      });
    });
    expect(asked).toEqual([null, '2', '2']);
    expect(seen).toEqual(['a', 'b', 'end']);
    expect(states).toEqual(['connecting', 'live', 'lost', 'lost', 'live', 'ended']);
  });

  test('that is left asks no more', async () => {
    let asked = 0;
    const stop = follow({
      url: '/events',
      fetch: () => {
        asked += 1;
        return Promise.reject(new Error('away'));
      },
      wait: () => {
        stop();
        return Promise.resolve();
      },
      onEvent: () => undefined,
      onState: () => undefined,
      isOver: () => false,
    });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(asked).toBe(1);
  });
});
