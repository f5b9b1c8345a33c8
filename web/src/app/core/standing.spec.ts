import { standing } from './standing';

describe('the word for a score', () => {
  it.each([
    [null, 'none'],
    [0, 'ahead'],
    [1, 'begun'],
    [32, 'begun'],
    [33, 'under_way'],
    [65, 'under_way'],
    [66, 'close'],
    [79, 'close'],
    [80, 'covered'],
  ])('for %s is of its band', (total, word) => {
    expect(standing(total)).toBe(word);
  });
});
