// Holds the build to its sizes, as they travel (gzip): what the first page needs, and what each route adds.
import { gzipSync } from 'node:zlib';

import { closure, files, initial, later, text } from './build-files.mjs';

const KB = 1024;
const INITIAL_LIMIT = 150 * KB;
const ROUTE_LIMIT = 60 * KB;

const size = Object.fromEntries(files.map((name) => [name, gzipSync(text[name], { level: 9 }).length]));

/** What is there already when a part is fetched, whoever leads to it. */
const there = new Map();
for (const name of files) {
  for (const entry of later(name)) {
    const has = new Set([...initial, ...closure([name])]);
    there.set(entry, there.has(entry) ? there.get(entry).intersection(has) : has);
  }
}

const total = (names) => [...names].reduce((sum, name) => sum + size[name], 0);
const kb = (bytes) => `${(bytes / KB).toFixed(1)} KB`;

const rows = [['initial', total(initial), INITIAL_LIMIT]];
for (const [entry, has] of there) {
  const added = [...closure([entry])].filter((name) => !has.has(name));
  rows.push([entry, total(added), ROUTE_LIMIT]);
}

for (const [name, bytes, limit] of rows) console.log(`${kb(bytes).padStart(10)} of ${kb(limit)}  ${name}`);
const tooBig = rows.filter(([, bytes, limit]) => bytes > limit);
if (!initial.size || !there.size)
  throw new Error('The build has no entry or no lazy route: sizes cannot be judged.');
if (tooBig.length) throw new Error(`Too big: ${tooBig.map(([name]) => name).join(', ')}`);
