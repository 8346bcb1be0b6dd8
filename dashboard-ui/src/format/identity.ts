/** The first eight digits of a digest, without its "sha256:"; whole on hover and on copy. */
export function shortDigest(digest: string): string {
  return digest.replace(/^sha256:/, '').slice(0, 8);
}

/** "1 × 224 × 224 × 3"; a scalar says so. */
export function shape(extents: readonly number[]): string {
  return extents.length === 0 ? 'scalar' : extents.map((e) => (e < 0 ? '?' : e)).join(' × ');
}

/** The same, tight, for the edges of a graph: "1×56×56×24". */
export function tightShape(extents: readonly number[]): string {
  return shape(extents).replaceAll(' ', '');
}

/** "succeeded" to "Succeeded". */
export function capital(word: string): string {
  return word.charAt(0).toUpperCase() + word.slice(1);
}

/** A name that does not break at its hyphens. */
export const unbroken = (name: string): string => name.replaceAll('-', '\u2011');
