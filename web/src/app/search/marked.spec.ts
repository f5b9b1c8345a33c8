import { marked, wordsOf } from './marked';

const hits = (text: string, asked: string) =>
  marked(text, asked)
    .filter((each) => each.hit)
    .map((each) => each.text);

describe('words that were looked for', () => {
  it.each([
    ['No sugar in the tea', 'sug', ['sugar']],
    ['No sugar in the tea', 'no sugar', ['No', 'sugar']],
    ['Noodles without sugar', 'no sugar', ['sugar']],
    ['Crème brûlée', 'CREME', ['Crème']],
    ['दाल और सब्ज़ी', 'सब्जी', ['सब्ज़ी']],
    ['चावल, चपाती', 'चाव', ['चावल']],
    ['Grandma’s tea', 'grandmas', ['Grandma’s']],
    ['A sugar plum', 'a', []],
    ['Sugar', '!', []],
  ])('are marked in “%s” for “%s”', (text, asked, found) => {
    expect(hits(text, asked)).toEqual(found);
  });

  it.each(['No sugar in the tea', 'दाल', '', '  a  '])('leave “%s” whole', (text) => {
    for (const asked of ['su', 'दाल', ''])
      expect(
        marked(text, asked)
          .map((each) => each.text)
          .join(''),
      ).toBe(text);
  });

  it('need two letters', () => {
    expect(wordsOf('a B, c3 दाल')).toEqual(['c3', 'दाल']);
  });
});
