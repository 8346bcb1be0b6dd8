import type { Job } from '../api/types';

/** Names for what a recipe names by id: a command with names can be read aloud. */
export interface Names {
  model: string;
  dataset: (id: string) => string;
  device: (id: string) => string;
}

/** The command that does the job again. What a command cannot say is in the recipe, which stands beside it. */
export function commandFor(job: Job, names: Names): string {
  const { recipe } = job;
  const flags: [string, string | number | null | undefined][] = [];
  let verb: string;
  switch (job.kind) {
    case 'conversion':
      verb = `convert ${quote(names.model)} -o out.tflite`;
      flags.push(['--signature', recipe.signature]);
      for (const [name, shape] of Object.entries(recipe.shapes ?? {})) {
        flags.push([
          '--shape',
          `${name}=${Array.isArray(shape) ? shape.join(',') : String(shape)}`,
        ]);
      }
      break;
    case 'quantization':
      verb = `quantize ${quote(names.model)} -o out.tflite`;
      flags.push(
        ['--scheme', recipe.scheme],
        ['--calibration', named(recipe.calibration?.dataset, names)],
        ['--eval', named(recipe.evaluation?.dataset, names)],
      );
      break;
    case 'pruning':
      verb = `prune ${quote(names.model)} -o out.tflite`;
      flags.push(
        ['--sparsity', recipe.sparsity],
        ['--score', recipe.score],
        ['--scope', recipe.scope],
        ['--eval', named(recipe.evaluation?.dataset, names)],
      );
      break;
    case 'benchmark':
      verb = `benchmark ${quote(names.model)}`;
      flags.push(
        ['--device', recipe.device && names.device(recipe.device)],
        ['--threads', recipe.threads],
      );
      if (recipe.profile) verb += ' --profile';
      break;
    case 'evaluation':
      verb = `evaluate ${quote(names.model)} ${quote(named(recipe.dataset, names) ?? 'DATA')}`;
      break;
  }
  const said = flags.flatMap(([flag, value]) =>
    value == null || value === '' ? [] : [`${flag} ${quote(String(value))}`],
  );
  return ['bantam', verb, ...said].join(' ');
}

const named = (id: string | undefined, names: Names): string | undefined =>
  id === undefined ? undefined : names.dataset(id);

/** Quoted for a shell where it has to be. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
