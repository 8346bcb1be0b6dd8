import type { VariantRow } from '../../domain/variants';
import type { Cell } from '../../components/Download/Download';

export const CSV_HEADER = [
  'id',
  'digest',
  'variant',
  'parent',
  'sizeBytes',
  'medianNanos',
  'intervalLowNanos',
  'intervalHighNanos',
  'peakBytes',
  'instructions',
  'accuracy',
  'differenceToParent',
  'measurement',
];

export function csvRow({ variant, measured, accuracy }: VariantRow): Cell[] {
  const result = measured?.result;
  return [
    variant.model.id,
    variant.model.digest,
    variant.label,
    variant.model.parent,
    variant.model.sizeBytes,
    result?.medianNanos,
    result?.interval?.[0],
    result?.interval?.[1],
    result?.peakBytes,
    result?.instructions,
    accuracy?.estimate.value,
    accuracy?.difference?.value,
    measured?.job.id,
  ];
}
