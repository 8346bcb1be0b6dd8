import type { Progress as ProgressBody } from '../../api/types';
import { capital } from '../../format/identity';
import { fixed, NBSP } from '../../format/number';
import { roughly } from '../../format/time';
import './Progress.css';

/** The stage, how far it is, and about how long it will take. Announced once a stage, not once an event. */
export function Progress(props: { progress: ProgressBody; leftMillis: number | null }) {
  const { progress } = props;
  const { total } = progress;
  const fraction = total > 0 ? Math.min(1, progress.done / total) : null;
  const percent = fraction === null ? null : Math.floor(fraction * 100);
  return (
    <div className="progress">
      <div className="progress-line">
        <span>
          <b>{capital(progress.stage)}</b>
          {progress.message ? `, ${progress.message}` : ''}
        </span>
        <span className="quiet">
          {percent === null ? 'how long is not known' : `${fixed(percent, 0)}${NBSP}%`}
          {props.leftMillis !== null && `, about ${roughly(props.leftMillis)} left`}
        </span>
      </div>
      <div
        className="progress-bar"
        role="progressbar"
        aria-label={capital(progress.stage)}
        aria-valuemin={0}
        aria-valuemax={100}
        {...(percent === null ? {} : { 'aria-valuenow': percent })}
      >
        <i style={{ width: `${(fraction ?? 0) * 100}%` }} />
      </div>
      <p className="vh" role="status">
        {capital(progress.stage)}
      </p>
    </div>
  );
}
