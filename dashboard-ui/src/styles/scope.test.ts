import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('..', import.meta.url));

/** The files of styles; what is printed names what others define. */
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
  (name) => name.endsWith('.css') && !name.endsWith('print.css'),
);

/** Classes that a file gives a look wherever they stand: those that are a whole selector. */
function classesOf(file: string): string[] {
  const rules = readFileSync(join(source, file), 'utf8').replaceAll(/\/\*[\s\S]*?\*\//g, '');
  const selectors = [...rules.matchAll(/([^{};]+)\{/g)].flatMap(([, text]) =>
    (text ?? '').split(','),
  );
  return [
    ...new Set(selectors.map((text) => text.trim()).filter((text) => /^\.[\w-]+$/.test(text))),
  ];
}

// Styles stay when their page is left: a name that two components use lets one disfigure the other.
test('a class is given its look by one file', () => {
  const owners = new Map<string, string[]>();
  for (const file of files) {
    for (const name of classesOf(file)) owners.set(name, [...(owners.get(name) ?? []), file]);
  }
  expect([...owners].filter(([, by]) => by.length > 1)).toEqual([]);
  expect(owners.size).toBeGreaterThan(100);
});
