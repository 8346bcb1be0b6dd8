import { modelOf } from '../api/jobs';
import type { Job } from '../api/types';

/**
 * The command that has the server do the job again, with models and data sets by the ids that it knows them by. What a
 * command cannot say is in the recipe, which stands beside it.
 *
 * @param deviceName of a device's id, so that the command can be read
 */
export function commandFor(job: Job, server: string, deviceName: (id: string) => string): string {
  const { recipe } = job;
  const model = modelOf(job) ?? 'MODEL';
  const flags: [string, string | number | null | undefined][] = [];
  let verb: string;
  switch (job.kind) {
    case 'conversion':
      verb = `convert ${quote(model)} -o out.tflite`;
      flags.push(['--signature', recipe.signature]);
      for (const [name, shape] of Object.entries(recipe.shapes ?? {})) {
        flags.push([
          '--shape',
          `${name}=${Array.isArray(shape) ? shape.join(',') : String(shape)}`,
        ]);
      }
      break;
    case 'quantization':
      verb = `quantize ${quote(model)} -o out.tflite`;
      flags.push(
        ['--scheme', recipe.scheme],
        ['--calibration', recipe.calibration?.dataset],
        ['--eval', recipe.evaluation?.dataset],
      );
      break;
    case 'pruning':
      verb = `prune ${quote(model)} -o out.tflite`;
      flags.push(
        ['--sparsity', recipe.sparsity],
        ['--score', recipe.score],
        ['--scope', recipe.scope],
        ['--eval', recipe.evaluation?.dataset],
      );
      break;
    case 'benchmark':
      verb = `benchmark ${quote(model)}`;
      flags.push(
        ['--device', recipe.device && deviceName(recipe.device)],
        ['--threads', recipe.threads],
      );
      if (recipe.profile) verb += ' --profile';
      break;
    case 'evaluation':
      verb = `evaluate ${quote(model)} ${quote(recipe.dataset ?? 'DATA')}`;
      break;
  }
  flags.push(['--server', server]);
  const said = flags.flatMap(([flag, value]) =>
    value == null || value === '' ? [] : [`${flag} ${quote(String(value))}`],
  );
  return ['bantam', verb, ...said].join(' ');
}

/** Quoted for a shell where it has to be. */
export function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}

/** The command that has a server measure a model that it has, with a profile: where it says, else on any device. */
export function profileCommand(
  model: string,
  server: string,
  where?: { readonly device: string; readonly threads: number },
): string {
  const there = where ? ` --device ${quote(where.device)} --threads ${where.threads}` : '';
  return `bantam benchmark ${model} --profile${there} --server ${server}`;
}
