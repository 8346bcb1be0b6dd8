import type { StreamState } from '../../api/events';
import type { JobState as JobWord } from '../../api/types';
import { JobState, LiveDot } from '../../components/State/State';
import { isFinal } from '../../api/jobs';

/** The job's state, and whether the page is seeing it as it happens. */
export function Live(props: { state: JobWord; stream: StreamState; now: number }) {
  const { state, stream } = props;
  const seconds =
    stream.kind === 'lost' ? Math.max(1, Math.ceil((stream.retryAt - props.now) / 1000)) : 0;
  return (
    <span className="live">
      <JobState state={state} />
      {!isFinal(state) && stream.kind === 'live' && (
        <>
          <LiveDot /> <span>live</span>
        </>
      )}
      {!isFinal(state) && stream.kind === 'lost' && (
        <span className="unknown" role="status">
          Live view lost, retrying in {seconds} s
        </span>
      )}
    </span>
  );
}
