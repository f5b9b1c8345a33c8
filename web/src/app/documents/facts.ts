import { DocumentOut } from '../api/models';
import { todayIn } from '../core/day';
import { localeOf } from '../core/figures';
import { dateFormat, numberFormat } from '../core/formats';
import { Language } from '../core/preferences';

type Translate = (key: string, params?: Record<string, unknown>) => string;

const REASONS = new Set([
  'PDF_ENCRYPTED',
  'PDF_TOO_MANY_PAGES',
  'PDF_TOO_COMPLEX',
  'PDF_FORM',
  'PDF_PORTFOLIO',
  'GAVE_UP',
]);
const MEGABYTE = 1024 * 1024;

/** A document's name, or what it is when it has none. */
export function nameOf(document: DocumentOut, t: Translate): string {
  return document.title ?? t(`documents.unnamed.${document.kind}`);
}

/** What is worth knowing of a document besides its name. */
export function factsOf(document: DocumentOut, t: Translate, language: Language, timeZone: string): string[] {
  const facts = [];
  if (document.kind === 'PDF' && document.pages !== null)
    facts.push(document.pages === 1 ? t('documents.page') : t('documents.pages', { count: document.pages }));
  facts.push(sizeWords(document.size, language));
  const { date, created_at } = document;
  facts.push(
    date
      ? t('documents.of', { date: dateWords(date, language) })
      : t('documents.added', { date: dateWords(todayIn(timeZone, new Date(created_at)), language) }),
  );
  return facts;
}

/** Why a file was refused and what to do about it, in the language of the page. */
export function reasonOf({ code }: { code: string }, t: Translate): string {
  if (REASONS.has(code)) return t(`documents.reason.${code}`);
  return t(code.startsWith('PHOTO_') ? 'documents.reason.PHOTO' : 'documents.reason.BROKEN');
}

/** Whether looking at the same file once more may end better. */
export function mayEndBetter(document: DocumentOut): boolean {
  return document.failure?.code === 'GAVE_UP';
}

export function sizeWords(bytes: number, language: Language): string {
  return numberFormat(localeOf(language), {
    style: 'unit',
    unit: 'megabyte',
    unitDisplay: 'short',
    maximumFractionDigits: 1,
    minimumFractionDigits: bytes < MEGABYTE ? 1 : 0,
  }).format(Math.max(0.1, bytes / MEGABYTE));
}

/** A day with its year: reports are kept for long. */
function dateWords(day: string, language: Language): string {
  return dateFormat(localeOf(language), { timeZone: 'UTC', dateStyle: 'long' }).format(
    new Date(`${day}T12:00:00Z`),
  );
}
