import { useDevicesById, useModelsById } from '../../api/names';
import type { ReleaseVerdict } from '../../api/types';
import { sentence, tally, verdictOf } from '../../domain/release';
import { whole } from '../../format/number';
import { Instant } from '../Instant/Instant';
import { GlyphIcon } from '../Mark/Mark';
import { Verdict } from '../Verdict/Verdict';
import './ReleaseHead.css';

/** The answer of a release in a sentence. */
export function useReleaseSentence(release: ReleaseVerdict | null | undefined): string | null {
  const models = useModelsById();
  const devices = useDevicesById();
  if (!release) return null;
  return sentence(
    release,
    (id) => models.get(id)?.name ?? id,
    (id) => devices.get(id)?.name ?? id,
  );
}

/** Its verdict as a badge, and how many series stand where. */
export function ReleaseBadge({ release }: { release: ReleaseVerdict }) {
  return <Verdict verdict={verdictOf(release)} badge />;
}

export function ReleaseTally({ release }: { release: ReleaseVerdict }) {
  const counts = tally(release.changes);
  const words = { worse: 'worse', unknown: 'unknown, run more', better: 'better', same: 'same' };
  return (
    <>
      <div className="tally">
        {(['worse', 'unknown', 'better', 'same'] as const).map((verdict) => (
          <span key={verdict} className={`mark ${verdict}`}>
            <GlyphIcon glyph={verdict} />
            <b>{whole(counts[verdict])}</b> {words[verdict]}
          </span>
        ))}
      </div>
      <div className="facts">
        {release.release && <span>Release {release.release}</span>}
        {release.createdAt && (
          <span>
            <Instant at={release.createdAt} />
          </span>
        )}
        {release.commit && (
          <span>
            commit <span className="mono">{release.commit.slice(0, 7)}</span>
          </span>
        )}
      </div>
    </>
  );
}
