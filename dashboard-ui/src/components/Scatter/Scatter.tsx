import type { ReactNode } from 'react';
import { dominated, front } from '../../domain/pareto';
import { fixed } from '../../format/number';
import '../Chart/Chart.css';
import { scaleOf, tickDecimals, type Scale } from '../Chart/scale';
import { useReadout } from '../Chart/useReadout';
import { useWidth } from '../Chart/useWidth';
import { placeLabels } from './labels';
import './Scatter.css';

export interface ScatterPoint {
  readonly key: string;
  readonly label: string;
  /** Better when lower, along the axis; in the axis's unit. */
  readonly cost: number;
  /** Better when higher, up the axis; in the axis's unit. */
  readonly gain: number;
  readonly gainInterval: readonly [number, number] | null;
  /** What the area stands for. */
  readonly size: number;
  /** One line for the read-out. */
  readonly text: string;
}

const HEIGHT = 330;
const LEFT = 52;
const RIGHT = 16;
const TOP = 24;
const BOTTOM = 282;
const LARGEST_RADIUS = 16;

/** A trade-off as a picture: filled points are on the Pareto line, dashed ones are beaten by another in both. */
export function Scatter(props: {
  points: readonly ScatterPoint[];
  costTitle: string;
  gainTitle: string;
  sentence: string;
  caption: ReactNode;
  selected?: string | null;
}) {
  const { ref, width } = useWidth();
  const { points } = props;
  const readout = useReadout(points.length);
  const gains = points.flatMap((point) => [point.gain, ...(point.gainInterval ?? [])]);
  const xs = scaleOf([0, ...points.map((point) => point.cost)], width < 480 ? 3 : 5);
  const ys = scaleOf(gains, 5);
  const x = (cost: number) =>
    LEFT + ((cost - xs.low) / (xs.high - xs.low)) * (width - LEFT - RIGHT);
  const y = (gain: number) => BOTTOM - ((gain - ys.low) / (ys.high - ys.low)) * (BOTTOM - TOP);
  const largest = Math.max(...points.map((point) => point.size));
  const drawn = points.map((point) => ({
    point,
    x: x(point.cost),
    y: y(point.gain),
    r: Math.max(4, LARGEST_RADIUS * Math.sqrt(point.size / largest)),
    beaten: dominated(point, points),
  }));
  const labels = placeLabels(drawn, { left: LEFT, right: width - 4, top: 12, bottom: BOTTOM });
  const read = readout.at === null ? null : drawn[readout.at];
  return (
    <figure>
      <p className="readout" aria-live="polite">
        {read?.point.text ?? ' '}
      </p>
      <div ref={ref}>
        <svg
          className="chart scatter"
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={props.sentence}
          {...readout.props}
        >
          <Axes xs={xs} ys={ys} x={x} y={y} width={width} />
          <text className="strong" x="0" y="10">
            {props.gainTitle}
          </text>
          <text className="strong" x={width - RIGHT} y={HEIGHT - 8} textAnchor="end">
            {props.costTitle}
          </text>
          <path
            className="pareto"
            d={paretoPath(
              front(points).map((p) => [x(p.cost), y(p.gain)]),
              width - RIGHT,
            )}
          />
          {drawn.map(({ point, ...at }, i) => (
            <g
              key={point.key}
              className={[at.beaten ? 'beaten' : 'best', point.key === props.selected && 'chosen']
                .filter(Boolean)
                .join(' ')}
              onPointerEnter={() => readout.show(i)}
              onClick={() => readout.show(i)}
            >
              {point.gainInterval && (
                <line
                  className="whisker"
                  x1={at.x}
                  x2={at.x}
                  y1={y(point.gainInterval[0])}
                  y2={y(point.gainInterval[1])}
                />
              )}
              <circle className="bubble" cx={at.x} cy={at.y} r={at.r} />
              <circle className="centre" cx={at.x} cy={at.y} r="2" />
              {labels[i] && (
                <text
                  className={at.beaten ? 'halo' : 'halo strong'}
                  x={labels[i].x}
                  y={labels[i].y}
                  textAnchor={labels[i].anchor}
                >
                  {point.label}
                </text>
              )}
            </g>
          ))}
          {read && (
            <circle
              className="cross"
              cx={read.x}
              cy={read.y}
              r={read.r + 3}
              fill="none"
              strokeWidth="2"
            />
          )}
        </svg>
      </div>
      <figcaption className="caption">{props.caption}</figcaption>
    </figure>
  );
}

function Axes(props: {
  xs: Scale;
  ys: Scale;
  x: (value: number) => number;
  y: (value: number) => number;
  width: number;
}) {
  const { xs, ys, x, y, width } = props;
  return (
    <>
      {ys.ticks.map((tick) => (
        <g key={tick}>
          <line className="grid" x1={LEFT} x2={width - RIGHT} y1={y(tick)} y2={y(tick)} />
          <text x={LEFT - 8} y={y(tick) + 4} textAnchor="end">
            {fixed(tick, tickDecimals(ys))}
          </text>
        </g>
      ))}
      {xs.ticks.map((tick) => (
        <g key={tick}>
          <line className="grid" x1={x(tick)} x2={x(tick)} y1={TOP - 8} y2={BOTTOM} />
          <text x={x(tick)} y={BOTTOM + 18} textAnchor="middle">
            {fixed(tick, tickDecimals(xs))}
          </text>
        </g>
      ))}
    </>
  );
}

/** Steps along the best: at a cost, the best gain that costs no more. */
function paretoPath(points: readonly (readonly [number, number])[], end: number): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const steps = rest.map(([x, y]) => `H${x}V${y}`).join('');
  return `M${first[0]} ${BOTTOM}V${first[1]}${steps}H${end}`;
}
