/** Today of a time zone as YYYY-MM-DD: a member's day begins at the member's own midnight. */
export function todayIn(timeZone: string, now = new Date()): string {
  return new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).format(now);
}

/** Today of a time zone in words of a language, such as "Sunday, 22 November". */
export function todayInWords(language: string, timeZone: string, now = new Date()): string {
  const locale = language === 'en' ? 'en-GB' : language;
  return new Intl.DateTimeFormat(locale, { timeZone, weekday: 'long', day: 'numeric', month: 'long' }).format(
    now,
  );
}
