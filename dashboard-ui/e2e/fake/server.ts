import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Job, MakingJob, Model } from '../../src/api/types';
import { longChain, resnet } from './graphs';
import { JOBS, LIVE_JOB, MAKERS } from './jobs';
import { DATASETS, DEVICES, MODELS } from './models';
import { MANY_JOBS, MANY_MODELS, MANY_RELEASES } from './many';
import { sendFile } from './pages';
import { RELEASES, SERIES, verdictOn } from './release';
import { changed, holder } from './changes';
import { finishedRuns, stream } from './stream';

const KINDS: Record<string, Job['kind']> = {
  conversions: 'conversion',
  quantizations: 'quantization',
  prunings: 'pruning',
  benchmarks: 'benchmark',
  evaluations: 'evaluation',
};

export type Answer = [number, unknown];
const missing = (path: string): Answer => [
  404,
  {
    type: '/problems/not-found',
    title: 'There is no such thing',
    status: 404,
    detail: `${path}: is not here.`,
  },
];

/**
 * The built dashboard, and answers as the platform would give them. The header x-scenario chooses: "empty", "broken",
 * "release", "many"; none is the full one.
 */
export function startFake(): Promise<Server> {
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fake');
    if (!url.pathname.startsWith('/api/')) {
      sendFile(url.pathname, response);
      return;
    }
    const parts = url.pathname.split('/').slice(3).map(decodeURIComponent);
    if (parts[2] === 'events') {
      const job = JOBS.find(({ id }) => id === parts[1]);
      stream(parts[1] ?? '', job?.state ?? 'running', request, response);
      return;
    }
    const [status, body] = answer(parts, url.searchParams, request);
    send(response, status, body);
  });
  return new Promise((resolve) => server.listen(0, () => resolve(server)));
}

function send(response: ServerResponse, status: number, body: unknown) {
  const type = status < 400 ? 'application/json' : 'application/problem+json';
  response.writeHead(status, { 'Content-Type': type });
  response.end(JSON.stringify(body));
}

function answer(parts: string[], query: URLSearchParams, request: IncomingMessage): Answer {
  const scenario = request.headers['x-scenario'];
  const [resource = '', id, part] = parts;
  if (scenario === 'broken') {
    return [
      503,
      {
        type: '/problems/not-ready',
        title: 'The database does not answer',
        status: 503,
        detail: `/api/v1/${resource}: the database did not answer within 2 s. Nothing is lost; try again in a moment.`,
      },
    ];
  }
  const empty = scenario === 'empty';
  if (resource === 'tokens') return holder(request);
  if (request.method !== 'GET') return changed(resource, id, part, request);
  if (resource === 'series') return [200, SERIES];
  if (resource === 'releases') {
    const releases = { release: RELEASES, many: MANY_RELEASES }[String(scenario)] ?? [];
    if (id === undefined) return list(releases);
    const verdict = releases.length > 0 ? verdictOn(id, releases) : undefined;
    return verdict === undefined ? missing(`release ${id}`) : [200, verdict];
  }
  if (resource === 'datasets') return list(empty ? [] : DATASETS);
  if (resource === 'devices') return oneOrList(empty ? [] : DEVICES, id);
  const many = scenario === 'many';
  if (resource === 'models') {
    return models(empty ? [] : many ? MANY_MODELS : MODELS, id, part, query);
  }
  const kind = KINDS[resource];
  if (kind === undefined) return missing(resource);
  const jobs = (empty ? [] : many ? MANY_JOBS : JOBS)
    .filter((job) => job.kind === kind)
    .map((job) => asOf(job, request));
  if (id !== undefined) return oneOrList(jobs, id);
  return list(newest(jobs.filter((job) => wanted(job, query))), Number(query.get('limit') ?? 50));
}

function models(
  all: readonly Model[],
  id: string | undefined,
  part: string | undefined,
  query: URLSearchParams,
): Answer {
  if (id === undefined) {
    const name = query.get('name');
    const digest = query.get('digest');
    return list(
      all.filter(
        (model) =>
          (name === null || model.name === name) &&
          (digest === null || model.digest.startsWith(`sha256:${digest}`)),
      ),
    );
  }
  const model = all.find((candidate) => candidate.id === id);
  if (model === undefined) return missing(id);
  if (part === 'lineage') return [200, { items: all.filter(({ name }) => name === model.name) }];
  if (part === 'graph') {
    if (model.name !== 'resnet8') return [200, longChain(600)];
    return [200, resnet(model.recipe?.scheme === 'int8' ? 'int8' : 'float32')];
  }
  return [200, model];
}

function wanted(job: Job, query: URLSearchParams): boolean {
  const models = query.getAll('model');
  const states = query.getAll('state');
  const device = query.get('device');
  return (
    (models.length === 0 || models.includes(job.model ?? '')) &&
    (states.length === 0 || states.includes(job.state)) &&
    (device === null || job.recipe.device === device)
  );
}

/** The live job, once its stream has told a run that it is done. */
function asOf(job: Job, request: IncomingMessage): Job {
  const run = request.headers['x-run'];
  if (
    job.kind === 'evaluation' ||
    job.id !== LIVE_JOB ||
    typeof run !== 'string' ||
    !finishedRuns.has(run)
  )
    return job;
  const like = MAKERS.find(({ id }) => id === 'qnt_01KB3M3');
  const live: MakingJob = {
    ...job,
    state: 'succeeded',
    progress: null,
    finishedAt: '2026-11-25T12:09:24Z',
    result: { ...like?.result, model: 'mdl_01KB3MOBILE8' },
  };
  return live;
}

const list = (items: readonly unknown[], limit = Infinity): Answer => [
  200,
  { items: items.slice(0, limit), next: items.length > limit ? 'next' : null },
];

/** Newest first, as every list is. */
const newest = (jobs: readonly Job[]): Job[] =>
  [...jobs].sort((a, b) => b.createdAt.localeCompare(a.createdAt));

function oneOrList(items: readonly { id: string }[], id: string | undefined): Answer {
  if (id === undefined) return list(items);
  const one = items.find((item) => item.id === id);
  return one === undefined ? missing(id) : [200, one];
}
