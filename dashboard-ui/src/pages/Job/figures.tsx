import { useDatasetName } from '../../api/names';
import type { Job, Result } from '../../api/types';
import { Figure, Missing } from '../../components/Figure/Figure';
import { metricName } from '../../domain/accuracies';
import { fixed, NBSP, whole } from '../../format/number';
import { accuracy, change, plusMinus, points } from '../../format/share';
import { quantity, unitFor } from '../../format/units';

export function Accuracy({ job, result }: { job: Job; result: Result }) {
  const dataset = useDatasetName();
  const value = result.accuracy;
  if (job.kind !== 'quantization' && job.kind !== 'pruning') return null;
  if (value == null) {
    return (
      <>
        <dt>Accuracy</dt>
        <dd>
          <Missing>not measured: the recipe names no data to evaluate on</Missing>
        </dd>
      </>
    );
  }
  const on = job.recipe.evaluation?.dataset;
  const samples = `, ${whole(value.samples)} samples`;
  return (
    <>
      <dt>{metricName(value.metric)}</dt>
      <dd>
        {accuracy(value.before.value)} → <b>{accuracy(value.after.value)}</b>{' '}
        <span className="ci">
          {plusMinus(value.after.interval)} alone
          {on ? `, ${dataset(on)}` : ''}
          {samples}
        </span>
      </dd>
      <dt>Against its parent</dt>
      <dd>
        <b>
          {points(value.difference.value)}
          {NBSP}points
        </b>{' '}
        <span className="ci">
          {plusMinus(value.difference.interval)}, paired over the same samples
        </span>
      </dd>
    </>
  );
}

export function Size({ result }: { result: Result }) {
  if (!result.sizeBytes) return null;
  const { before, after } = result.sizeBytes;
  const unit = unitFor('file', [before, after]);
  return (
    <>
      <dt>Size</dt>
      <dd>
        {quantity('file', before, unit)} → <b>{quantity('file', after, unit)}</b>{' '}
        <span className="ci">
          {before > 0 ? `${change(after / before).figure}, exact` : 'exact'}
        </span>
      </dd>
    </>
  );
}

export function Latency({ result }: { result: Result }) {
  return (
    <>
      <dt>Latency, median</dt>
      <dd>
        {result.medianNanos == null ? (
          <Missing>not measured: a stand-in reports no time</Missing>
        ) : (
          <Figure kind="time" value={result.medianNanos} interval={result.interval} />
        )}
      </dd>
      {result.instructions != null && (
        <>
          <dt>Instructions</dt>
          <dd>
            <Figure kind="count" value={result.instructions} exact />
          </dd>
        </>
      )}
      <dt>Peak memory</dt>
      <dd>
        {result.peakBytes == null ? (
          <Missing>not measured on this device</Missing>
        ) : (
          <Figure kind="memory" value={result.peakBytes} />
        )}
      </dd>
    </>
  );
}

/** What goes into a converted model and what comes out, by the names that its callers know. */
export function Ports({ result }: { result: Result }) {
  return (
    <>
      <dt>Inputs</dt>
      <dd>{(result.inputs ?? []).join(', ') || <Missing>none</Missing>}</dd>
      <dt>Outputs</dt>
      <dd>{(result.outputs ?? []).join(', ') || <Missing>none</Missing>}</dd>
    </>
  );
}

export function Sparsity({ result }: { result: Result }) {
  const layers = result.sparsity ?? [];
  const values = layers.map((layer) => layer.sparsity);
  return (
    <>
      <dt>Sparsity reached</dt>
      <dd>
        {fixed(Math.min(...values) * 100, 1)} to {fixed(Math.max(...values) * 100, 1)}
        {NBSP}% <span className="ci">in {whole(layers.length)} layers</span>
      </dd>
    </>
  );
}
