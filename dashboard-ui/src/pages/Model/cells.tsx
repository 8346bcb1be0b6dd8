import { Link } from 'react-router';
import { Figure, Missing } from '../../components/Figure/Figure';
import { Instant } from '../../components/Instant/Instant';
import { checkText } from '../../domain/check';
import type { VariantRow } from '../../domain/variants';
import { shortDigest } from '../../format/identity';
import { counted, fixed } from '../../format/number';
import { plusMinus, points } from '../../format/share';
import type { Unit } from '../../format/units';

interface Cell {
  row: VariantRow;
}

export function NameCell({ row, modelName }: Cell & { modelName: string }) {
  const { model, label } = row.variant;
  const base = `/models/${encodeURIComponent(modelName)}/graph`;
  return <Link to={`${base}?variant=${shortDigest(model.digest)}`}>{label}</Link>;
}

/** The latency leads to its measurement; where there is none, it says which of the three reasons it is. */
export function LatencyCell({
  row,
  unit,
  standIn = false,
}: Cell & { unit: Unit; standIn?: boolean }) {
  const { standing } = row;
  if (standing.kind === 'waiting') {
    return (
      <Missing>
        not measured yet: <Link to={`/jobs/${standing.job.id}`}>{standing.job.state}</Link>
      </Missing>
    );
  }
  if (standing.kind === 'failed') {
    return (
      <Missing>
        <Link to={`/jobs/${standing.job.id}`}>failed</Link>
      </Missing>
    );
  }
  if (standing.kind === 'none') return <Missing>not measured yet</Missing>;
  const { job, result } = standing.measured;
  const value = standIn ? result.instructions : result.medianNanos;
  if (value == null) {
    return <Missing>{standIn ? 'not counted' : 'a stand-in reports no time'}</Missing>;
  }
  return (
    <Link className="figure-link" to={`/measurements/${job.id}`}>
      <Figure
        kind={standIn ? 'count' : 'time'}
        value={value}
        interval={standIn ? null : result.interval}
        unit={unit}
      />
    </Link>
  );
}

export function AccuracyCell({ row: { accuracy } }: Cell) {
  if (accuracy === null) return <Missing>not measured yet</Missing>;
  return <Link to={`/jobs/${accuracy.job.id}`}>{fixed(accuracy.estimate.value * 100, 2)}</Link>;
}

export function DifferenceCell({ row: { accuracy, variant } }: Cell) {
  if (variant.model.parent == null) return <Missing>has no parent</Missing>;
  if (accuracy === null) return <Missing>not measured yet</Missing>;
  if (accuracy.difference === null) return <Missing>not paired</Missing>;
  const { value, interval } = accuracy.difference;
  return (
    <>
      {points(value)} <span className="ci">{plusMinus(interval)}</span>
    </>
  );
}

export function MemoryCell({ row: { measured }, unit }: Cell & { unit: Unit }) {
  if (measured === null) return <Missing>not measured yet</Missing>;
  const { peakBytes } = measured.result;
  if (peakBytes == null) return <Missing>this device cannot measure it</Missing>;
  return <Figure kind="memory" value={peakBytes} unit={unit} />;
}

export function CheckCell({ row: { measured } }: Cell) {
  if (measured === null) return <Missing>not checked yet</Missing>;
  const { outputCheck } = measured.result;
  if (outputCheck == null) return <Missing>not checked</Missing>;
  return <span className="nowrap">{checkText(outputCheck)}</span>;
}

export function MeasuredCell({ row: { measured } }: Cell) {
  if (measured === null) return <Missing>not measured yet</Missing>;
  const { job, result } = measured;
  const samples = result.samplesNanos?.length ?? 0;
  return (
    <span className="nowrap quiet">
      <Instant at={job.finishedAt ?? job.createdAt} short />
      {samples > 0 && `, ${counted(samples, 'run')}`}
    </span>
  );
}
