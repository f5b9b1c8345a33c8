import { PersonAtAGlance } from '../api/models';
import { attention, byAttention, Need, OpenAlert } from './attention';

function person(
  today: Partial<NonNullable<PersonAtAGlance['today']>> | null,
  to_review = 0,
): PersonAtAGlance {
  return {
    member_id: 7,
    to_review,
    today: today && { date: '2026-11-22', total_score: 80, logs: 3, provisional: false, ...today },
  } as PersonAtAGlance;
}

const urgent: OpenAlert = { member_id: 7, severity: 'URGENT' };
const warn: OpenAlert = { member_id: 7, severity: 'WARN' };
const foreign: OpenAlert = { member_id: 8, severity: 'URGENT' };

describe('what of a person wants attention', () => {
  it.each<[Need, PersonAtAGlance, OpenAlert[]]>([
    ['urgent', person({}, 2), [warn, urgent]],
    ['warn', person({}, 2), [foreign, warn]],
    ['review', person({ logs: 0, total_score: 0 }, 1), [foreign]],
    ['unlogged', person({ logs: 0, total_score: 0 }), []],
    ['low', person({ total_score: 32 }), []],
    ['none', person({ total_score: 33 }), []],
    ['none', person({ total_score: null, logs: 0 }), []],
    ['none', person(null), []],
  ])('is %s', (need, who, alerts) => expect(attention(who, alerts)).toBe(need));

  it('is nothing while nothing is known', () => expect(attention(undefined, [urgent])).toBe('none'));

  it('orders people and leaves equals as they are', () => {
    const needs: Need[] = ['none', 'low', 'urgent', 'none', 'review', 'warn', 'unlogged'];
    const people = needs.map((need, id) => ({ id, need }));

    expect(byAttention(people).map(({ id }) => id)).toEqual([2, 5, 4, 6, 1, 0, 3]);
  });
});
