import { flatten, type Variant } from '../../domain/family';
import type { Setting } from '../../domain/measured';
import { shortDigest } from '../../format/identity';

/** What the address asks for, even if nothing was measured there; else the setting that is known best. */
export function chosenSetting(
  settings: readonly Setting[],
  device: string,
  threads: string,
): Setting | null {
  if (device === '') return settings[0] ?? null;
  if (threads === '') {
    return settings.find((s) => s.device === device) ?? { device, threads: 1 };
  }
  return { device, threads: Number(threads) };
}

/** The variant of the address, by digest or id; else the one that the name itself led to, unless that is the root. */
export function chosenVariant(
  tree: Variant,
  variant: string,
  led: string | undefined,
): Variant | null {
  const all = flatten(tree);
  if (variant !== '') {
    return (
      all.find(
        ({ model }) => model.id === variant || shortDigest(model.digest) === variant.slice(0, 8),
      ) ?? null
    );
  }
  return all.find(({ model }) => model.id === led && model.id !== tree.model.id) ?? null;
}

/** The model's page with another variant chosen, and all else as it is. */
export function addressOf(
  name: string,
  variant: Variant,
  values: { device: string; threads: string; sort: string },
): string {
  const query = new URLSearchParams({ variant: shortDigest(variant.model.digest) });
  if (values.device !== '') query.set('device', values.device);
  if (values.threads !== '') query.set('threads', values.threads);
  if (values.sort !== 'latency') query.set('sort', values.sort);
  return `/models/${encodeURIComponent(name)}?${query.toString()}`;
}

/** The root beside the chosen variant, or beside its first child. */
export function compareAddress(
  tree: Variant,
  selected: Variant | null,
  setting: Setting | null,
): string {
  const b = selected && selected !== tree ? selected : tree.children[0];
  const query = new URLSearchParams({ a: shortDigest(tree.model.digest) });
  if (b) query.set('b', shortDigest(b.model.digest));
  if (setting) query.set('device', setting.device);
  return `/compare?${query.toString()}`;
}

/** The graph of the chosen variant, or of the root. */
export function graphAddress(tree: Variant, selected: Variant | null): string {
  const variant = selected ? `?variant=${shortDigest(selected.model.digest)}` : '';
  return `/models/${encodeURIComponent(tree.model.name)}/graph${variant}`;
}
