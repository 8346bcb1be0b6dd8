import type { Series, SeriesPoint } from '../../api/types';
import { metricOf } from '../../domain/release';
import { ends } from '../../format/interval';
import { counted } from '../../format/number';
import { intervalInUnit, quantity, unitFor, type Quantity } from '../../format/units';
import { Chart, Cross, Whisker, type Drawing } from '../Chart/Chart';
import { placeOf, up, type Margins } from '../Chart/plot';
import { scaleOf } from '../Chart/scale';
import { ValueAxis } from '../Chart/ValueAxis';
import './History.css';
import { PointTable } from './PointTable';

const HEIGHT = 200;
const MARGINS: Margins = { left: 60, right: 24, top: 22, bottom: 36 };
/** A release's name under its point takes about this much. */
const LABEL = 72;

/** One figure over the releases that measured it, the oldest first, each with its 95 % interval. */
export function History({ series }: { series: Series }) {
  const { points } = series;
  const { name, kind: metricKind } = metricOf(series.series.metric);
  const kind = metricKind === 'share' ? 'count' : metricKind;
  const read = (at: number) => {
    const point = points[at];
    return point === undefined ? '' : pointText(point, kind);
  };
  return (
    <Chart
      className="history"
      height={HEIGHT}
      margins={MARGINS}
      sentence={sentence(points, kind, name)}
      caption="Dots: releases that measured it, the oldest first. Whiskers: 95 % interval; where there is none, the figure is exact."
      points={points.length}
      read={read}
      sideBySide
      table={{
        label: 'the history',
        content: <PointTable points={points} kind={kind} name={name} />,
      }}
    >
      {(drawing) => <Points points={points} kind={kind} name={name} drawing={drawing} />}
    </Chart>
  );
}

function Points(props: {
  points: readonly SeriesPoint[];
  kind: Quantity;
  name: string;
  drawing: Drawing;
}) {
  const { points, kind, name } = props;
  const { plot, at } = props.drawing;
  const unit = unitFor(
    kind,
    points.map((point) => point.value),
  );
  const values = points.flatMap((point) => [point.value, ...(ends(point.interval) ?? [])]);
  const scale = scaleOf(
    values.map((value) => value / unit.factor),
    4,
  );
  const x = (i: number) => placeOf(plot, i, points.length);
  const y = (value: number) => up(plot, scale, value / unit.factor);
  const every = Math.max(1, Math.ceil((LABEL * points.length) / (plot.right - plot.left)));
  const read = at === null ? undefined : points[at];
  const title = name.charAt(0).toUpperCase() + name.slice(1) + (unit.symbol && `, ${unit.symbol}`);
  return (
    <>
      <ValueAxis title={title} scale={scale} plot={plot} />
      <polyline
        className="line"
        points={points.map((point, i) => `${x(i)},${y(point.value)}`).join(' ')}
      />
      {points.map((point, i) => {
        const interval = ends(point.interval);
        return (
          <g key={point.benchmark}>
            {interval && <Whisker x={x(i)} ends={interval} y={y} />}
            <circle className="point" cx={x(i)} cy={y(point.value)} r="3.5" />
            {(points.length - 1 - i) % every === 0 && (
              <text x={x(i)} y={plot.bottom + 22} textAnchor="middle">
                {shortened(point.release)}
              </text>
            )}
          </g>
        );
      })}
      {read !== undefined && at !== null && <Cross x={x(at)} y={y(read.value)} r={7} />}
    </>
  );
}

const shortened = (name: string): string => (name.length > 11 ? `${name.slice(0, 10)}…` : name);

function pointText(point: SeriesPoint, kind: Quantity): string {
  const unit = unitFor(kind, [point.value]);
  const interval = ends(point.interval);
  const between = interval ? ` ${intervalInUnit(point.value, interval, unit)}` : ', exact';
  return `Release ${point.release}: ${quantity(kind, point.value, unit)}${between}`;
}

function sentence(points: readonly SeriesPoint[], kind: Quantity, name: string): string {
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return 'No release has measured it.';
  if (points.length === 1) return `One release: ${pointText(first, kind)}.`;
  return (
    `The ${name} over ${counted(points.length, 'release')}: from ` +
    `${quantity(kind, first.value)} in ${first.release} to ${quantity(kind, last.value)} in ${last.release}.`
  );
}
