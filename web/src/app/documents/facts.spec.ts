import { DocumentOut } from '../api/models';
import { factsOf, mayEndBetter, nameOf, reasonOf } from './facts';

const t = (key: string, params?: Record<string, unknown>) =>
  params ? `${key}(${Object.values(params).join()})` : key;
const scan: DocumentOut = {
  id: 1,
  member_id: 7,
  title: null,
  kind: 'PDF',
  status: 'READY',
  content_type: 'application/pdf',
  size: 2_411_724,
  pages: 3,
  date: null,
  failure: null,
  created_at: '2026-11-22T20:00:00Z',
};

describe('a document in words', () => {
  it('is called what it is called, else what it is', () => {
    expect(nameOf({ ...scan, title: 'Echo' }, t)).toBe('Echo');
    expect(nameOf(scan, t)).toBe('documents.unnamed.PDF');
  });

  it('tells pages, size and the day it was added on the member’s clocks', () => {
    expect(factsOf(scan, t, 'en', 'Asia/Kolkata')).toEqual([
      'documents.pages(3)',
      '2.3 MB',
      'documents.added(23 November 2026)',
    ]);
  });

  it('tells the day of the report where it is known, and no pages of a picture', () => {
    const photo: DocumentOut = { ...scan, kind: 'IMAGE', pages: 1, size: 900, date: '2026-03-04' };

    expect(factsOf(photo, t, 'en', 'Asia/Kolkata')).toEqual(['0.1 MB', 'documents.of(4 March 2026)']);
    expect(factsOf({ ...scan, pages: 1 }, t, 'hi', 'UTC')[0]).toBe('documents.page');
    expect(factsOf({ ...scan, pages: null }, t, 'en', 'UTC')).toHaveLength(2);
  });

  it.each([
    ['PDF_ENCRYPTED', 'documents.reason.PDF_ENCRYPTED'],
    ['PHOTO_TOO_MANY_PIXELS', 'documents.reason.PHOTO'],
    ['FILE_GONE', 'documents.reason.BROKEN'],
    ['PDF_BROKEN', 'documents.reason.BROKEN'],
  ])('says why it was refused: %s', (code, key) => {
    expect(reasonOf({ code }, t)).toBe(key);
  });

  it('is worth another look only where nothing is known to be wrong with it', () => {
    const failed = (code: string) => ({ ...scan, failure: { code, message: '' } });

    expect(mayEndBetter(failed('GAVE_UP'))).toBe(true);
    expect(mayEndBetter(failed('PDF_ENCRYPTED'))).toBe(false);
    expect(mayEndBetter(scan)).toBe(false);
  });
});
