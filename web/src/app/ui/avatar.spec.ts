import { initialsOf } from './avatar';

describe('initials', () => {
  it.each([
    ['Grandpa', 'G'],
    ['asha rao', 'AR'],
    ['Maria del Mar Ruiz', 'MR'],
    ['दादाजी', 'दा'],
    ['क्षितिज वर्मा', 'क्षिव'],
    ['José Ángel', 'JÁ'],
    ['ängla', 'Ä'],
    ['  ', ''],
  ])('of %s are %s', (name, initials) => {
    expect(initialsOf(name)).toBe(initials);
  });
});
