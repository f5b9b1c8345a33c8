// Holds the build to its sizes, as they travel (gzip): what the first page needs, and what each route adds.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const KB = 1024;
const INITIAL_LIMIT = 150 * KB;
const ROUTE_LIMIT = 60 * KB;
const folder = new URL('../dist/praan/browser/', import.meta.url).pathname;

const files = readdirSync(folder).filter(
  (name) => /\.(js|css)$/.test(name) && !/^(ngsw|safety|worker)/.test(name),
);
const text = Object.fromEntries(files.map((name) => [name, readFileSync(join(folder, name))]));
const size = Object.fromEntries(files.map((name) => [name, gzipSync(text[name], { level: 9 }).length]));

function imports(name, pattern) {
  const found = [...text[name].toString().matchAll(pattern)].map((match) => match[1]);
  return found.filter((other) => other in text);
}

/** The file and all that it needs before it can run. */
function closure(names, seen = new Set()) {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    closure(imports(name, /(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g), seen);
  }
  return seen;
}

const total = (names) => [...names].reduce((sum, name) => sum + size[name], 0);
const kb = (bytes) => `${(bytes / KB).toFixed(1)} KB`;

const page = readFileSync(join(folder, 'index.html')).toString();
const initial = closure([...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1]));
const lazy = new Set(files.flatMap((name) => imports(name, /import\(\s*["'`]\.\/([^"'`]+)["'`]\s*\)/g)));

const rows = [['initial', total(initial), INITIAL_LIMIT]];
for (const entry of lazy) {
  const added = [...closure([entry])].filter((name) => !initial.has(name));
  rows.push([entry, total(added), ROUTE_LIMIT]);
}

for (const [name, bytes, limit] of rows) console.log(`${kb(bytes).padStart(10)} of ${kb(limit)}  ${name}`);
const tooBig = rows.filter(([, bytes, limit]) => bytes > limit);
if (!initial.size || !lazy.size)
  throw new Error('The build has no entry or no lazy route: sizes cannot be judged.');
if (tooBig.length) throw new Error(`Too big: ${tooBig.map(([name]) => name).join(', ')}`);
