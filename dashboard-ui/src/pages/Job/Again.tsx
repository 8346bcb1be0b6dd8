import { useNames } from '../../api/names';
import type { Job } from '../../api/types';
import { Command } from '../../components/Command/Command';
import { Section } from '../../components/Section/Section';
import { commandFor } from '../../domain/command';

/** How the same is asked for once more: as a command, and as the whole recipe. */
export function Again({ job }: { job: Job }) {
  const command = commandFor(job, window.location.origin, useNames().device);
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
