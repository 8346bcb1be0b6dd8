import { queryOptions } from '@tanstack/react-query';
import { get } from './client';
import { isFinal, JOB_KINDS, listJobs, readJob, type JobFilter } from './jobs';
import { readAll, type Listed } from './pages';
import { isNotFound } from './problem';
import type { Job, JobKind, Model, ReleaseVerdict, SeriesChange } from './types';

/** Things that change by themselves are asked for again this often while they are looked at. */
const LIVE = 10_000;

export const models = () =>
  queryOptions({
    queryKey: ['models'],
    queryFn: () => readAll((query) => get('/api/v1/models', { query })),
  });

export const model = (id: string) =>
  queryOptions({
    queryKey: ['model', id],
    queryFn: () => get('/api/v1/models/{id}', { id }),
  });

/** A model by name, by id, or by the first digits of its digest; null where there is none. */
export const modelByName = (name: string) =>
  queryOptions({ queryKey: ['modelByName', name], queryFn: () => findModel(name) });

async function findModel(name: string): Promise<Model | null> {
  if (name.startsWith('mdl_')) {
    try {
      return await get('/api/v1/models/{id}', { id: name });
    } catch (thrown) {
      if (isNotFound(thrown)) return null;
      throw thrown;
    }
  }
  const named = await get('/api/v1/models', { query: { name, limit: 200 } });
  const root = named.items.find((item) => item.parent == null) ?? named.items[0];
  if (root) return root;
  const digits = /^(?:sha256:)?([0-9a-f]{8,64})$/.exec(name)?.[1];
  if (digits === undefined) return null;
  const byDigest = await get('/api/v1/models', { query: { digest: digits, limit: 2 } });
  return byDigest.items[0] ?? null;
}

export const lineage = (id: string) =>
  queryOptions({
    queryKey: ['lineage', id],
    queryFn: () => get('/api/v1/models/{id}/lineage', { id }),
  });

export const graph = (id: string) =>
  queryOptions({
    queryKey: ['graph', id],
    queryFn: () => get('/api/v1/models/{id}/graph', { id }),
    staleTime: Infinity,
  });

export const datasets = () =>
  queryOptions({
    queryKey: ['datasets'],
    queryFn: () => readAll((query) => get('/api/v1/datasets', { query })),
    staleTime: 60_000,
  });

export const devices = () =>
  queryOptions({
    queryKey: ['devices'],
    queryFn: () => readAll((query) => get('/api/v1/devices', { query })),
    refetchInterval: LIVE,
  });

export const device = (id: string) =>
  queryOptions({
    queryKey: ['device', id],
    queryFn: () => get('/api/v1/devices/{id}', { id }),
    refetchInterval: LIVE,
  });

/** All jobs of one kind that the filter lets through, newest first. */
export const jobs = (kind: JobKind, filter: JobFilter) =>
  queryOptions({
    queryKey: ['jobs', kind, filter],
    queryFn: () => readAll((page) => listJobs(kind, filter, page)),
    refetchInterval: ({ state }) =>
      state.data?.items.some((job) => !isFinal(job.state)) ? LIVE : false,
  });

/** The newest jobs of one kind, or of every kind in one list. */
export const latestJobs = (filter: JobFilter, limit: number, only?: JobKind) =>
  queryOptions({
    queryKey: ['latestJobs', filter, limit, only],
    queryFn: async (): Promise<Listed<Job>> => {
      const kinds = JOB_KINDS.filter(({ kind }) => only === undefined || kind === only);
      const pages = await Promise.all(kinds.map(({ kind }) => listJobs(kind, filter, { limit })));
      const items = pages
        .flatMap((page) => page.items)
        .sort((a, b) => b.createdAt.localeCompare(a.createdAt));
      const cut = items.length > limit || pages.some((page) => page.next != null);
      return { items: items.slice(0, limit), cut };
    },
    refetchInterval: LIVE,
  });

export const job = (id: string) =>
  queryOptions({
    queryKey: ['job', id],
    queryFn: () => readJob(id),
    staleTime: ({ state }) => (state.data && isFinal(state.data.state) ? Infinity : 0),
  });

/** What a release moved; null where no release was measured yet. */
export const verdict = (release: string) =>
  queryOptions({
    queryKey: ['verdict', release],
    queryFn: async (): Promise<ReleaseVerdict | null> => {
      try {
        return await get('/api/v1/releases/{id}/verdict', { id: release });
      } catch (thrown) {
        if (isNotFound(thrown) && release === 'latest') return null;
        throw thrown;
      }
    },
  });

export const releases = () =>
  queryOptions({
    queryKey: ['releases'],
    queryFn: () => readAll((query) => get('/api/v1/releases', { query })),
  });

/** One figure over the releases. */
export const series = (key: SeriesChange['series']) =>
  queryOptions({
    queryKey: ['series', key],
    queryFn: () => get('/api/v1/series', { query: { ...key } }),
  });
