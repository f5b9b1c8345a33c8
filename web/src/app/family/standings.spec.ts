import { Leaderboard, MemberOut } from '../api/models';
import { homeOf, standingsOf } from './standings';

const BOARD: Leaderboard = {
  week: '2026-W47',
  data: [
    { rank: 1, member_id: 1, name: 'Dadaji', score: 80, days_covered: 0.7 },
    { rank: 1, member_id: 2, name: 'Asha', score: 80, days_covered: 0.5 },
    { rank: 3, member_id: 3, name: 'Nani', score: 0, days_covered: 0 },
    { rank: 4, member_id: 4, name: 'Ravi', score: 0, days_covered: 0 },
  ],
};
const person = (id: number, more: Partial<MemberOut>) => ({ id, role: 'OWNER', ...more }) as MemberOut;

describe('the rows of a board', () => {
  const rows = standingsOf(BOARD, [
    person(1, { relation_type: 'SELF', role: 'MANAGER' }),
    person(2, { relation_type: 'SELF' }),
    person(3, { relation_type: 'PARENT' }),
  ]);

  it('say who shares a rank', () =>
    expect(rows.map((row) => row.shared)).toEqual([true, true, false, false]));

  it('have medals for what was done only', () =>
    expect(rows.map((row) => row.medal)).toEqual([1, 1, undefined, undefined]));

  it('know the reader, and not somebody who is a self of somebody else', () =>
    expect(rows.filter((row) => row.own).map((row) => row.name)).toEqual(['Asha']));
});

describe('where this week is', () => {
  const guest = person(1, { role: 'MANAGER', leaderboard: true, time_zone: 'Asia/Tokyo' });
  const child = person(2, { leaderboard: false, time_zone: 'Asia/Dubai' });
  const parent = person(3, { leaderboard: true, time_zone: 'Asia/Kolkata' });
  const self = person(4, { relation_type: 'SELF', leaderboard: true, time_zone: 'Europe/Berlin' });
  const patient = person(5, { role: 'READ_ONLY', leaderboard: true, time_zone: 'America/Lima' });

  it.each([
    [[guest, child, parent, self], 'Europe/Berlin'],
    [[guest, child, parent], 'Asia/Kolkata'],
    [[guest, child], 'Asia/Tokyo'],
    [[child, patient], undefined],
  ])('is the zone of the reader, else of the first who takes part', (members, zone) =>
    expect(homeOf(members)).toBe(zone),
  );
});
