import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { datasets, devices, models } from './queries';
import type { Device, Model } from './types';
import type { NamesOfIds } from '../domain/jobTitle';

/** Lookups by id for what other answers only name by id. Empty until the lists are there. */
export function useModelsById(): ReadonlyMap<string, Model> {
  const { data } = useQuery(models());
  return useMemo(() => new Map(data?.items.map((item) => [item.id, item])), [data]);
}

export function useDevicesById(): ReadonlyMap<string, Device> {
  const { data } = useQuery(devices());
  return useMemo(() => new Map(data?.items.map((item) => [item.id, item])), [data]);
}

/** The name of a data set, or its id while it has no other. */
export function useDatasetName(): (id: string) => string {
  const { data } = useQuery(datasets());
  const names = useMemo(() => new Map(data?.items.map((item) => [item.id, item.name])), [data]);
  return (id) => names.get(id) ?? id;
}

/** The names of all that a job tells of by id. */
export function useNames(): NamesOfIds {
  const models = useModelsById();
  const devices = useDevicesById();
  const dataset = useDatasetName();
  return {
    model: (id) => models.get(id)?.name ?? id,
    device: (id) => devices.get(id)?.name ?? id,
    dataset,
  };
}
