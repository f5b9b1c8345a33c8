import en from '../../i18n/en.json';
import hi from '../../i18n/hi.json';

interface Words {
  [key: string]: string | Words;
}

function flat(words: Words, path = ''): Record<string, string> {
  return Object.entries(words).reduce<Record<string, string>>((all, [key, value]) => {
    const name = path ? `${path}.${key}` : key;
    return typeof value === 'string' ? { ...all, [name]: value } : { ...all, ...flat(value, name) };
  }, {});
}

const placeholders = (text: string) => [...text.matchAll(/{{(\w+)}}/g)].map((match) => match[1]).sort();

describe('the language files', () => {
  const english = flat(en);
  const hindi = flat(hi);

  it('have the same keys', () => {
    expect(Object.keys(hindi).sort()).toEqual(Object.keys(english).sort());
  });

  it.each(Object.keys(english))('say %s in both, with the same values in it', (key) => {
    expect(hindi[key]?.trim()).toBeTruthy();
    expect(english[key]?.trim()).toBeTruthy();
    expect(placeholders(hindi[key] ?? '')).toEqual(placeholders(english[key] ?? ''));
  });

  it('are written in their own script', () => {
    const foreign = Object.entries(hindi).filter(([, text]) => !/[\u0900-\u097f]/.test(text));

    expect(foreign).toEqual([]);
  });
});
