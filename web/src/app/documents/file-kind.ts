import { DocumentUploadIn } from '../api/models';

export type ContentType = DocumentUploadIn['content_type'];
/** Why a file is not sent at all; also the key of the sentence that says so. */
export type Mistake = 'not_taken' | 'too_big' | 'empty';

export const ACCEPTED = 'application/pdf,image/*,.pdf,.heic,.heif';
const MOST_SENT = 15 * 1024 * 1024;
const LONGEST_TITLE = 120;
const TYPES: Record<string, ContentType> = {
  pdf: 'application/pdf',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  heic: 'image/heic',
  heif: 'image/heic',
};
/** What cameras and scanners call everything. */
const NAMELESS = /^(img|image|dsc|pxl|photo|scan|scanned|screenshot|document|doc|file)?[^\p{L}]*$/iu;

/** A file's type as the server knows it; some systems tell none, then its name does. */
export function typeOf(file: Pick<File, 'type' | 'name'>): ContentType | undefined {
  const said = file.type === 'image/heif' ? 'image/heic' : file.type;
  const known = Object.values(TYPES).find((each) => each === said);
  return known ?? (said ? undefined : TYPES[/\.(\w+)$/.exec(file.name)?.[1]?.toLowerCase() ?? '']);
}

export function mistakeOf(file: Pick<File, 'type' | 'name' | 'size'>): Mistake | undefined {
  if (!typeOf(file)) return 'not_taken';
  if (!file.size) return 'empty';
  return file.size > MOST_SENT ? 'too_big' : undefined;
}

/** What a file's name says of its content; undefined when it says nothing. */
export function titleOf(name: string): string | undefined {
  const words = name
    .replace(/\.\w{2,5}$/, '')
    .replace(/[_\s]+/g, ' ')
    .trim();
  return NAMELESS.test(words) ? undefined : [...words].slice(0, LONGEST_TITLE).join('').trim();
}
