import { LogOut } from '../api/models';
import { Mark } from '../ui/entry-row';
import { IconName } from '../ui/icon';
import { Figures } from './figures';

/** Looks up the words of a key in the language of the page. */
export type Translate = (key: string, params?: Record<string, unknown>) => string;

/** As much of a log as its words need; a parcel that is not yet a log has it too. */
export type Told = Pick<LogOut, 'log_type' | 'payload' | 'status' | 'candidates' | 'failure'>;

/** One line of the day, in words. */
export interface Entry {
  icon: IconName;
  title: string;
  /** What was eaten, done or measured; each a few words. */
  facts: string[];
  note?: string;
  state?: Mark;
}

/** Why a photo may stay unread, where the app has words of its own for it. */
const REASONS = new Set(['NOT_FOOD', 'PHOTO_GONE', 'PHOTO_BROKEN', 'PHOTO_TOO_SMALL', 'GAVE_UP']);

/** A log in the words of the page. */
export function describe(log: Told, figures: Figures, t: Translate): Entry {
  return { ...content(log, figures, t), note: text(log.payload['note']), state: state(log, t) };
}

function content(log: Told, figures: Figures, t: Translate): Omit<Entry, 'note' | 'state'> {
  switch (log.log_type) {
    case 'NUTRITION':
      return {
        icon: 'meal',
        title: t(`meal.${text(log.payload['meal']) ?? 'ANY'}`),
        facts: eaten(log, figures, t),
      };
    case 'WORKOUT':
      return { icon: 'move', ...done(log, figures, t) };
    case 'VITALS':
      return {
        icon: 'heart',
        title: t(`reading.${text(log.payload['kind']) ?? 'any'}`),
        facts: measured(log, figures, t),
      };
  }
}

function eaten(log: Told, figures: Figures, t: Translate): string[] {
  const { payload } = log;
  // Once somebody has looked, the meal is what they said; until then it is a guess, and called one.
  const guess = log.status === 'NEEDS_REVIEW';
  const amount = (words: string) =>
    guess && payload['estimated'] ? t('log.about', { amount: words }) : words;
  const names = guess ? log.candidates.slice(0, 3).map((each) => each.name) : named(log);
  const facts: string[] = [];
  if (names.length) facts.push(guess ? t('log.perhaps', { names: names.join(' / ') }) : names.join(', '));
  const energy = number(payload['calories']);
  const protein = number(payload['protein_g']);
  if (energy !== undefined) facts.push(amount(`${figures.number(energy)} kcal`));
  if (protein !== undefined && protein >= 0.5)
    facts.push(t('log.protein', { amount: figures.unit(protein, 'gram') }));
  return facts;
}

/** The foods of a meal, as far as what was seen in its photo names them. */
function named({ payload, candidates }: Told): string[] {
  const items: unknown = payload['items'];
  if (!Array.isArray(items)) return [];
  return items.flatMap((item: { food_id?: unknown }) => {
    const found = candidates.find((each) => each.food_id !== null && each.food_id === item.food_id);
    return found ? [found.name] : [];
  });
}

function done(log: Told, figures: Figures, t: Translate): Pick<Entry, 'title' | 'facts'> {
  const { payload } = log;
  const minutes = number(payload['minutes']);
  const time = minutes === undefined ? [] : [figures.unit(minutes, 'minute')];
  const exercises: unknown = payload['exercises'];
  if (payload['kind'] !== 'strength' || !Array.isArray(exercises)) {
    return { title: text(payload['activity']) ?? t('log.movement'), facts: time };
  }
  const names = exercises
    .map((each: { name?: unknown }) => text(each.name))
    .filter((name) => name !== undefined);
  return { title: t('log.strength'), facts: [...time, names.join(', ')] };
}

function measured({ payload }: Told, figures: Figures, t: Translate): string[] {
  const value = number(payload['value']);
  const beats = (count: number) => t('log.beats', { count: figures.number(count) });
  if (payload['kind'] === 'blood_pressure') {
    const pulse = number(payload['pulse']);
    const pressure = `${payload['systolic']}/${payload['diastolic']} mmHg`;
    return pulse === undefined ? [pressure] : [pressure, t('log.pulse', { rate: figures.number(pulse) })];
  }
  if (value === undefined) return [];
  switch (payload['kind']) {
    case 'glucose':
      return [`${figures.number(value, 1)} ${payload['unit']}`];
    case 'spo2':
      return [figures.percent(value)];
    case 'pulse':
      return [beats(value)];
    case 'temperature':
      return [figures.unit(value, payload['unit'] === 'F' ? 'fahrenheit' : 'celsius', 1)];
    case 'weight':
      return [figures.unit(value, payload['unit'] === 'lb' ? 'pound' : 'kilogram', 1)];
    default:
      return [figures.number(value, 1)];
  }
}

function state(log: Told, t: Translate): Mark | undefined {
  switch (log.status) {
    case 'PROCESSING':
      return { icon: 'clock', words: t('log.processing'), kind: 'busy' };
    case 'NEEDS_REVIEW':
      return { icon: 'eye', words: t('log.needs_review'), kind: 'look' };
    case 'FAILED':
      return { icon: 'alert', words: t('log.failed'), kind: 'failed', reason: reason(log, t) };
    case 'VERIFIED':
      return undefined;
  }
}

function reason({ failure }: Told, t: Translate): string | undefined {
  if (!failure) return undefined;
  return REASONS.has(failure.code) ? t(`log.reason.${failure.code}`) : failure.message;
}

/* Payloads are of many kinds: what is not as expected is left out rather than shown wrongly. */

function number(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
