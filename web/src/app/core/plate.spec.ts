import { FoodOut } from '../api/models';
import {
  fittingMeasure,
  Helping,
  itemsOf,
  macrosOf,
  measuresOf,
  samePlate,
  stepped,
  usualHelping,
} from './plate';

const dal = food('Dal', [
  ['1 katori', 150],
  ['1 cup', 200],
]);
const roti = food('Roti', [
  ['2 rotis', 80],
  ['1 roti', 40],
]);
const plain = food('Abalone', [['100 g', 100]]);

function food(name: string, portions: [string, number][]): FoodOut {
  return {
    alias: null,
    id: name.length,
    name,
    per_100g: { calories: 120, protein_g: 7.25, carbs_g: 16, fat_g: 3 },
    portions: portions.map(([portion, grams]) => ({ name: portion, grams })),
  };
}

describe('a plate of food', () => {
  it('knows the household measures of a food, each by one of it', () => {
    expect(measuresOf(dal)).toEqual([
      { name: 'katori', grams: 150, usual: 1 },
      { name: 'cup', grams: 200, usual: 1 },
    ]);
    expect(measuresOf(roti)).toEqual([{ name: 'roti', grams: 40, usual: 2 }]);
    expect(measuresOf(food('Soup', [['1/2 cup', 120]]))).toEqual([{ name: 'cup', grams: 240, usual: 0.5 }]);
    expect(measuresOf(food('Espresso', [['double', 60]]))).toEqual([{ name: 'double', grams: 60, usual: 1 }]);
    expect(measuresOf(plain)).toEqual([]);
  });

  it('begins with what is usual', () => {
    expect(usualHelping(roti).grams).toBe(80);
    expect(usualHelping(plain).grams).toBe(100);
  });

  it('says grams in a measure where they are whole halves of it', () => {
    const measures = measuresOf(dal);
    expect(fittingMeasure(measures, 225)?.name).toBe('katori');
    expect(fittingMeasure(measures, 200)?.name).toBe('cup');
    expect(fittingMeasure(measures, 130)).toBeUndefined();
    expect(fittingMeasure(measures, 1)).toBeUndefined();
  });

  it('steps by halves of a measure and by ten grams, from wherever it stands', () => {
    const [katori] = measuresOf(dal);
    expect(stepped(150, katori, 1)).toBe(225);
    expect(stepped(150, katori, -1)).toBe(75);
    expect(stepped(75, katori, -1)).toBe(75);
    expect(stepped(160, katori, 1)).toBe(225);
    expect(stepped(160, katori, -1)).toBe(150);
    expect(stepped(4990, katori, 1)).toBe(4950);
    expect(stepped(37, undefined, 1)).toBe(40);
    expect(stepped(37, undefined, -1)).toBe(30);
    expect(stepped(5000, undefined, 1)).toBe(5000);
  });

  it('sums what the foods hold', () => {
    const plate: Helping[] = [
      { food: dal, grams: 150 },
      { food: roti, grams: 80 },
    ];
    expect(macrosOf(plate).calories).toBeCloseTo(276);
    expect(macrosOf(plate).protein_g).toBeCloseTo(16.675);
    expect(macrosOf([])).toEqual({ calories: 0, protein_g: 0, carbs_g: 0, fat_g: 0 });
  });

  it('goes to the server in tenths of a gram', () => {
    expect(itemsOf([{ food: dal, grams: 133.3333 }])).toEqual([{ food_id: 3, grams: 133.3 }]);
    expect(samePlate([{ food_id: 3, grams: 150 }], [{ food_id: 3, grams: 150 }])).toBe(true);
    expect(samePlate([{ food_id: 3, grams: 150 }], [{ food_id: 3, grams: 75 }])).toBe(false);
    expect(samePlate([{ food_id: 3, grams: 150 }], [])).toBe(false);
  });
});
