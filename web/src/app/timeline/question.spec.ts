import { keyOf, nothingFound, questionOf } from './question';

describe('what the URL asks for', () => {
  it('is read with care', () => {
    expect(questionOf(7, { type: 'workout', from: '2026-11-01', to: '2026-11-22', view: 'photos' })).toEqual({
      programId: 7,
      type: 'WORKOUT',
      from: '2026-11-01',
      to: '2026-11-22',
      photos: true,
    });
    expect(questionOf(7, { type: 'SLEEP', from: 'soon', to: '2026-13-45', view: 'map' })).toEqual({
      programId: 7,
      photos: false,
    });
  });

  it('is the same question when it means the same', () => {
    expect(keyOf(questionOf(7, { type: 'vitals' }))).toBe(
      keyOf(questionOf(7, { type: 'VITALS', view: 'x' })),
    );
    expect(keyOf(questionOf(7, {}))).not.toBe(keyOf(questionOf(8, {})));
  });

  it.each([
    [{}, 'all'],
    [{ type: 'VITALS' }, 'VITALS'],
    [{ view: 'photos' }, 'photos'],
    [{ view: 'photos', to: '2026-11-22' }, 'days'],
  ])('%j has its own words when nothing is found', (asked, words) => {
    expect(nothingFound(questionOf(7, asked))).toBe(words);
  });
});
