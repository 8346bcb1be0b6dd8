import type { JobState } from '../api/types';
import type { StageSeen } from './watched';

/** Where a stage of a job stands. */
export type Stand = 'done' | 'current' | 'waiting' | 'failed' | 'stopped' | 'skipped' | 'untold';

export interface StageStand {
  readonly name: string;
  readonly stand: Stand;
  /** What the events told of it; null where they did not. */
  readonly seen: StageSeen | null;
}

/**
 * The stages in the order of the plan, each with where it stands; one that is in no plan stands where it was seen.
 * A stage that a later one overtook was not needed, nor one that a job did well without.
 */
export function stageStands(
  seen: readonly StageSeen[],
  planned: readonly string[],
  state: JobState,
): StageStand[] {
  const names = inOrder(
    seen.map((stage) => stage.name),
    planned,
  );
  const last = names.indexOf(seen.at(-1)?.name ?? '');
  return names.map((name, i) => {
    const one = seen.find((stage) => stage.name === name) ?? null;
    return { name, seen: one, stand: standOf(i, last, one !== null, state) };
  });
}

function inOrder(seen: readonly string[], planned: readonly string[]): string[] {
  const names = [...planned];
  seen.forEach((name, i) => {
    if (names.includes(name)) return;
    names.splice(names.indexOf(seen[i - 1] ?? '') + 1, 0, name);
  });
  return names;
}

function standOf(i: number, last: number, seen: boolean, state: JobState): Stand {
  if (last < 0) return state === 'succeeded' ? 'untold' : 'waiting';
  if (!seen && (i < last || state === 'succeeded')) return 'skipped';
  if (i < last) return 'done';
  if (i > last) return 'waiting';
  switch (state) {
    case 'succeeded':
      return 'done';
    case 'failed':
      return 'failed';
    case 'cancelled':
      return 'stopped';
    case 'queued':
    case 'running':
      return 'current';
  }
}
