import { LogOut } from '../api/models';
import { describe as put, Translate } from './entry';
import { Figures } from './figures';

const t: Translate = (key, params) => [key, ...Object.values(params ?? {})].join(' ');

function log(some: Partial<LogOut>): LogOut {
  return {
    log_type: 'NUTRITION',
    status: 'VERIFIED',
    payload: {},
    failure: null,
    candidates: [],
    ...some,
  } as LogOut;
}

function words(some: Partial<LogOut>) {
  return put(log(some), new Figures('en'), t);
}

describe('a log in words', () => {
  it('says what was eaten', () => {
    const entry = words({ payload: { meal: 'LUNCH', calories: 1456.96, protein_g: 17.9, note: 'at home' } });

    expect(entry.title).toBe('meal.LUNCH');
    expect(entry.facts).toEqual(['1,457 kcal', 'log.protein 18 g']);
    expect(entry.note).toBe('at home');
    expect(entry.state).toBeUndefined();
  });

  it.each([
    [{ kind: 'duration', activity: 'Yoga', minutes: 25 }, 'Yoga', ['25 mins']],
    [
      { kind: 'strength', minutes: 40, exercises: [{ name: 'Squat' }, { name: 'Press' }] },
      'log.strength',
      ['40 mins', 'Squat, Press'],
    ],
  ])('says what was done: %j', (payload, title, facts) => {
    expect(words({ log_type: 'WORKOUT', payload })).toMatchObject({ title, facts });
  });

  it.each([
    [{ kind: 'blood_pressure', systolic: 126, diastolic: 81, pulse: 75 }, ['126/81 mmHg', 'log.pulse 75']],
    [{ kind: 'glucose', value: 5.44, unit: 'mmol/L' }, ['5.4 mmol/L']],
    [{ kind: 'spo2', value: 97 }, ['97%']],
    [{ kind: 'pulse', value: 70 }, ['log.beats 70']],
    [{ kind: 'temperature', value: 98.6, unit: 'F' }, ['98.6°F']],
    [{ kind: 'weight', value: 71.25, unit: 'kg' }, ['71.3 kg']],
  ])('says what was measured: %j', (payload, facts) => {
    expect(words({ log_type: 'VITALS', payload })).toMatchObject({ title: `reading.${payload.kind}`, facts });
  });

  it('calls a guess a guess until somebody has looked', () => {
    const candidates = [{ name: 'Dal' }, { name: 'Rice' }] as LogOut['candidates'];

    expect(words({ status: 'NEEDS_REVIEW', candidates })).toMatchObject({
      facts: ['log.perhaps Dal / Rice'],
      state: { words: 'log.needs_review', kind: 'look' },
    });
    expect(words({ status: 'VERIFIED', candidates }).facts).toEqual([]);
    expect(words({ status: 'NEEDS_REVIEW', payload: { estimated: true, calories: 320 } }).facts).toEqual([
      'log.about 320 kcal',
    ]);
  });

  it('names the foods of a photo that somebody has looked at', () => {
    const candidates = [
      { name: 'Dal', food_id: 1 },
      { name: 'Kadhi', food_id: 2 },
      { name: 'Rice', food_id: 3 },
    ] as LogOut['candidates'];
    const payload = { items: [{ food_id: 1 }, { food_id: 3 }, { food_id: 99 }] };

    expect(words({ candidates, payload }).facts).toEqual(['Dal, Rice']);
  });

  it.each([
    ['NOT_FOOD', 'log.reason.NOT_FOOD'],
    ['SOMETHING_NEW', 'as the server says it'],
  ])('says why a photo could not be read: %s', (code, reason) => {
    const entry = words({ status: 'FAILED', failure: { code, message: 'as the server says it' } });

    expect(entry.state).toMatchObject({ words: 'log.failed', kind: 'failed', reason });
  });
});
