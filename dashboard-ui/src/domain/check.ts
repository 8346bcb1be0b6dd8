import type { OutputCheck } from '../api/types';
import { fixed, NBSP, whole } from '../format/number';

/** A share of the tolerance; the least differences are no noughts. */
const used = (worst: number): string =>
  worst < 0.01 ? `under 1${NBSP}%` : `${fixed(worst * 100, 0)}${NBSP}%`;

/** What the comparison with the interpreter found, in a few words. */
export function checkText(check: OutputCheck): string {
  switch (check.status) {
    case 'equal':
      return 'bits equal';
    case 'within':
      return `within tolerance, ${used(check.worst)} of it used`;
    default:
      return `${check.status} in ${whole(check.differing)} of ${whole(check.elements)}`;
  }
}
