import { useQuery } from '@tanstack/react-query';
import { isFinal, resultOf } from '../../api/jobs';
import { model as modelQuery } from '../../api/queries';
import type { Job } from '../../api/types';
import { Artifacts, modelArtifact } from '../../components/Artifacts/Artifacts';
import { Missing } from '../../components/Figure/Figure';
import { Section } from '../../components/Section/Section';

/** What the job made: the model, and what came with it. */
export function Made({ job }: { job: Job }) {
  const id = resultOf(job)?.model ?? null;
  const made = useQuery({ ...modelQuery(id ?? ''), enabled: id !== null });
  const artifacts = made.data ? [modelArtifact(made.data)] : [];
  return (
    <Section title="Artifacts">
      {artifacts.length > 0 ? (
        <Artifacts artifacts={artifacts} />
      ) : (
        <Missing>{whyNone(job, id !== null && made.isPending)}</Missing>
      )}
    </Section>
  );
}

function whyNone(job: Job, loading: boolean): string {
  if (loading) return 'being read';
  if (!isFinal(job.state)) return 'not made yet';
  if (job.state === 'succeeded') {
    return job.kind === 'benchmark' || job.kind === 'evaluation'
      ? 'none: what was measured is the result'
      : 'none were stored';
  }
  return `none: the job was ${job.state === 'failed' ? 'not finished' : 'cancelled'}`;
}
