import type { OutputCheck } from '../api/schema';
import { fixed, whole } from '../format/number';

/** What the comparison with the interpreter found, in a few words. */
export function checkText(check: OutputCheck): string {
  switch (check.status) {
    case 'equal':
      return 'bits equal';
    case 'within':
      return check.worst == null
        ? 'within tolerance'
        : `within tolerance, ${fixed(check.worst, 2)} of what is allowed`;
    case 'different':
      return check.differing == null
        ? 'different'
        : `different in ${whole(check.differing)} of ${whole(check.elements ?? 0)}`;
  }
}
