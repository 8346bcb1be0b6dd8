// What Maven calls: does one step of the build, unless nothing that the step depends on has changed since it last passed.
// The stamps lie in target/, so that `mvn clean` does everything again.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from './chromium.js';

const root = fileURLToPath(new URL('..', import.meta.url));
const STEPS = {
  install: {
    inputs: ['package.json', 'package-lock.json', '.npmrc'],
    output: 'node_modules',
    run: ['ci'],
  },
  build: { needs: ['install'], output: 'dist/index.html', run: ['run', 'build'] },
  test: { needs: ['install'], run: ['run', 'verify'] },
  e2e: { needs: ['install', 'build'], run: ['run', 'e2e'] },
};
const GENERATED = new Set([
  'node_modules',
  'dist',
  'target',
  'playwright-report',
  'test-results',
  'schema.d.ts',
]);

/** What the types are generated from: it lies with the services whose code it is made of. */
const CONTRACT = ['converter', 'quantization', 'pruning', 'benchmark'].map(
  (name) => `../${name}-service/src/main/resources/openapi`,
);

/** All files below a folder but what is generated, in a fixed order. */
function filesBelow(path) {
  if (!statSync(path).isDirectory()) return [path];
  return readdirSync(path)
    .filter((name) => !GENERATED.has(name))
    .sort()
    .flatMap((name) => filesBelow(join(path, name)));
}

function digestOf(inputs) {
  const hash = createHash('sha256').update(process.version);
  for (const file of inputs.flatMap((input) => filesBelow(join(root, input)))) {
    hash.update(relative(root, file)).update('\0').update(readFileSync(file)).update('\0');
  }
  return hash.digest('hex');
}

function ensure(name) {
  const step = STEPS[name];
  for (const need of step.needs ?? []) ensure(need);
  const stamp = join(root, 'target', `.${name}`);
  const digest = digestOf(step.inputs ?? ['.', ...CONTRACT]);
  const there = step.output === undefined || existsSync(join(root, step.output));
  if (there && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) {
    console.log(`dashboard-ui: ${name} is up to date`);
    return;
  }
  const { status, error } = spawnSync('npm', step.run, { cwd: root, stdio: 'inherit' });
  if (error) {
    console.error(
      `dashboard-ui: npm could not be started (${error.message}); install Node 20.19 or newer`,
    );
    process.exit(1);
  }
  if (status !== 0) process.exit(status ?? 1);
  mkdirSync(join(root, 'target'), { recursive: true });
  writeFileSync(stamp, digest);
}

const name = process.argv[2];
if (!(name in STEPS)) {
  console.error(`step is "${name}", must be one of ${Object.keys(STEPS).join(', ')}`);
  process.exit(2);
}
if (name === 'e2e' && chromium === undefined && process.env.CI === undefined) {
  console.warn(
    'dashboard-ui: no Chromium is here, so the end-to-end tests are left out; CHROMIUM names one',
  );
  process.exit(0);
}
ensure(name);
