import type { ReactNode } from 'react';
import { dominated, front } from '../../domain/pareto';
import { Chart, Cross, Whisker, type Drawing } from '../Chart/Chart';
import { along, up, type Margins, type Plot } from '../Chart/plot';
import { scaleOf, type Scale } from '../Chart/scale';
import { LevelAxis, ValueAxis } from '../Chart/ValueAxis';
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
const MARGINS: Margins = { left: 52, right: 16, top: 24, bottom: 48 };
const LARGEST_RADIUS = 16;
/** A picture narrower than this has fewer ticks along. */
const NARROW = 480;

/** A trade-off as a picture: filled points are on the Pareto line, dashed ones are beaten by another in both. */
export function Scatter(props: {
  points: readonly ScatterPoint[];
  costTitle: string;
  gainTitle: string;
  sentence: string;
  caption: ReactNode;
  selected?: string | null;
}) {
  const { points } = props;
  return (
    <Chart
      className="scatter"
      height={HEIGHT}
      margins={MARGINS}
      sentence={props.sentence}
      caption={props.caption}
      points={points.length}
      read={(at) => points[at]?.text ?? ''}
    >
      {(drawing) => {
        const { plot } = drawing;
        const narrow = plot.right + MARGINS.right < NARROW;
        const costs = scaleOf([0, ...points.map((point) => point.cost)], narrow ? 3 : 5);
        const gains = scaleOf(
          points.flatMap((point) => [point.gain, ...(point.gainInterval ?? [])]),
          5,
        );
        return (
          <>
            <ValueAxis title={props.gainTitle} scale={gains} plot={plot} />
            <LevelAxis title={props.costTitle} scale={costs} plot={plot} />
            <Bubbles
              points={points}
              costs={costs}
              gains={gains}
              drawing={drawing}
              selected={props.selected ?? null}
            />
          </>
        );
      }}
    </Chart>
  );
}

function Bubbles(props: {
  points: readonly ScatterPoint[];
  costs: Scale;
  gains: Scale;
  drawing: Drawing;
  selected: string | null;
}) {
  const { points, selected } = props;
  const { plot, at, show } = props.drawing;
  const x = (cost: number) => along(plot, props.costs, cost);
  const y = (gain: number) => up(plot, props.gains, gain);
  const largest = Math.max(...points.map((point) => point.size));
  const drawn = points.map((point) => ({
    point,
    x: x(point.cost),
    y: y(point.gain),
    r: Math.max(4, LARGEST_RADIUS * Math.sqrt(point.size / largest)),
    beaten: dominated(point, points),
  }));
  const labels = placeLabels(drawn, { ...plot, right: plot.right + 12, top: 12 });
  const read = at === null ? undefined : drawn[at];
  const best = front(points).map((p) => [x(p.cost), y(p.gain)] as const);
  return (
    <>
      <path className="pareto" d={paretoPath(best, plot)} />
      {drawn.map(({ point, ...place }, i) => (
        <g
          key={point.key}
          className={[place.beaten ? 'beaten' : 'best', point.key === selected && 'chosen']
            .filter(Boolean)
            .join(' ')}
          onPointerEnter={() => show(i)}
          onClick={() => show(i)}
        >
          {point.gainInterval && <Whisker x={place.x} ends={point.gainInterval} y={y} />}
          <circle className="bubble" cx={place.x} cy={place.y} r={place.r} />
          <circle className="centre" cx={place.x} cy={place.y} r="2" />
          {labels[i] && (
            <text
              className={place.beaten ? 'halo' : 'halo strong'}
              x={labels[i].x}
              y={labels[i].y}
              textAnchor={labels[i].anchor}
            >
              {point.label}
            </text>
          )}
        </g>
      ))}
      {read && <Cross x={read.x} y={read.y} r={read.r + 3} />}
    </>
  );
}

/** Steps along the best: at a cost, the best gain that costs no more. */
function paretoPath(points: readonly (readonly [number, number])[], plot: Plot): string {
  const [first, ...rest] = points;
  if (first === undefined) return '';
  const steps = rest.map(([x, y]) => `H${x}V${y}`).join('');
  return `M${first[0]} ${plot.bottom}V${first[1]}${steps}H${plot.right}`;
}
