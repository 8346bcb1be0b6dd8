import { modelOf } from '../api/jobs';
import type { Device, Job, Model } from '../api/types';
import { modelAddress } from '../components/ModelName/ModelName';
import { recipeText } from '../domain/family';
import { capital, shortDigest } from '../format/identity';

/** Something that a search leads to. */
export interface Found {
  readonly to: string;
  readonly name: string;
  readonly what: string;
}

const LIMIT = 12;

/** What the words match: every word has to be in the name, the description, the id or the digest. */
export function find(
  text: string,
  things: { models: readonly Model[]; devices: readonly Device[]; jobs: readonly Job[] },
): Found[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return [];
  const names = new Map(things.models.map((model) => [model.id, model.name]));
  const all: (Found & { more: string })[] = [
    ...things.models.map((model) => ({
      to: modelAddress(model),
      name: model.name,
      what: `Model, ${recipeText(model.recipe)}, ${shortDigest(model.digest)}`,
      more: `${model.id} ${model.digest}`,
    })),
    ...things.devices.map((device) => ({
      to: `/devices/${encodeURIComponent(device.id)}`,
      name: device.name,
      what: `Device, ${device.kind}`,
      more: device.id,
    })),
    ...things.jobs.map((job) => ({
      to: `/jobs/${encodeURIComponent(job.id)}`,
      name: `${capital(job.kind)} ${names.get(modelOf(job) ?? '') ?? ''}`.trim(),
      what: `Job, ${job.state}, ${job.id}`,
      more: job.id,
    })),
  ];
  return all
    .filter((thing) => {
      const haystack = `${thing.name} ${thing.what} ${thing.more}`.toLowerCase();
      return words.every((word) => haystack.includes(word));
    })
    .slice(0, LIMIT);
}
