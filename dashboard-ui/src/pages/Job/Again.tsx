import { modelOf } from '../../api/jobs';
import { useModelsById, useNames } from '../../api/names';
import type { Job } from '../../api/types';
import { Command } from '../../components/Command/Command';
import { Section } from '../../components/Section/Section';
import { commandFor } from '../../domain/command';
import { shortDigest } from '../../format/identity';

/** How the same is asked for once more: as a command, and as the whole recipe. */
export function Again({ job }: { job: Job }) {
  const model = useModelsById().get(modelOf(job) ?? '');
  const names = useNames();
  const command = commandFor(job, {
    model: model ? shortDigest(model.digest) : (modelOf(job) ?? 'MODEL'),
    dataset: names.dataset,
    device: names.device,
  });
  return (
    <Section title="Make it again">
      <Command command={command} />
      <details className="recipe">
        <summary>The whole recipe</summary>
        <pre className="mono" tabIndex={0}>
          {JSON.stringify(job.recipe, null, 2)}
        </pre>
      </details>
    </Section>
  );
}
