import { LogOut } from '../api/models';
import { distinct, frequent } from './recent-meals';

let made = 0;

function meal(payload: Record<string, unknown>, status: LogOut['status'] = 'VERIFIED'): LogOut {
  return { id: ++made, log_type: 'NUTRITION', status, payload } as LogOut;
}

const items = (...pairs: [number, number][]) => ({
  items: pairs.map(([food_id, grams]) => ({ food_id, grams })),
});

describe('recent meals', () => {
  it('are shown once for each content, the latest of them', () => {
    const logs = [
      meal({ ...items([1, 150], [2, 80]), meal: 'LUNCH' }),
      meal({ ...items([2, 80], [1, 150]), meal: 'DINNER' }),
      meal(items([1, 150])),
      meal({ calories: 400, note: 'Office lunch' }),
      meal({ calories: 400, note: 'Office lunch' }),
      meal({ calories: 400 }),
    ];
    expect(distinct(logs)).toEqual([logs[0], logs[2], logs[3], logs[5]]);
  });

  it('are only those that are settled and say something', () => {
    expect(distinct([meal(items([1, 150]), 'NEEDS_REVIEW'), meal({}), meal({ items: 'none' })])).toEqual([]);
  });

  it('tell which foods are eaten most', () => {
    expect(
      frequent([meal(items([3, 10], [1, 10])), meal(items([1, 20])), meal(items([9, 1]), 'FAILED')]),
    ).toEqual([1, 3]);
  });
});
