import type { OutputCheck } from '../api/types';
import { fixed, whole } from '../format/number';

/** What the comparison with the interpreter found, in a few words. */
export function checkText(check: OutputCheck): string {
  switch (check.status) {
    case 'equal':
      return 'bits equal';
    case 'within':
      return `within tolerance, ${fixed(check.worst, 2)} of what is allowed`;
    default:
      return `${check.status} in ${whole(check.differing)} of ${whole(check.elements)}`;
  }
}
