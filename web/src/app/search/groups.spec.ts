import { Hit, MemberOut } from '../api/models';
import { byPerson } from './groups';

const hit = (id: number, member_id: number): Hit => ({
  id,
  member_id,
  type: 'log',
  title: 'Dal',
  snippet: '',
  at: '2026-11-21T08:00:00Z',
  log_type: 'NUTRITION',
  kind: 'LUNCH',
});
const people = [{ id: 1, name: 'Asha' }] as MemberOut[];

describe('hits under their people', () => {
  it('keep their order, and the person of the latest comes first', () => {
    const groups = byPerson([hit(9, 2), hit(8, 1), hit(7, 2)], people);

    expect(groups.map(({ memberId, hits }) => [memberId, hits.map(({ id }) => id)])).toEqual([
      [2, [9, 7]],
      [1, [8]],
    ]);
  });

  it('know the person where the list of the family does', () => {
    expect(byPerson([hit(9, 2), hit(8, 1)], people).map(({ member }) => member?.name)).toEqual([
      undefined,
      'Asha',
    ]);
  });
});
