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
