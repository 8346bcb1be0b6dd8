// The first load, all told (page, scripts that it names and what they import at once, styles), at most 200 KB gzip.
import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';

const BUDGET = 200_000;
const dist = new URL('../dist/', import.meta.url);
const size = (file) => gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length;

const manifest = JSON.parse(readFileSync(new URL('.vite/manifest.json', dist), 'utf8'));
const entry = Object.keys(manifest).find((key) => manifest[key].isEntry);
const files = new Set(['index.html', 'theme.js', 'icon.svg']);

/** The chunk and all that it imports statically; what it imports on demand is not part of the first load. */
function add(key) {
  const chunk = manifest[key];
  if (files.has(chunk.file)) return;
  files.add(chunk.file);
  for (const css of chunk.css ?? []) files.add(css);
  for (const imported of chunk.imports ?? []) add(imported);
}
add(entry);

/** A page is loaded with the first load too: the largest one counts, but what draws graphs and charts does not. */
const pages = Object.keys(manifest)
  .filter((key) => key.startsWith('src/pages/') && manifest[key].isDynamicEntry)
  .map((key) => {
    const chunk = manifest[key];
    const own = [
      chunk.file,
      ...(chunk.css ?? []),
      ...(chunk.imports ?? []).map((i) => manifest[i].file),
    ];
    return {
      key,
      bytes: own.filter((file) => !files.has(file)).reduce((sum, file) => sum + size(file), 0),
    };
  });
const largest = pages.reduce((a, b) => (a.bytes >= b.bytes ? a : b), { key: 'none', bytes: 0 });
const total = [...files].reduce((sum, file) => sum + size(file), 0) + largest.bytes;

console.log(
  `first load ${total} bytes gzip of ${BUDGET}; largest page ${largest.key} ${largest.bytes}`,
);
if (total > BUDGET) {
  console.error(`dist: the first load takes ${total} bytes gzip, must be at most ${BUDGET}`);
  process.exit(1);
}
