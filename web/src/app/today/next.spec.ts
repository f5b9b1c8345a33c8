import { ComponentScore, LogOut, Today as Score } from '../api/models';
import { Moment, nextThing } from './next';

const part = (actual: number, goal: number | null, credit = 0): ComponentScore => ({
  actual,
  goal,
  credit,
  due: goal !== null,
});

function score(details: Partial<Record<string, ComponentScore>>, total: number | null = 40): Score {
  return { date: '2026-11-22', total_score: total, provisional: false, details } as Score;
}

const log = (some: Partial<LogOut>) =>
  ({ id: 1, log_type: 'NUTRITION', status: 'VERIFIED', payload: {}, ...some }) as LogOut;

function next(some: Partial<Moment>) {
  const moment: Moment = { score: score({}), logs: [], parcels: [], hour: 13, mayWrite: true };
  return nextThing({ ...moment, ...some });
}

describe('the next thing to do', () => {
  const hungry = score({ meals: part(1, 3) });

  it.each([
    [7, 'meal', 'BREAKFAST'],
    [11.25, 'later', 'LUNCH'],
    [13, 'meal', 'LUNCH'],
    [17, 'later', 'DINNER'],
    [20, 'meal', 'DINNER'],
    [23.5, 'night', undefined],
    [2, 'night', undefined],
  ])('at %s h is %s', (hour, what, meal) => {
    expect(next({ score: hungry, hour })).toMatchObject({ what, ...(meal && { meal }) });
  });

  it('is no meal that was had, is being read or is on its way', () => {
    const lunch = { payload: { meal: 'LUNCH' } };
    const parcel = { logType: 'NUTRITION', state: 'uploading', ...lunch } as const;

    expect(next({ score: hungry, logs: [log(lunch)] })).toMatchObject({ what: 'later', meal: 'DINNER' });
    expect(next({ score: hungry, logs: [log({ ...lunch, status: 'PROCESSING' })] }).what).toBe('later');
    expect(next({ score: hungry, parcels: [parcel] }).what).toBe('later');
    expect(next({ score: hungry, parcels: [{ ...parcel, state: 'refused' }] }).what).toBe('meal');
    expect(next({ score: score({ meals: part(3, 3, 1) }) }).what).toBe('done');
  });

  it('is the look at a photo that waits, for who may look', () => {
    const logs = [log({ id: 9, status: 'NEEDS_REVIEW' }), log({ id: 4, status: 'NEEDS_REVIEW' })];

    expect(next({ score: hungry, logs })).toMatchObject({ what: 'review', count: 2, way: ['logs', '4'] });
    expect(next({ score: hungry, logs, mayWrite: false }).what).toBe('meal');
  });

  it('is movement on its days, by daylight', () => {
    const moving = score({ workout: part(12.5, 30) });

    expect(next({ score: moving, hour: 9 })).toMatchObject({ what: 'workout', minutes: 18 });
    expect(next({ score: moving, hour: 22 }).what).toBe('done');
    expect(next({ score: score({ workout: part(0, null) }) }).what).toBe('done');
    expect(next({ score: score({ workout: part(40, 30, 1) }) }).what).toBe('done');
  });

  it('is a reading when nothing else is', () => {
    expect(next({ score: score({ readings: part(0, 1) }) }).what).toBe('reading');
    expect(next({ score: score({ readings: part(1, 1, 1) }) }).what).toBe('done');
  });

  it('is nothing on a day without goals', () => {
    expect(next({ score: score({}, null) }).what).toBe('nothing');
  });
});
