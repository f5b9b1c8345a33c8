// Lays preload.json beside the build: which scripts the server names together with a page that people open cold, so
// that the browser fetches them at once instead of learning of each from the one before.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { closure, files, folder, initial, later, named, text } from './build-files.mjs';

// Path (`*` is a number) -> the components that the page is made of, and the first things that it asks of the API.
const DAY = ['/api/v1/me', '/api/v1/members?limit=100', '/api/v1/members/*/programs?limit=100'];
const PAGES = {
  '/welcome': { of: ['praan-welcome'] },
  '/welcome/create': { of: ['praan-welcome'] },
  '/m/*/today': { of: ['praan-shell', 'praan-today'], asks: DAY },
  '/m/*/timeline': { of: ['praan-shell', 'praan-timeline'], asks: DAY },
  '/links/verify': { of: ['praan-verify'] },
  '/links/reset': { of: ['praan-reset'] },
  '/invitations': { of: ['praan-invited'] },
};

/** The file that holds a component, and those that lead to it from the start. */
function way(component) {
  const place = files.find((name) => text[name].includes(`selectors:[[\`${component}\`]]`));
  if (!place) throw new Error(`No file of the build holds <${component}>.`);
  const before = new Map(named.map((name) => [name, undefined]));
  for (const name of before.keys()) {
    for (const next of [...closure([name])].flatMap((each) => [each, ...later(each)]))
      if (!before.has(next)) before.set(next, name);
  }
  if (!before.has(place)) throw new Error(`Nothing leads to <${component}>.`);
  const steps = [];
  for (let step = place; step !== undefined; step = before.get(step)) steps.push(step);
  return steps;
}

const scripts = (names) => [...names].filter((name) => name.endsWith('.js') && !named.includes(name));
const pages = Object.fromEntries(
  Object.entries(PAGES).map(([path, { of, asks = [] }]) => [
    path,
    { scripts: scripts(closure(of.flatMap(way))).filter((name) => !initial.has(name)), asks },
  ]),
);
const styles = named.filter((name) => name.endsWith('.css'));
writeFileSync(join(folder, 'preload.json'), JSON.stringify({ styles, all: scripts(initial), pages }));
