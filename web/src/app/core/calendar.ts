import { dateFormat } from './formats';

/** A day of this device's calendar as YYYY-MM-DD. */
export function isoDate(day: Date): string {
  const pad = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}`;
}

/* Browsers still list some zones by the names their cities have given up. */
const RENAMED: Record<string, string> = {
  'Asia/Calcutta': 'Asia/Kolkata',
  'Asia/Katmandu': 'Asia/Kathmandu',
  'Asia/Rangoon': 'Asia/Yangon',
  'Asia/Saigon': 'Asia/Ho_Chi_Minh',
  'Europe/Kiev': 'Europe/Kyiv',
};

/** The IANA zone of this device. */
export function ownTimeZone(): string {
  return present(Intl.DateTimeFormat().resolvedOptions().timeZone);
}

/** IANA time zones with the device's own first. */
export function timeZones(): string[] {
  const zones = Intl.supportedValuesOf('timeZone').map(present).sort();
  return [...new Set([ownTimeZone(), ...zones])];
}

function present(zone: string): string {
  return RENAMED[zone] ?? zone;
}

/** The zone under the name that people there use, as it is listed. */
export function zoneLabel(zone: string): string {
  return zone.replaceAll('_', ' ');
}

/** Former names that people may still look for. */
export function formerNames(zone: string): string {
  return Object.entries(RENAMED)
    .filter(([, name]) => name === zone)
    .map(([former]) => former)
    .join(' ');
}

/** What clocks of a zone show now, such as "GMT+5:30". */
export function zoneOffset(zone: string, locale: string): string {
  const parts = dateFormat(locale, {
    timeZone: zone,
    timeZoneName: 'longOffset',
  }).formatToParts();
  return parts.find((part) => part.type === 'timeZoneName')?.value ?? '';
}

/** Whole years between two days (YYYY-MM-DD). */
export function yearsBetween(birth: string, today: string): number {
  const years = Number(today.slice(0, 4)) - Number(birth.slice(0, 4));
  return today.slice(5) < birth.slice(5) ? years - 1 : years;
}
