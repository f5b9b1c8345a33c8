import { dateFormat } from './formats';

/** A day (YYYY-MM-DD) and a time of day (HH:MM) as a clock on the wall shows them. */
export interface WallTime {
  date: string;
  time: string;
}

/** What the clocks of a time zone show at an instant. */
export function wallTime(timeZone: string, instant: string | Date = new Date()): WallTime {
  const parts = dateFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? '';
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    time: `${part('hour')}:${part('minute')}`,
  };
}

/**
 * The instant at which the clocks of a time zone show this, as the API writes it. Of an hour that comes twice
 * it is the first; one that a change of clocks skips is taken as if the clocks had not been changed yet.
 */
export function instantOf({ date, time }: WallTime, timeZone: string): string {
  const asIfUtc = Date.parse(`${date}T${time}:00Z`);
  // The offset is known only at an instant: one of the two around the wanted one has the right one.
  const offsets = [-1, 1].map((days) => offsetAt(asIfUtc + days * DAY_MS, timeZone));
  const found = offsets.map((offset) => asIfUtc - offset).filter((at) => shows(at, { date, time }, timeZone));
  return new Date(Math.min(...(found.length ? found : [asIfUtc - (offsets[0] ?? 0)]))).toISOString();
}

const DAY_MS = 86_400_000;

function offsetAt(instant: number, timeZone: string): number {
  const { date, time } = wallTime(timeZone, new Date(instant));
  return Date.parse(`${date}T${time}:00Z`) - Math.floor(instant / 60_000) * 60_000;
}

function shows(instant: number, wanted: WallTime, timeZone: string): boolean {
  const shown = wallTime(timeZone, new Date(instant));
  return shown.date === wanted.date && shown.time === wanted.time;
}
