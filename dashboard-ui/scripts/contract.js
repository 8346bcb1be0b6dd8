// The documents of the four services, which the code of each makes and its tests compare, in one; and the page's types of it.
import { readFileSync, writeFileSync } from 'node:fs';
import { isDeepStrictEqual } from 'node:util';
import { fileURLToPath } from 'node:url';
import openapiTS, { astToString } from 'openapi-typescript';

const DOCUMENTS = ['converter', 'quantization', 'pruning', 'benchmark'].map(
  (name) => `../${name}-service/src/main/resources/openapi/${name}.json`,
);

/** Objects become one. What is shared must be equal: one name for two things would type one of them wrongly. */
function merge(all, one, where) {
  for (const [key, value] of Object.entries(one)) {
    const known = all[key];
    if (known === undefined) all[key] = value;
    else if (where.length < 2 && typeof known === 'object') merge(known, value, [...where, key]);
    else if (!isDeepStrictEqual(shared(known), shared(value))) {
      throw new Error(`${[...where, key].join('/')} differs between the services`);
    }
  }
}

/** Two services number their operations apart; all else of what they share is equal. */
const shared = (value) =>
  JSON.parse(JSON.stringify(value, (key, part) => (key === 'operationId' ? undefined : part)));

const root = fileURLToPath(new URL('..', import.meta.url));
const contract = {};
for (const file of DOCUMENTS) merge(contract, JSON.parse(readFileSync(root + file, 'utf8')), []);
delete contract.security;
for (const path of Object.values(contract.paths)) {
  for (const operation of Object.values(path)) delete operation.operationId;
}
const types = await openapiTS(contract, { rootTypes: true, rootTypesNoSchemaPrefix: true });
writeFileSync(`${root}src/api/schema.d.ts`, astToString(types));
