/** Server-sent events, read by hand: EventSource does not say when it will try again, nor what the refusal was. */

import { authorization } from './session';

export interface ServerEvent {
  readonly id: string | null;
  readonly type: string;
  readonly data: string;
}

/** Cuts a text stream into events. Feed it pieces as they come; it keeps what is not finished. */
export class EventParser {
  private rest = '';
  private id: string | null = null;
  private type = 'message';
  private data: string[] = [];

  feed(text: string): ServerEvent[] {
    const lines = (this.rest + text).split(/\r\n|\n|\r(?!$)/);
    this.rest = lines.pop() ?? '';
    return lines.flatMap((line) => this.line(line));
  }

  private line(line: string): ServerEvent[] {
    if (line === '') return this.finish();
    if (line.startsWith(':')) return [];
    const colon = line.indexOf(':');
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'data') this.data.push(value);
    else if (field === 'event') this.type = value;
    else if (field === 'id' && !value.includes('\0')) this.id = value;
    return [];
  }

  private finish(): ServerEvent[] {
    const event = { id: this.id, type: this.type, data: this.data.join('\n') };
    const empty = this.data.length === 0;
    this.type = 'message';
    this.data = [];
    return empty ? [] : [event];
  }
}

/** How the view of a stream is: `retryAt` is when it will try again, as a time in milliseconds. */
export type StreamState =
  { kind: 'connecting' } | { kind: 'live' } | { kind: 'lost'; retryAt: number } | { kind: 'ended' };

export interface StreamOptions {
  url: string;
  onEvent: (event: ServerEvent) => void;
  onState: (state: StreamState) => void;
  /** True after the last event that there will be: the stream then ends instead of trying again. */
  isOver: () => boolean;
  fetch?: typeof fetch;
  wait?: (millis: number, signal: AbortSignal) => Promise<void>;
}

const RETRY_MILLIS = 3000;

/** Follows a stream until it is over, resuming after the last event seen whenever it is lost. Returns how to stop. */
export function follow(options: StreamOptions): () => void {
  const stop = new AbortController();
  void run(options, stop.signal);
  return () => stop.abort();
}

async function run(options: StreamOptions, signal: AbortSignal): Promise<void> {
  const wait = options.wait ?? delay;
  let lastId: string | null = null;
  options.onState({ kind: 'connecting' });
  while (!signal.aborted) {
    try {
      for await (const event of connect(options, lastId, signal)) {
        lastId = event.id ?? lastId;
        options.onEvent(event);
      }
    } catch {
      // Lost: what follows is the same as after an end that came too early.
    }
    if (stopped(signal)) return;
    if (options.isOver()) {
      options.onState({ kind: 'ended' });
      return;
    }
    options.onState({ kind: 'lost', retryAt: Date.now() + RETRY_MILLIS });
    await wait(RETRY_MILLIS, signal);
  }
}

/** Asked anew: it may have happened while the stream was read. */
const stopped = (signal: AbortSignal): boolean => signal.aborted;

async function* connect(options: StreamOptions, lastId: string | null, signal: AbortSignal) {
  const response = await (options.fetch ?? fetch)(options.url, {
    headers: {
      Accept: 'text/event-stream',
      ...authorization(),
      ...(lastId !== null && { 'Last-Event-ID': lastId }),
    },
    cache: 'no-store',
    signal,
  });
  if (!response.ok || response.body === null) throw new Error(`answered ${response.status}`);
  options.onState({ kind: 'live' });
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parser = new EventParser();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield* parser.feed(decoder.decode(value, { stream: true }));
  }
}

function delay(millis: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, millis);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
