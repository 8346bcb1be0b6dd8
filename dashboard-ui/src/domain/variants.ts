import type { Job } from '../api/types';
import { accuraciesOf, type Accuracy } from './accuracies';
import { flatten, type Variant } from './family';
import { standingOf, type Measured, type Setting, type Standing } from './measured';

/** All that is known of one variant at one setting. */
export interface VariantRow {
  readonly variant: Variant;
  readonly standing: Standing;
  readonly measured: Measured | null;
  readonly accuracy: Accuracy | null;
}

export function variantRows(
  root: Variant,
  judges: readonly Job[],
  benchmarks: readonly Job[],
  setting: Setting | null,
): { rows: VariantRow[]; dataset: string | null } {
  const { dataset, byModel } = accuraciesOf(judges);
  const rows = flatten(root).map((variant) => {
    const standing: Standing = setting
      ? standingOf(benchmarks, variant.model.id, setting)
      : { kind: 'none' };
    return {
      variant,
      standing,
      measured: standing.kind === 'measured' ? standing.measured : null,
      accuracy: byModel.get(variant.model.id) ?? null,
    };
  });
  return { rows, dataset };
}

/** The fastest variant that was measured, or null. */
export function fastest(rows: readonly VariantRow[]): VariantRow | null {
  const timed = rows.filter((row) => row.measured?.result.medianNanos != null);
  timed.sort(
    (a, b) => (a.measured?.result.medianNanos ?? 0) - (b.measured?.result.medianNanos ?? 0),
  );
  return timed[0] ?? null;
}
