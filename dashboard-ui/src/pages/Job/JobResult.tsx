import { Link } from 'react-router';
import { useModelsById } from '../../api/names';
import type { Job, Result } from '../../api/types';
import { LayerError } from '../../components/LayerError/LayerError';
import { modelAddress } from '../../components/ModelName/ModelName';
import { Section } from '../../components/Section/Section';
import { Accuracy, Latency, Ports, Size, Sparsity } from './figures';
import { Report } from './Report';

/** What came of it, in figures; each leads on to where it can be looked into. */
export function JobResult({ job, result }: { job: Job; result: Result }) {
  const made = useModelsById().get(result.model ?? '');
  return (
    <>
      <Section
        title="Result"
        aside={
          job.kind === 'benchmark' ? (
            <Link to={`/measurements/${job.id}`}>The whole measurement</Link>
          ) : (
            made && <Link to={modelAddress(made)}>The model</Link>
          )
        }
      >
        <dl className="kv">
          <Accuracy job={job} result={result} />
          <Size result={result} />
          {job.kind === 'benchmark' && <Latency result={result} />}
          {job.kind === 'conversion' && <Ports result={result} />}
          {result.sparsity && result.sparsity.length > 0 && <Sparsity result={result} />}
        </dl>
      </Section>
      {result.tensors && result.tensors.length > 0 && (
        <Section
          title={`${job.kind === 'quantization' ? 'Quantization error' : 'Error'} by tensor`}
          caption="Signal to noise of each output against the model it was made from, dB, in order"
          aside={made && <Link to={`${graphAddress(made)}&colour=error`}>Show in the graph</Link>}
        >
          <LayerError tensors={result.tensors} />
        </Section>
      )}
      <Report result={result} />
    </>
  );
}

const graphAddress = (model: { name: string; id: string }) =>
  `/models/${encodeURIComponent(model.name)}/graph?variant=${model.id}`;
