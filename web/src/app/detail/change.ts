import { LogOut, LogPatch } from '../api/models';

type Payload = Record<string, unknown>;

/** What a meal's foods determine, and what an analysis or the server notes beside them. */
const DERIVED = ['calories', 'protein_g', 'carbs_g', 'fat_g'];
const NOTED = ['estimated', 'model', 'food_table', 'canonical'];

/** What a correction changes: null = it says what the log says already. */
export function changeOf(log: LogOut, payload: Payload, timestamp?: string): LogPatch | null {
  const full = completed(log, payload);
  const same = log.status !== 'FAILED' && canonical(full) === canonical(said(log.payload));
  if (same && !timestamp) return null;
  return { ...(!same && { payload: full }), ...(timestamp && { timestamp }) };
}

/** Of a meal that is told by its calories alone, what else was known of it stays. */
function completed({ payload: was }: LogOut, payload: Payload): Payload {
  if (!('calories' in payload) || 'items' in payload || 'items' in was) return payload;
  const others = DERIVED.slice(1).filter((name) => typeof was[name] === 'number');
  return { ...Object.fromEntries(others.map((name) => [name, was[name]])), ...payload };
}

/** What a person said of a log: without what follows from it. */
function said(payload: Payload): Payload {
  const follows = 'items' in payload ? [...DERIVED, ...NOTED] : NOTED;
  return Object.fromEntries(Object.entries(payload).filter(([name]) => !follows.includes(name)));
}

/** The same text for the same content, in whatever order it is written. */
function canonical(value: unknown): string {
  return JSON.stringify(value, (_, each: unknown) =>
    each && typeof each === 'object' && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).sort(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  );
}
