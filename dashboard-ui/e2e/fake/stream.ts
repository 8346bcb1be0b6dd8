import type { IncomingMessage, ServerResponse } from 'node:http';
import { LIVE_FROM, LIVE_JOB } from './jobs';

const at = (second: number) => new Date(LIVE_FROM + 1000 * second).toISOString();
const progress = (second: number, stage: string, done: number, total: number, message: string) =>
  ({ type: 'progress', data: { stage, done, total, message, at: at(second) } }) as const;
const log = (second: number, stage: string, message: string, level = 'info') =>
  ({ type: 'log', data: { at: at(second), level, stage, message } }) as const;

/** What the live job tells before it is lost from sight (in runs that lose it), and after. */
const EVENTS = [
  { type: 'state', data: { state: 'running', at: at(0) } },
  progress(0, 'load', 0, 1, 'model'),
  log(1, 'load', '65 operators, 3.50 M parameters'),
  progress(1, 'calibrate', 0, 200, 'image 0 of 200'),
  log(2, 'calibrate', 'cifar10-calibration, 200 images, percentile 99.99'),
  log(33, 'calibrate', 'block_1/depthwise: range 6.3 × wider than its median channel', 'warning'),
  progress(49, 'quantize', 0, 65, 'operator 0 of 65'),
  log(51, 'quantize', '65 of 65 operators integer; 35 per channel'),
  progress(52, 'evaluate', 0, 10_000, 'image 0 of 10,000'),
  log(53, 'evaluate', 'cifar10-test, 10,000 images'),
  progress(223, 'evaluate', 6300, 10_000, 'image 6,300 of 10,000'),
];
const REST = [
  progress(320, 'store', 0, 1, 'model'),
  log(321, 'store', 'stored'),
  { type: 'state', data: { state: 'succeeded', at: at(322) } },
];

/** Runs whose live job has come to its end. */
export const finishedRuns = new Set<string>();

/**
 * The stream of a job. The live one stays open; in a run that a test named it is cut after the fifth event, resumes
 * behind the event that the client names, and then ends. A finished job's stream tells its state and ends.
 */
export function stream(
  job: string,
  state: string,
  request: IncomingMessage,
  response: ServerResponse,
) {
  response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
  const run = request.headers['x-run'];
  const events: readonly { type: string; data: object }[] =
    job !== LIVE_JOB
      ? [{ type: 'state', data: { state, at: at(0) } }]
      : run === undefined
        ? EVENTS
        : [...EVENTS, ...REST];
  const last = Number(request.headers['last-event-id'] ?? 0);
  const cut = job === LIVE_JOB && run !== undefined && last === 0 ? 5 : events.length;
  events.slice(0, cut).forEach((event, i) => {
    if (i + 1 <= last) return;
    response.write(`id: ${i + 1}\nevent: ${event.type}\ndata: ${JSON.stringify(event.data)}\n\n`);
  });
  if (cut < events.length) {
    setTimeout(() => response.end(), 100);
    return;
  }
  if (job === LIVE_JOB && typeof run === 'string') finishedRuns.add(run);
  if (run !== undefined || (state !== 'queued' && state !== 'running')) response.end();
}
