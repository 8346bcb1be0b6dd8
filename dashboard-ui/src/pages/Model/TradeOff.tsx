import type { Model } from '../../api/types';
import { Empty } from '../../components/Empty/Empty';
import { Scatter, type ScatterPoint } from '../../components/Scatter/Scatter';
import { metricName } from '../../domain/accuracies';
import { front } from '../../domain/pareto';
import type { VariantRow } from '../../domain/variants';
import { accuracy as percent } from '../../format/share';
import { quantity, unitFor } from '../../format/units';

/** Accuracy against latency; what lacks either is named below, not drawn. */
export function TradeOff(props: {
  rows: readonly VariantRow[];
  standIn: boolean;
  selected: string | null;
  root: Model;
}) {
  const { rows } = props;
  const unit = unitFor(
    'time',
    rows.map((row) => row.measured?.result.medianNanos),
  );
  const points = rows.flatMap((row) => pointOf(row, unit.factor));
  const left = rows.filter((row) => pointOf(row, unit.factor).length === 0);
  const metric = rows.find((row) => row.accuracy)?.accuracy?.metric ?? 'accuracy';
  if (points.length === 0) {
    return (
      <Empty
        title="No variant has both an accuracy and a latency here"
        {...(!props.standIn && {
          command: `bantam benchmark ${props.root.id} --server ${window.location.origin}`,
        })}
      >
        {props.standIn
          ? 'A stand-in reports no time, so there is no trade-off to draw: choose hardware above.'
          : 'The picture needs an evaluation (made with each quantization and pruning that names data for it) and a benchmark on this device.'}
      </Empty>
    );
  }
  const best = front(points).map((point) => point.label);
  return (
    <Scatter
      points={points}
      selected={props.selected}
      gainTitle={`${metricName(metric)}, %`}
      costTitle={`Latency, median, ${unit.symbol}`}
      sentence={`Scatter of ${points.length} variants: accuracy against latency. On the Pareto line: ${best.join(', ')}. The same data is in the table below.`}
      caption={
        <>
          Filled: on the Pareto line. Dashed: another variant is at least as good in both. Whisker:
          95 % interval of the accuracy alone.
          {left.length > 0 && ` Not drawn: ${left.map(whyNot).join(', ')}.`}
        </>
      }
    />
  );
}

function pointOf({ variant, measured, accuracy }: VariantRow, factor: number): ScatterPoint[] {
  const nanos = measured?.result.medianNanos;
  if (nanos == null || accuracy === null) return [];
  const { value, interval } = accuracy.estimate;
  return [
    {
      key: variant.model.id,
      label: variant.label,
      cost: nanos / factor,
      gain: value * 100,
      gainInterval: [interval[0] * 100, interval[1] * 100],
      size: variant.model.sizeBytes,
      text: `${variant.label}: ${quantity('time', nanos)}, ${percent(value)}, ${quantity('file', variant.model.sizeBytes)}`,
    },
  ];
}

function whyNot({ variant, measured, accuracy }: VariantRow): string {
  const lacks = [measured ? null : 'latency', accuracy ? null : 'accuracy'].filter(Boolean);
  return `${variant.label} (${lacks.length === 0 ? 'a stand-in reports no time' : `${lacks.join(' and ')} not measured yet`})`;
}
