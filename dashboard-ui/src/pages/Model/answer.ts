import type { Device } from '../../api/types';
import { fastest, type VariantRow } from '../../domain/variants';
import type { Setting } from '../../domain/measured';
import { counted, NBSP } from '../../format/number';
import { points } from '../../format/share';
import { quantity } from '../../format/units';

/** "Raspberry Pi 5, 4 threads". */
export function settingText(setting: Setting, device: Device | undefined): string {
  const name = device?.name ?? setting.device;
  return `${name}, ${counted(setting.threads, 'thread')}`;
}

/** The first sentence of a model's page: what is fastest where, and what it costs; or what a stand-in is good for. */
export function answerFor(
  rows: readonly VariantRow[],
  where: string | null,
  standIn: string | null,
): string {
  if (where === null) return 'None of its variants was measured yet.';
  if (standIn !== null)
    return `${standIn} is a stand-in: it reports instructions, memory and bits, never time.`;
  const best = fastest(rows);
  const nanos = best?.measured?.result.medianNanos;
  if (best === null || nanos == null) return `None of its variants was measured on ${where} yet.`;
  const start = `Fastest on ${where}: ${best.variant.label}, ${quantity('time', nanos)}`;
  const difference = best.accuracy?.difference?.value;
  if (difference === undefined) return `${start}.`;
  return `${start}; its accuracy is ${points(difference)}${NBSP}points against the model it was made from.`;
}
