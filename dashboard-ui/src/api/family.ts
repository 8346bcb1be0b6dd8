import { useQuery } from '@tanstack/react-query';
import { jobs, lineage, modelByName } from './queries';
import type { Job, Model } from './types';

/** A model, its whole family, and every job that made, measured or evaluated one of them. */
export interface FamilyRead {
  /** The model that the name led to; null where there is none, undefined while it is not known. */
  readonly model: Model | null | undefined;
  readonly items: readonly Model[] | undefined;
  readonly makers: readonly Job[];
  readonly benchmarks: readonly Job[];
  readonly evaluations: readonly Job[];
  readonly pending: boolean;
  readonly error: Error | null;
  readonly retry: () => void;
}

export function useFamily(name: string): FamilyRead {
  const found = useQuery({ ...modelByName(name), enabled: name !== '' });
  const family = useQuery({ ...lineage(found.data?.id ?? ''), enabled: found.data != null });
  const ids = family.data?.items.map((item) => item.id) ?? [];
  const enabled = ids.length > 0;
  const quantizations = useQuery({ ...jobs('quantization', { model: ids }), enabled });
  const prunings = useQuery({ ...jobs('pruning', { model: ids }), enabled });
  const benchmarks = useQuery({ ...jobs('benchmark', { model: ids }), enabled });
  const evaluations = useQuery({ ...jobs('evaluation', { model: ids }), enabled });
  const all = [found, family, quantizations, prunings, benchmarks, evaluations];
  const failed = all.find((query) => query.isError && query.data === undefined);
  return {
    model: found.data,
    items: family.data?.items,
    makers: [...(quantizations.data?.items ?? []), ...(prunings.data?.items ?? [])],
    benchmarks: benchmarks.data?.items ?? [],
    evaluations: evaluations.data?.items ?? [],
    pending:
      enabled &&
      [quantizations, prunings, benchmarks, evaluations].some((query) => query.isPending),
    error: failed?.error ?? null,
    retry: () =>
      void Promise.all(all.filter((query) => query.isError).map((query) => query.refetch())),
  };
}
