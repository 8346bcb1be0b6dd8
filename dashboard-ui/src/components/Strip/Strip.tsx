import { counted, whole } from '../../format/number';
import { quantity, unitFor } from '../../format/units';
import { Chart, Cross, type Drawing } from '../Chart/Chart';
import { placeOf, up, type Margins } from '../Chart/plot';
import { scaleOf, type Scale } from '../Chart/scale';
import { ValueAxis } from '../Chart/ValueAxis';
import { SampleTable } from './SampleTable';
import './Strip.css';

const HEIGHT = 200;
const MARGINS: Margins = { left: 52, right: 12, top: 22, bottom: 32 };

interface Taken {
  readonly samples: readonly number[];
  readonly median: number;
  readonly interval: readonly [number, number] | null;
}

/** Every sample in the order in which it was taken, with the median and its interval across. */
export function Strip(taken: Taken) {
  const { samples, median, interval } = taken;
  const unit = unitFor('time', [median]);
  const top = topOf(samples, interval);
  const scale = scaleOf(
    [...samples.filter((value) => value <= top), ...(interval ?? [])].map(
      (value) => value / unit.factor,
    ),
    4,
  );
  const over = samples.filter((sample) => sample / unit.factor > scale.high);
  return (
    <Chart
      className="strip"
      height={HEIGHT}
      margins={MARGINS}
      sentence={sentence(taken)}
      caption={
        <>
          Dots: single runs, in order. Line: median. Band: 95 % interval of the median.
          {over.length > 0 &&
            ` Triangles: ${counted(over.length, 'run')} above the scale, up to ${quantity('time', Math.max(...over))}.`}
        </>
      }
      points={samples.length}
      read={(at) =>
        `Run ${whole(at + 1)} of ${whole(samples.length)}: ${quantity('time', samples[at] ?? 0)}`
      }
      sideBySide
      table={{ label: 'the samples', content: <SampleTable samples={samples} /> }}
    >
      {(drawing) => (
        <>
          <ValueAxis title={`Latency, ${unit.symbol}`} scale={scale} plot={drawing.plot} />
          <Runs taken={taken} scale={scale} factor={unit.factor} drawing={drawing} />
        </>
      )}
    </Chart>
  );
}

function Runs(props: { taken: Taken; scale: Scale; factor: number; drawing: Drawing }) {
  const { scale, factor } = props;
  const { samples, median, interval } = props.taken;
  const { plot, at } = props.drawing;
  const x = (i: number) => placeOf(plot, i, samples.length);
  const y = (nanos: number) => up(plot, scale, Math.min(scale.high, nanos / factor));
  const read = at === null ? undefined : samples[at];
  return (
    <>
      {interval && (
        <rect
          className="band"
          x={plot.left}
          width={plot.right - plot.left}
          y={y(interval[1])}
          height={Math.max(1, y(interval[0]) - y(interval[1]))}
        />
      )}
      <line className="median" x1={plot.left} x2={plot.right} y1={y(median)} y2={y(median)} />
      {samples.map((sample, i) =>
        sample / factor > scale.high ? (
          <path key={i} className="sample" d={`M${x(i) - 3.5} ${plot.top + 3}l3.5-6 3.5 6z`} />
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
      {read !== undefined && at !== null && <Cross x={x(at)} y={y(read)} r={6} />}
      <text x={plot.left} y={plot.bottom + 24}>
        run 1
      </text>
      <text x={plot.right} y={plot.bottom + 24} textAnchor="end">
        run {whole(samples.length)}
      </text>
    </>
  );
}

/**
 * Where runs took far longer than most, the scale is that of the others: of those within three times the middle half
 * above it, which is where outliers are commonly said to begin.
 */
function topOf(samples: readonly number[], interval: readonly [number, number] | null): number {
  const inOrder = [...samples].sort((a, b) => a - b);
  const at = (share: number) => inOrder[Math.floor((inOrder.length - 1) * share)] ?? 0;
  const fence = at(0.75) + 3 * (at(0.75) - at(0.25));
  if (at(1) <= 2 * fence) return at(1);
  return Math.max(...inOrder.filter((sample) => sample <= fence), interval?.[1] ?? 0);
}

function sentence({ samples, median, interval }: Taken): string {
  const range = `${quantity('time', Math.min(...samples))} to ${quantity('time', Math.max(...samples))}`;
  const between = interval
    ? `, 95 % interval ${quantity('time', interval[0])} to ${quantity('time', interval[1])}`
    : '';
  return `${whole(samples.length)} runs, ${range}; median ${quantity('time', median)}${between}.`;
}
