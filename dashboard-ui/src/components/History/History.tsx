import { Link } from 'react-router';
import type { Series, SeriesPoint } from '../../api/types';
import { metricOf } from '../../domain/release';
import { ends } from '../../format/interval';
import { counted } from '../../format/number';
import { intervalInUnit, quantity, unitFor, type Quantity } from '../../format/units';
import '../Chart/Chart.css';
import { scaleOf } from '../Chart/scale';
import { TableToggle } from '../Chart/TableToggle';
import { useReadout } from '../Chart/useReadout';
import { useWidth } from '../Chart/useWidth';
import { ValueAxis } from '../Chart/ValueAxis';
import { DataTable } from '../DataTable/DataTable';
import './History.css';

const HEIGHT = 200;
const TOP = 22;
const BOTTOM = 164;
const LEFT = 60;
const RIGHT = 24;
/** A release's name under its point takes about this much. */
const LABEL = 72;

/** One figure over the releases that measured it, the oldest first, each with its 95 % interval. */
export function History({ series }: { series: Series }) {
  return (
    <TableToggle
      label="the history"
      chart={<Picture series={series} />}
      table={<PointTable series={series} />}
    />
  );
}

const quantityOf = (series: Series): Quantity => {
  const { kind } = metricOf(series.series.metric);
  return kind === 'share' ? 'count' : kind;
};

function Picture({ series }: { series: Series }) {
  const { points } = series;
  const { ref, width } = useWidth();
  const readout = useReadout(points.length);
  const kind = quantityOf(series);
  const unit = unitFor(
    kind,
    points.map((point) => point.value),
  );
  const scale = scaleOf(
    points
      .flatMap((point) => [point.value, ...(ends(point.interval) ?? [])])
      .map((v) => v / unit.factor),
    4,
  );
  const step = (width - LEFT - RIGHT) / points.length;
  const x = (i: number) => LEFT + (i + 0.5) * step;
  const y = (value: number) =>
    BOTTOM - ((value / unit.factor - scale.low) / (scale.high - scale.low)) * (BOTTOM - TOP);
  const every = Math.max(1, Math.ceil(LABEL / step));
  const read = readout.at === null ? undefined : points[readout.at];
  const name = metricOf(series.series.metric).name;
  return (
    <figure>
      <p className="readout" aria-live="polite">
        {read === undefined ? ' ' : pointText(read, kind)}
      </p>
      <div ref={ref}>
        <svg
          className="chart history"
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={sentence(points, kind, name)}
          {...readout.props}
          onPointerMove={(event) => {
            const i = Math.floor((event.nativeEvent.offsetX - LEFT) / step);
            readout.show(i >= 0 && i < points.length ? i : null);
          }}
        >
          <ValueAxis
            title={
              name.charAt(0).toUpperCase() + name.slice(1) + (unit.symbol && `, ${unit.symbol}`)
            }
            scale={scale}
            y={(tick) => y(tick * unit.factor)}
            left={LEFT}
            right={width - RIGHT}
          />
          <polyline
            className="line"
            points={points.map((point, i) => `${x(i)},${y(point.value)}`).join(' ')}
          />
          {points.map((point, i) => {
            const interval = ends(point.interval);
            return (
              <g key={point.benchmark}>
                {interval && (
                  <line
                    className="whisker"
                    x1={x(i)}
                    x2={x(i)}
                    y1={y(interval[0])}
                    y2={y(interval[1])}
                  />
                )}
                <circle className="point" cx={x(i)} cy={y(point.value)} r="3.5" />
                {(points.length - 1 - i) % every === 0 && (
                  <text x={x(i)} y={HEIGHT - 14} textAnchor="middle">
                    {shortened(point.release)}
                  </text>
                )}
              </g>
            );
          })}
          {read !== undefined && readout.at !== null && (
            <circle
              className="cross"
              cx={x(readout.at)}
              cy={y(read.value)}
              r="7"
              fill="none"
              strokeWidth="2"
            />
          )}
        </svg>
      </div>
      <figcaption className="caption">
        Dots: releases that measured it, the oldest first. Whiskers: 95 % interval; where there is
        none, the figure is exact.
      </figcaption>
    </figure>
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

function PointTable({ series }: { series: Series }) {
  const kind = quantityOf(series);
  return (
    <DataTable
      label="History"
      phone="sticky"
      rows={[...series.points].reverse()}
      rowKey={(row) => row.benchmark}
      columns={[
        { key: 'release', header: 'Release', cell: (row) => row.release },
        {
          key: 'value',
          header: metricOf(series.series.metric).name,
          numeric: true,
          cell: (row) => (
            <Link to={`/measurements/${row.benchmark}`}>{quantity(kind, row.value)}</Link>
          ),
        },
        {
          key: 'interval',
          header: '95 % interval',
          numeric: true,
          cell: (row) => {
            const interval = ends(row.interval);
            return interval
              ? intervalInUnit(row.value, interval, unitFor(kind, [row.value]))
              : 'exact';
          },
        },
      ]}
    />
  );
}
