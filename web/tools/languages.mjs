// Lists the languages of src/i18n for the app: a new language is one file there, with its own name in it.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = new URL('../src/i18n/', import.meta.url).pathname;
const names = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => name.slice(0, -'.json'.length))
  .sort((a, b) => Number(b === 'en') - Number(a === 'en') || a.localeCompare(b));
const own = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')).app.language;

const text = `// Written by tools/languages.mjs from the files beside it.

/** Each language by its own name. */
export const LANGUAGES = {
${names.map((name) => `  ${name}: '${own(name)}',`).join('\n')}
} as const;

/** English travels with the app; the others are fetched when somebody wants them. */
export const LATER = {
${names
  .filter((name) => name !== 'en')
  .map((name) => `  ${name}: () => import('./${name}.json'),`)
  .join('\n')}
} as const;
`;
const file = join(folder, 'languages.ts');
let before = '';
try {
  before = readFileSync(file, 'utf8');
} catch {
  // The first time there is none.
}
// Written only when it changes, so that nothing is built anew for nothing.
if (before !== text) writeFileSync(file, text);
