// The scripts and styles of the build, and which of them need which.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export const folder = new URL('../dist/praan/browser/', import.meta.url).pathname;

export const files = readdirSync(folder).filter(
  (name) => /\.(js|css)$/.test(name) && !/^(ngsw|safety|worker)/.test(name),
);
export const text = Object.fromEntries(
  files.map((name) => [name, readFileSync(join(folder, name)).toString()]),
);

function imports(name, pattern) {
  const found = [...text[name].matchAll(pattern)].map((match) => match[1]);
  return found.filter((other) => other in text);
}

/** The files that `name` fetches when somebody goes to a part of it. */
export const later = (name) => imports(name, /import\(\s*["'`]\.\/([^"'`]+)["'`]\s*\)/g);

/** The files and all that they need before they can run. */
export function closure(names, seen = new Set()) {
  for (const name of names) {
    if (seen.has(name)) continue;
    seen.add(name);
    closure(imports(name, /(?:from|import)\s*["'`]\.\/([^"'`]+)["'`]/g), seen);
  }
  return seen;
}

const page = readFileSync(join(folder, 'index.html')).toString();
/** What index.html itself names. */
export const named = [...page.matchAll(/(?:src|href)="([^"]+\.(?:js|css))"/g)].map((match) => match[1]);
/** What the first page needs, whichever it is: also what main.ts fetches once it has painted. */
export const initial = closure([...named, ...named.flatMap(later)]);
