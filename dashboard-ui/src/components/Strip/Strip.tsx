import { counted, fixed, whole } from '../../format/number';
import { quantity, unitFor } from '../../format/units';
import '../Chart/Chart.css';
import { scaleOf } from '../Chart/scale';
import { TableToggle } from '../Chart/TableToggle';
import { useReadout } from '../Chart/useReadout';
import { useWidth } from '../Chart/useWidth';
import { ValueAxis } from '../Chart/ValueAxis';
import { DataTable } from '../DataTable/DataTable';
import './Strip.css';

const HEIGHT = 200;
const TOP = 22;
const BOTTOM = 168;
const LEFT = 52;
const RIGHT = 12;

/** Every sample in the order in which it was taken, with the median and its interval across. */
export function Strip(props: {
  samples: readonly number[];
  median: number;
  interval: readonly [number, number] | null;
}) {
  const { samples, median, interval } = props;
  return (
    <TableToggle
      label="the samples"
      chart={<Picture samples={samples} median={median} interval={interval} />}
      table={<SampleTable samples={samples} />}
    />
  );
}

function Picture({ samples, median, interval }: Parameters<typeof Strip>[0]) {
  const { ref, width } = useWidth();
  const readout = useReadout(samples.length);
  const unit = unitFor('time', [median]);
  const top = topOf(samples, interval);
  const scale = scaleOf(
    [...samples.filter((value) => value <= top), ...(interval ?? [])].map(
      (value) => value / unit.factor,
    ),
    4,
  );
  const x = (i: number) => LEFT + ((i + 0.5) / samples.length) * (width - LEFT - RIGHT);
  const y = (nanos: number) => {
    const share = (nanos / unit.factor - scale.low) / (scale.high - scale.low);
    return BOTTOM - Math.min(1, share) * (BOTTOM - TOP);
  };
  const over = samples.filter((sample) => sample / unit.factor > scale.high);
  const read = readout.at === null ? undefined : samples[readout.at];
  return (
    <figure>
      <p className="readout" aria-live="polite">
        {read === undefined || readout.at === null
          ? ' '
          : `Run ${whole(readout.at + 1)} of ${whole(samples.length)}: ${quantity('time', read)}`}
      </p>
      <div ref={ref}>
        <svg
          className="chart strip"
          width={width}
          height={HEIGHT}
          viewBox={`0 0 ${width} ${HEIGHT}`}
          role="img"
          aria-label={sentence(samples, median, interval)}
          {...readout.props}
          onPointerMove={(event) => {
            const at = event.nativeEvent.offsetX - LEFT;
            const i = Math.floor((at / (width - LEFT - RIGHT)) * samples.length);
            readout.show(i >= 0 && i < samples.length ? i : null);
          }}
        >
          <ValueAxis
            title={`Latency, ${unit.symbol}`}
            scale={scale}
            y={(tick) => y(tick * unit.factor)}
            left={LEFT}
            right={width - RIGHT}
          />
          {interval && (
            <rect
              className="band"
              x={LEFT}
              width={width - LEFT - RIGHT}
              y={y(interval[1])}
              height={Math.max(1, y(interval[0]) - y(interval[1]))}
            />
          )}
          <line className="median" x1={LEFT} x2={width - RIGHT} y1={y(median)} y2={y(median)} />
          {samples.map((sample, i) =>
            sample / unit.factor > scale.high ? (
              <path key={i} className="sample" d={`M${x(i) - 3.5} ${TOP + 3}l3.5-6 3.5 6z`} />
            ) : (
              <circle
                key={i}
                className="sample"
                cx={x(i)}
                cy={y(sample)}
                r={samples.length > 200 ? 1.5 : 2.5}
              />
            ),
          )}
          {read !== undefined && readout.at !== null && (
            <circle
              className="cross"
              cx={x(readout.at)}
              cy={y(read)}
              r="6"
              fill="none"
              strokeWidth="2"
            />
          )}
          <text x={LEFT} y={HEIGHT - 8}>
            run 1
          </text>
          <text x={width - RIGHT} y={HEIGHT - 8} textAnchor="end">
            run {whole(samples.length)}
          </text>
        </svg>
      </div>
      <figcaption className="caption">
        Dots: single runs, in order. Line: median. Band: 95 % interval of the median.
        {over.length > 0 &&
          ` Triangles: ${counted(over.length, 'run')} above the scale, up to ${quantity('time', Math.max(...over))}.`}
      </figcaption>
    </figure>
  );
}

/** Where a few runs took far longer than all others, the scale is that of the others. */
function topOf(samples: readonly number[], interval: readonly [number, number] | null): number {
  const inOrder = [...samples].sort((a, b) => a - b);
  const most = inOrder.at(-1) ?? 0;
  const nearly = inOrder[Math.floor((inOrder.length - 1) * 0.99)] ?? most;
  return most > 2 * nearly ? Math.max(nearly, interval?.[1] ?? 0) : most;
}

function sentence(
  samples: readonly number[],
  median: number,
  interval: readonly [number, number] | null,
): string {
  const range = `${quantity('time', Math.min(...samples))} to ${quantity('time', Math.max(...samples))}`;
  const between = interval
    ? `, 95 % interval ${quantity('time', interval[0])} to ${quantity('time', interval[1])}`
    : '';
  return `${whole(samples.length)} runs, ${range}; median ${quantity('time', median)}${between}.`;
}

function SampleTable({ samples }: { samples: readonly number[] }) {
  const unit = unitFor('time', samples);
  const rows = samples.map((nanos, i) => ({ nanos, i }));
  return (
    <DataTable
      label="Samples"
      phone="sticky"
      rows={rows}
      rowKey={(row) => String(row.i)}
      columns={[
        { key: 'run', header: 'Run', cell: (row) => whole(row.i + 1) },
        {
          key: 'time',
          header: `Latency, ${unit.symbol}`,
          numeric: true,
          cell: (row) => fixed(row.nanos / unit.factor, 3),
        },
      ]}
    />
  );
}
