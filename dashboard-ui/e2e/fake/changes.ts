import type { IncomingMessage } from 'node:http';
import { JOBS } from './jobs';
import { DEVICES } from './models';
import type { Answer } from './server';

const ROLES: Record<string, string> = { bt_admin: 'admin', bt_ci: 'ci', bt_viewer: 'viewer' };

const roleOf = (request: IncomingMessage): string | undefined =>
  ROLES[request.headers.authorization?.replace('Bearer ', '') ?? ''];

const refusal = (status: number, detail: string): Answer => [
  status,
  { type: '/problems/unauthorized', title: 'Not allowed', status, detail },
];

/** Whose token it is; the fake one knows three. */
export function holder(request: IncomingMessage): Answer {
  const role = roleOf(request);
  return role === undefined
    ? refusal(401, 'token: is not known')
    : [200, { id: 'tok_01KB3', name: 'desk', role, createdAt: '2026-11-01T00:00:00Z' }];
}

/** Cancelling, retrying, quarantine and release, each answered as it would look afterwards; nothing is kept. */
export function changed(
  resource: string,
  id: string | undefined,
  part: string | undefined,
  request: IncomingMessage,
): Answer {
  const role = roleOf(request);
  if (role === undefined) return refusal(401, 'token: is missing');
  if (resource === 'devices') {
    if (role !== 'admin') return refusal(403, 'role: must be admin');
    const device = DEVICES.find((one) => one.id === id);
    return [200, { ...device, state: part === 'quarantine' ? 'quarantined' : 'idle' }];
  }
  const job = JOBS.find((one) => one.id === id);
  if (role === 'viewer') return refusal(403, 'role: must be admin or ci');
  if (part === 'retry') return [202, { ...job, id: 'cnv_01KB3DONE', state: 'queued' }];
  return [202, { ...job, state: 'cancelled' }];
}
