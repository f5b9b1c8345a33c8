import { favourites, fromKilograms, heaviest, inKilograms, numberOf, workoutOf } from './workout';

const yoga = { kind: 'duration', activity: 'Yoga', minutes: 25 };
const walk = { kind: 'duration', activity: 'Walk', minutes: 30 };
const squats = {
  kind: 'strength',
  minutes: 40,
  exercises: [{ name: 'Squat', sets: [{ reps: 8, weight_kg: 20 }] }],
};

describe('workouts', () => {
  it('are offered again by how often they were done, of equals the latest first', () => {
    const logs = [squats, walk, yoga, { ...yoga, activity: ' yoga ' }, { kind: 'unheard of' }];

    const offered = favourites(
      logs.map((payload) => ({ payload })),
      3,
    );

    expect(offered).toEqual([yoga, squats, walk]);
    expect(
      favourites(
        logs.map((payload) => ({ payload })),
        1,
      ),
    ).toEqual([yoga]);
  });

  it('of the same name but another length are two', () => {
    const logs = [yoga, { ...yoga, minutes: 60 }].map((payload) => ({ payload }));

    expect(favourites(logs, 5)).toHaveLength(2);
  });

  it('that cannot be understood are left alone', () => {
    expect(workoutOf({ kind: 'duration' })).toBeUndefined();
    expect(workoutOf({ kind: 'strength', exercises: 'many' })).toBeUndefined();
  });
});

describe('weights', () => {
  it.each([2.5, 45, 132.5, 2204])('%d lb come back as they were typed', (pounds) => {
    expect(fromKilograms(inKilograms(pounds, 'IMPERIAL'), 'IMPERIAL')).toBe(pounds);
  });

  it('are kept in kilograms', () => {
    expect(inKilograms(100, 'IMPERIAL')).toBe(45.359);
    expect(inKilograms(22.5, 'METRIC')).toBe(22.5);
    expect(inKilograms(heaviest('IMPERIAL'), 'IMPERIAL')).toBeLessThanOrEqual(1000);
  });
});

describe('a typed number', () => {
  it.each([
    ['30', 30],
    [' 22,5 ', 22.5],
    ['.5', 0.5],
    ['२५', 25],
    ['', undefined],
    ['-3', undefined],
    ['1e3', undefined],
    ['ten', undefined],
    ['1.2.3', undefined],
  ])('“%s” is %s', (text, value) => {
    expect(numberOf(text)).toBe(value);
  });
});
