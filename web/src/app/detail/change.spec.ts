import { LogOut } from '../api/models';
import { changeOf } from './change';

function log(payload: Record<string, unknown>, status: LogOut['status'] = 'VERIFIED'): LogOut {
  return { id: 1, log_type: 'NUTRITION', status, payload } as LogOut;
}

const plate = { items: [{ food_id: 3, grams: 150 }], meal: 'LUNCH' };
const counted = {
  ...plate,
  calories: 217.5,
  protein_g: 10,
  carbs_g: 20,
  fat_g: 9,
  estimated: true,
  model: 'm',
};

describe('a correction', () => {
  it('is none when it says what is there already', () => {
    expect(changeOf(log(counted), { meal: 'LUNCH', items: [{ grams: 150, food_id: 3 }] })).toBeNull();
    expect(changeOf(log({ calories: 400, meal: 'SNACK' }), { meal: 'SNACK', calories: 400 })).toBeNull();
  });

  it('sends what is different and no more', () => {
    const more = { ...plate, items: [{ food_id: 3, grams: 225 }] };
    expect(changeOf(log(counted), more)).toEqual({ payload: more });
    expect(changeOf(log(counted), plate, '2026-11-22T06:00:00.000Z')).toEqual({
      timestamp: '2026-11-22T06:00:00.000Z',
    });
    expect(changeOf(log({ ...counted, note: 'At home' }), plate)).toEqual({ payload: plate });
  });

  it('keeps what was known beside the calories', () => {
    const was = log({ calories: 400, protein_g: 12, meal: 'SNACK' });
    expect(changeOf(was, { meal: 'SNACK', calories: 300 })).toEqual({
      payload: { meal: 'SNACK', calories: 300, protein_g: 12 },
    });
  });

  it('of a photo that was not read is always one', () => {
    expect(
      changeOf(log({ meal: 'LUNCH' }, 'FAILED'), { meal: 'LUNCH', calories: 300 })?.payload,
    ).toBeTruthy();
  });
});
