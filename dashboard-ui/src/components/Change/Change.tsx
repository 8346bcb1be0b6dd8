import type { Verdict } from '../../api/types';
import { change } from '../../format/share';
import './Change.css';

/** Half the width of the common scale that dots and whiskers are drawn on: ±25 %. */
export const CHANGE_SCALE = 0.25;
const ZONE = 0.02;

/** "+13.2 % [+11.0, +15.4]"; an exact count says so. */
export function ChangeFigure(props: {
  ratio: number;
  interval: readonly [number, number] | null | undefined;
  /** Said where there is no interval; a single time is no exact count. */
  without?: string;
}) {
  const text = change(props.ratio, props.interval);
  return (
    <span className="nowrap">
      <b>{text.figure}</b> <span className="ci">{text.interval ?? props.without ?? 'exact'}</span>
    </span>
  );
}

/** Dot (better), diamond (worse) or hollow dot (unknown) with its whisker; an end off the scale gets an arrow. */
export function ChangeDot(props: {
  ratio: number;
  interval: readonly [number, number] | null | undefined;
  verdict: Verdict;
}) {
  const at = (ratio: number) =>
    50 + (Math.max(-1, Math.min(1, (ratio - 1) / CHANGE_SCALE)) * 100) / 2;
  const zone = (ZONE / CHANGE_SCALE) * 50;
  const [low, high] = props.interval ?? [props.ratio, props.ratio];
  const dashed = props.verdict === 'unknown' ? 'dash' : undefined;
  return (
    <svg className={`change ${props.verdict}`} aria-hidden="true">
      <rect className="zone" x={`${50 - zone}%`} width={`${2 * zone}%`} height="24" />
      <line className="zero" x1="50%" x2="50%" y2="24" />
      {props.interval && (
        <line
          className={`whisker ${dashed ?? ''}`}
          x1={`${at(low)}%`}
          x2={`${at(high)}%`}
          y1="12"
          y2="12"
        />
      )}
      {low < 1 - CHANGE_SCALE && <Arrow x={0} d="M6-4 0 0 6 4" />}
      {high > 1 + CHANGE_SCALE && <Arrow x={100} d="M-6-4 0 0-6 4" />}
      <svg x={`${at(props.ratio)}%`} y="12">
        <Dot verdict={props.verdict} />
      </svg>
    </svg>
  );
}

function Dot({ verdict }: { verdict: Verdict }) {
  if (verdict === 'worse') return <path className="dot" d="M0-5.5 5.5 0 0 5.5-5.5 0z" />;
  return <circle className={verdict === 'unknown' ? 'hollow' : 'dot'} r="4.5" />;
}

function Arrow({ x, d }: { x: number; d: string }) {
  return (
    <svg x={`${x}%`} y="12">
      <path className="whisker" fill="none" d={d} />
    </svg>
  );
}

/** The axis above a column of dots. */
export function ChangeAxis() {
  return (
    <span className="change-axis">
      <span>
        −25 %<br />
        lower
      </span>
      <span>0</span>
      <span className="num">
        +25 %<br />
        higher
      </span>
    </span>
  );
}
