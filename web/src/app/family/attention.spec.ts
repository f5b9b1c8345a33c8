import { PersonAtAGlance } from '../api/models';
import { attention, byAttention, Need } from './attention';

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

const urgent = { severity: 'URGENT' as const };
const warn = { severity: 'WARN' as const };

describe('what of a person wants attention', () => {
  it.each<[Need, PersonAtAGlance, (typeof urgent | typeof warn)[]]>([
    ['urgent', person({}, 2), [warn, urgent]],
    ['warn', person({}, 2), [warn]],
    ['review', person({ logs: 0, total_score: 0 }, 1), []],
    ['unlogged', person({ logs: 0, total_score: 0 }), []],
    ['low', person({ total_score: 32 }), []],
    ['none', person({ total_score: 33 }), []],
    ['none', person({ total_score: null, logs: 0 }), []],
    ['none', person(null), []],
  ])('is %s', (need, who, alerts) => expect(attention(who, alerts)).toBe(need));

  it('is what is known of them', () => {
    expect(attention(undefined, [])).toBe('none');
    expect(attention(undefined, [urgent])).toBe('urgent');
  });

  it('orders people and leaves equals as they are', () => {
    const needs: Need[] = ['none', 'low', 'urgent', 'none', 'review', 'warn', 'unlogged'];
    const people = needs.map((need, id) => ({ id, need }));

    expect(byAttention(people).map(({ id }) => id)).toEqual([2, 5, 4, 6, 1, 0, 3]);
  });
});
