import { useQuery } from '@tanstack/react-query';
import { isNotFound } from '../../api/problem';
import { verdict } from '../../api/queries';
import { useAddress } from '../../app/address';
import { JsonLink } from '../../components/Download/Download';
import { Empty } from '../../components/Empty/Empty';
import { Loaded } from '../../components/Loaded/Loaded';
import { Moved } from '../../components/Moved/Moved';
import { Page } from '../../components/Page/Page';
import {
  ReleaseBadge,
  ReleaseTally,
  useReleaseSentence,
} from '../../components/ReleaseHead/ReleaseHead';
import { Section } from '../../components/Section/Section';
import { inOrder } from '../../domain/release';
import { ReleaseList } from './ReleaseList';
import { SeriesHistory } from './SeriesHistory';

/** The series of one release, by its name or "latest". */
export default function Releases() {
  const { values, set, unknown } = useAddress({
    release: 'latest',
    model: '',
    device: '',
    metric: '',
    threads: '1',
  });
  const query = useQuery(verdict(values.release));
  const answer = useReleaseSentence(query.data);
  const release = query.data ?? null;
  const shown = inOrder(release?.changes ?? []).filter(
    ({ series }) =>
      (values.model === '' || series.model === values.model) &&
      (values.device === '' || series.device === values.device) &&
      (values.metric === '' || series.metric === values.metric),
  );
  const { model, device, metric } = values;
  const threads = Number(values.threads);
  const whole = model !== '' && device !== '' && metric !== '' && threads > 0;
  return (
    <Page
      title="Releases"
      unknown={unknown}
      heading={answer ?? 'Releases'}
      actions={
        release && (
          <>
            <ReleaseBadge release={release} />
            <JsonLink href={`/api/v1/releases/${encodeURIComponent(values.release)}/verdict`} />
          </>
        )
      }
      head={release && <ReleaseTally release={release} />}
    >
      {whole && <SeriesHistory series={{ model, device, metric, threads }} />}
      <Section
        title={values.release === 'latest' ? 'Newest release' : `Release ${values.release}`}
        caption={
          (model || device || metric) && (
            <>
              Only {whole ? 'the series above' : 'some of its series'}.{' '}
              <button
                type="button"
                className="link"
                onClick={() => set({ model: '', device: '', metric: '', threads: '1' })}
              >
                All series
              </button>
            </>
          )
        }
        aside={
          <form
            onSubmit={(event) => {
              event.preventDefault();
              const name = new FormData(event.currentTarget).get('release');
              if (typeof name === 'string') set({ release: name.trim() || 'latest' });
            }}
          >
            <label>
              <span className="vh">Release</span>
              <input
                key={values.release}
                name="release"
                placeholder="Name of a release"
                defaultValue={values.release === 'latest' ? '' : values.release}
              />
            </label>{' '}
            <button type="submit" className="btn">
              Show
            </button>
          </form>
        }
      >
        <Loaded query={query} label="the release" rows={8}>
          {(data) =>
            data === null ? (
              <Empty title="No release was measured yet" command="bantam verdict --release NAME">
                Here would stand, for each release, which series of model, device and metric moved,
                by how much, how sure that is, and since when. The command gives the same as an exit
                code for continuous integration.
              </Empty>
            ) : shown.length === 0 ? (
              <p className="quiet">
                No series of this release is of this model, device and metric.
              </p>
            ) : (
              <Moved changes={shown} />
            )
          }
        </Loaded>
      </Section>
      {(query.data || isNotFound(query.error)) && <ReleaseList shown={release?.release ?? ''} />}
    </Page>
  );
}
