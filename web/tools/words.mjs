// Holds the language files to the app: every language says every key with the same values in it, every key that the
// app asks for is there, and none is there that nobody asks for.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const I18N = new URL('../src/i18n/', import.meta.url).pathname;
const APP = new URL('../src/app/', import.meta.url).pathname;
// What the build asks for, not the app.
const BUILT = new Set(['app.language']);
// What looks like a key and is none: names in live messages.
const OTHER = new Set(['log.updated', 'adherence.updated', 'alert.opened', 'alert.updated', 'report.ready']);

const faults = [];

function flat(words, path = '') {
  return Object.entries(words).flatMap(([key, value]) => {
    const name = path ? `${path}.${key}` : key;
    return typeof value === 'string' ? [[name, value]] : flat(value, name);
  });
}

const values = (text) => [...text.matchAll(/{{\s*(\w+)\s*}}/g)].map((match) => match[1]).sort();

const languages = readdirSync(I18N)
  .filter((name) => name.endsWith('.json'))
  .map((name) => [name.slice(0, -'.json'.length), JSON.parse(readFileSync(join(I18N, name), 'utf8'))])
  .map(([language, words]) => [language, new Map(flat(words))]);
const english = new Map(languages).get('en');

for (const [language, words] of languages) {
  for (const [key, text] of words) {
    if (key.endsWith('._')) faults.push(`${language}: ${key} is a placeholder`);
    else if (!text.trim()) faults.push(`${language}: ${key} is empty`);
    const first = english.get(key);
    if (first === undefined) faults.push(`${language}: ${key} is not in English`);
    else if (`${values(first)}` !== `${values(text)}`)
      faults.push(`${language}: ${key} has the values ${values(text)} where English has ${values(first)}`);
  }
  for (const key of english.keys()) if (!words.has(key)) faults.push(`${language}: ${key} is missing`);
}

// ---- what the app asks for ---------------------------------------------------------------------

const sections = new Set([...english.keys()].map((key) => key.split('.')[0]));
const asked = new Map();
const patterns = [];

/** A key made of parts: 'a.b.' + x + '_c' or `a.b.${x}_c`, as a pattern of keys. */
function pattern(begin, end, where) {
  const escape = (text) => text.replace(/[.]/g, '\\.');
  const found = new RegExp(`^${escape(begin)}[^.]+${escape(end)}$`);
  if (![...english.keys()].some((key) => found.test(key)))
    faults.push(`${where}: no key is like ${begin}…${end}`);
  patterns.push(found);
}

for (const name of readdirSync(APP, { recursive: true })) {
  if (!/\.(ts|html)$/.test(name) || name.endsWith('.spec.ts') || name.startsWith('api/')) continue;
  const text = readFileSync(join(APP, name), 'utf8');
  // In double quotes stand the templates' own expressions, such as "toast.id": only a key that is there counts.
  for (const [, quote, key] of text.matchAll(/(['"`])([a-z_]+(?:\.\w+)+)\1(?!\s*\+)/g)) {
    const expression = quote === '"' && !english.has(key);
    if (sections.has(key.split('.')[0]) && !expression && !OTHER.has(key)) asked.set(key, name);
  }
  for (const [, begin, end = ''] of text.matchAll(
    /['"`]([a-z_]+\.[\w.]*)['"`]\s*\+\s*[\w.()?[\]'!]+(?:\s*\+\s*['"`]([\w.]+)['"`])?/g,
  ))
    if (sections.has(begin.split('.')[0])) pattern(begin, end, name);
  for (const [, begin, end] of text.matchAll(/`([a-z_]+\.[\w.]*)\$\{[^`]*?\}([\w.]*)`/g))
    if (sections.has(begin.split('.')[0])) pattern(begin, end, name);
}

for (const [key, where] of asked) {
  if (!english.has(key) && ![...english.keys()].some((each) => each.startsWith(`${key}.`)))
    faults.push(`${where}: ${key} is in no language`);
}
for (const key of english.keys()) {
  if (!key.endsWith('._') && !BUILT.has(key) && !asked.has(key) && !patterns.some((each) => each.test(key)))
    faults.push(`en: nobody asks for ${key}`);
}

if (faults.length) {
  console.error(faults.join('\n'));
  process.exit(1);
}
console.log(`${languages.length} languages say all of ${english.size} keys.`);
