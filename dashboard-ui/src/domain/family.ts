import type { Model, Recipe } from '../api/types';
import { shortDigest } from '../format/identity';
import { fixed, NBSP } from '../format/number';

/** One model of a family: the root, or what a recipe made from its parent. */
export interface Variant {
  readonly model: Model;
  /** Short and unlike every other of the family: "int8", "int8 pruned 50 %". */
  readonly label: string;
  readonly children: readonly Variant[];
}

/** Names of schemes that readers know under another word. */
const SCHEMES: Record<string, string> = { dynamic: 'hybrid', float16: 'fp16' };

export type RecipeKind = 'quantization' | 'pruning' | 'conversion';

/** A model's recipe does not name its kind: its keys do. */
export function recipeKind(recipe: Recipe): RecipeKind {
  if (recipe.scheme !== undefined) return 'quantization';
  if (recipe.sparsity !== undefined) return 'pruning';
  return 'conversion';
}

/** The tree below the root, or null if the items hold no root. */
export function familyOf(items: readonly Model[]): Variant | null {
  const known = new Set(items.map((item) => item.id));
  const root = items.find((item) => item.parent == null || !known.has(item.parent));
  if (root === undefined) return null;
  const tree = grow(root, null, items);
  const labels = flatten(tree).map((variant) => variant.label);
  const twice = new Set(labels.filter((label, i) => labels.indexOf(label) !== i));
  return twice.size === 0 ? tree : tellApart(tree, twice);
}

/** The variant and all below it, parents before children, in the order of the tree. */
export function flatten(variant: Variant): Variant[] {
  return [variant, ...variant.children.flatMap(flatten)];
}

function grow(model: Model, parentLabel: string | null, items: readonly Model[]): Variant {
  const label = labelOf(model, parentLabel);
  const handedOn = model.recipe && recipeKind(model.recipe) !== 'conversion' ? label : null;
  const children = items
    .filter((item) => item.parent === model.id && item.id !== model.id)
    .sort((a, b) => a.createdAt.localeCompare(b.createdAt))
    .map((child) => grow(child, handedOn, items));
  return { model, label, children };
}

/** What one step made of a model, without what came before: "int8"; "original" for a root. */
export const stepLabel = (model: Model): string => labelOf(model, null);

function labelOf(model: Model, parentLabel: string | null): string {
  if (model.recipe == null) return 'original';
  const own = ownLabel(model.recipe, model.format);
  return parentLabel === null ? own : `${own} ${parentLabel}`;
}

function ownLabel(recipe: Recipe, format: string): string {
  switch (recipeKind(recipe)) {
    case 'quantization':
      return SCHEMES[recipe.scheme ?? ''] ?? recipe.scheme ?? '';
    case 'pruning':
      return `pruned ${fixed((recipe.sparsity ?? 0) * 100, 0)}${NBSP}%`;
    case 'conversion':
      return format;
  }
}

function tellApart(variant: Variant, twice: ReadonlySet<string>): Variant {
  const label = twice.has(variant.label)
    ? `${variant.label} ${shortDigest(variant.model.digest)}`
    : variant.label;
  return { ...variant, label, children: variant.children.map((child) => tellApart(child, twice)) };
}

/** "quantize int8, 200 samples, percentile": what was done, in the reader's words. */
export function recipeText(recipe: Recipe | null | undefined): string {
  if (recipe == null) return 'as it was uploaded';
  switch (recipeKind(recipe)) {
    case 'quantization': {
      const { calibration } = recipe;
      const samples = calibration?.samples ? `${calibration.samples} samples` : null;
      return list(`quantize ${recipe.scheme ?? ''}`, samples, calibration?.method);
    }
    case 'pruning': {
      return list('prune single weights', recipe.scope, recipe.score);
    }
    case 'conversion':
      return list('convert', recipe.signature ? `signature ${recipe.signature}` : null);
  }
}

const list = (...parts: (string | null | undefined)[]): string =>
  parts.filter((part) => part != null && part !== '').join(', ');
