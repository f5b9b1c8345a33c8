import { mistakeOf, titleOf, typeOf } from './file-kind';

describe('a file', () => {
  it('is of the type it says, or of the one its name says', () => {
    expect(typeOf({ type: 'application/pdf', name: 'x' })).toBe('application/pdf');
    expect(typeOf({ type: 'image/heif', name: 'x' })).toBe('image/heic');
    expect(typeOf({ type: '', name: 'Echo.PDF' })).toBe('application/pdf');
    expect(typeOf({ type: '', name: 'IMG_1.HEIC' })).toBe('image/heic');
    expect(typeOf({ type: 'text/html', name: 'report.pdf' })).toBeUndefined();
    expect(typeOf({ type: '', name: 'report' })).toBeUndefined();
  });

  it('is not sent when the server would not take it', () => {
    const pdf = { type: 'application/pdf', name: 'a.pdf' };
    expect(mistakeOf({ ...pdf, size: 15 * 1024 * 1024 })).toBeUndefined();
    expect(mistakeOf({ ...pdf, size: 15 * 1024 * 1024 + 1 })).toBe('too_big');
    expect(mistakeOf({ ...pdf, size: 0 })).toBe('empty');
    expect(mistakeOf({ type: 'image/gif', name: 'a.gif', size: 1 })).toBe('not_taken');
  });

  it('gives its name to the document when that says something', () => {
    expect(titleOf('Blood_count  March.pdf')).toBe('Blood count March');
    expect(titleOf('रक्त जाँच.pdf')).toBe('रक्त जाँच');
    expect(titleOf('x'.repeat(200) + '.pdf')).toHaveLength(120);
    for (const name of ['IMG_20260304_101500.jpg', 'scan0001.pdf', 'Document (3).pdf', '2026-03-04.pdf'])
      expect([name, titleOf(name)]).toEqual([name, undefined]);
  });
});
