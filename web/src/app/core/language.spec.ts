import hi from '../../i18n/hi.json';

interface Words {
  [key: string]: string | Words;
}

function flat(words: Words, path = ''): [string, string][] {
  return Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'string'
      ? [[`${path}${key}`, value] as [string, string]]
      : flat(value, `${path}${key}.`),
  );
}

// That the languages say the same is for tools/words.mjs.
describe('Hindi', () => {
  it('is written in its own script', () => {
    const foreign = flat(hi).filter(([key, text]) => !key.endsWith('._') && !/[\u0900-\u097f]/.test(text));

    expect(foreign).toEqual([]);
  });
});
