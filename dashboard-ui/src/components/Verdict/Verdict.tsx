import type { Verdict as VerdictWord } from '../../api/types';
import { capital } from '../../format/identity';
import { GlyphIcon, Mark } from '../Mark/Mark';
import './Verdict.css';

/** A verdict within a line, or as the badge at the head of a page. */
export function Verdict({ verdict, badge = false }: { verdict: VerdictWord; badge?: boolean }) {
  if (!badge) {
    return (
      <Mark glyph={verdict} tone={verdict}>
        {capital(verdict)}
      </Mark>
    );
  }
  return (
    <span className={`verdict ${verdict}`}>
      <GlyphIcon glyph={verdict} />
      {capital(verdict)}
    </span>
  );
}
