import type { TensorError } from '../../api/types';
import { fixed, NBSP } from '../../format/number';
import { TableToggle } from '../Chart/TableToggle';
import { DataTable, type Column } from '../DataTable/DataTable';
import { Missing } from '../Figure/Figure';
import '../Chart/Chart.css';
import { scaleOf } from '../Chart/scale';
import { useWidth } from '../Chart/useWidth';

/** Below this a tensor is named: it is likely to cost accuracy. */
export const NAMED_BELOW_DB = 20;
const TOP = 16;
const BOTTOM = 170;
const NAMED_AT_MOST = 3;
const LINE = 13;
/** The width of an average letter of the 12 px face, where it is strong. */
const LETTER = 7.4;

/** Stems, one for each tensor in order: a short one is a large error. Those below 20 dB are named. */
export function LayerError({ tensors }: { tensors: readonly TensorError[] }) {
  const { ref, width } = useWidth();
  const values = tensors.flatMap((tensor) =>
    tensor.signalToNoiseDecibels == null ? [] : [tensor.signalToNoiseDecibels],
  );
  if (values.length === 0) return <Missing>not measured for any tensor</Missing>;
  const scale = scaleOf([Math.min(0, ...values), Math.max(NAMED_BELOW_DB + 10, ...values)], 4);
  const y = (value: number) =>
    BOTTOM - ((value - scale.low) / (scale.high - scale.low)) * (BOTTOM - TOP);
  const x = (i: number) => 6 + (93 * (i + 0.5)) / tensors.length;
  /** A name starts below its stem, and is moved left where it would not fit. */
  const start = (i: number, label: string) =>
    Math.max(0, Math.min((x(i) / 100) * width, width - label.length * LETTER));
  const low = tensors
    .map((tensor, i) => ({ ...tensor, i, value: tensor.signalToNoiseDecibels ?? Infinity }))
    .filter((tensor) => tensor.value < NAMED_BELOW_DB)
    .sort((a, b) => a.value - b.value);
  return (
    <TableToggle
      label="the error by tensor"
      chart={
        <figure>
          <div ref={ref}>
            <svg
              className="chart"
              height={BOTTOM + 6 + LINE * Math.min(low.length, NAMED_AT_MOST)}
              role="img"
              aria-label={sentence(tensors, values, low)}
            >
              {scale.ticks.map((tick) => (
                <g key={tick}>
                  <line className="grid" x1="6%" x2="99%" y1={y(tick)} y2={y(tick)} />
                  <text x="5%" y={y(tick) + 4} textAnchor="end">
                    {fixed(tick, 0)}
                  </text>
                </g>
              ))}
              <line
                className="ref"
                x1="6%"
                x2="99%"
                y1={y(NAMED_BELOW_DB)}
                y2={y(NAMED_BELOW_DB)}
              />
              {tensors.map((tensor, i) =>
                tensor.signalToNoiseDecibels == null ? null : (
                  <g key={tensor.name + String(i)} className="stem">
                    <line
                      x1={`${x(i)}%`}
                      x2={`${x(i)}%`}
                      y1={BOTTOM}
                      y2={y(tensor.signalToNoiseDecibels)}
                    />
                    <circle cx={`${x(i)}%`} cy={y(tensor.signalToNoiseDecibels)} r="2.5" />
                  </g>
                ),
              )}
              {low.slice(0, NAMED_AT_MOST).map((tensor, row) => {
                const label = `${tail(tensor.name)} ${fixed(tensor.value, 1)}`;
                return (
                  <text
                    key={tensor.i}
                    className="strong"
                    x={start(tensor.i, label)}
                    y={BOTTOM + 14 + row * LINE}
                  >
                    {label}
                  </text>
                );
              })}
            </svg>
          </div>
          <figcaption className="caption">
            Dashed: {NAMED_BELOW_DB}
            {NBSP}dB, below which the lowest three are named. A short stem is a large error.
          </figcaption>
        </figure>
      }
      table={<ErrorTable tensors={tensors} />}
    />
  );
}

/** The end of a long name says the most. */
const tail = (name: string) => (name.length > 28 ? `…${name.slice(-27)}` : name);

function sentence(
  tensors: readonly TensorError[],
  values: readonly number[],
  low: readonly { name: string; value: number }[],
): string {
  const range = `Signal to noise of ${tensors.length} tensors, ${fixed(Math.min(...values), 1)} to ${fixed(Math.max(...values), 1)} dB.`;
  if (low.length === 0) return `${range} None is below ${NAMED_BELOW_DB} dB.`;
  const named = low.slice(0, NAMED_AT_MOST).map(({ name, value }) => `${name} ${fixed(value, 1)}`);
  return `${range} ${low.length} below ${NAMED_BELOW_DB} dB, the lowest: ${named.join(', ')}.`;
}

function ErrorTable({ tensors }: { tensors: readonly TensorError[] }) {
  const columns: Column<TensorError>[] = [
    { key: 'name', header: 'Tensor', card: 'first', cell: (row) => <code>{row.name}</code> },
    number('Signal to noise, dB', (row) => row.signalToNoiseDecibels, 1),
    number('Root mean square error', (row) => row.rootMeanSquareError, 5),
    number('Largest error', (row) => row.maximumError, 4),
  ];
  return (
    <DataTable
      label="Error by tensor"
      rows={tensors}
      rowKey={(row) => row.name}
      columns={columns}
      phone="sticky"
    />
  );
}

function number(
  header: string,
  value: (row: TensorError) => number | null | undefined,
  decimals: number,
): Column<TensorError> {
  return {
    key: header,
    header,
    numeric: true,
    cell: (row) => {
      const known = value(row);
      return known == null ? <Missing>not measured</Missing> : fixed(known, decimals);
    },
  };
}
