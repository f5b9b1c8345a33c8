import { ConfigVersion, DayScore, ProgramOut } from '../api/models';
import { addDays } from '../core/day';
import { coveredOf, moved, squaresOf, State, weeksOf } from './days';

const START = '2026-11-02';
const program = {
  id: 1,
  member_id: 2,
  status: 'ACTIVE',
  start_date: START,
  end_date: addDays(START, 89),
  day: 6,
} as ProgramOut;

const day = (index: number) => addDays(START, index);

function scores(...begun: (number | null)[]): DayScore[] {
  return Array.from({ length: 90 }, (_, index) => ({
    date: day(index),
    total_score: begun[index] ?? null,
    provisional: index === 1,
  }));
}

function version(from: number, paused: boolean): ConfigVersion {
  return { effective_from: day(from), paused } as ConfigVersion;
}

function states(more: Partial<ProgramOut>, versions: ConfigVersion[], today: string): State[] {
  const days = scores(90, 70, 40, 10, 0, 50);
  return squaresOf({ ...program, ...more }, days, versions, today).map((each) => each.state);
}

describe('the squares of ninety days', () => {
  it('are words for scores, and today is open until it is over', () => {
    const found = states({}, [version(0, false)], day(5));

    expect(found.slice(0, 7)).toEqual(['covered', 'close', 'under_way', 'begun', 'ahead', 'open', 'future']);
    expect(found).toHaveLength(90);
    expect(new Set(found.slice(6))).toEqual(new Set(['future']));
  });

  it('tell a pause from a day without anything due, by the version that holds', () => {
    const found = states(
      {},
      [version(8, false), version(6, true), version(6, false), version(0, false)],
      day(9),
    );

    expect(found.slice(5, 10)).toEqual(['under_way', 'paused', 'paused', 'none', 'none']);
  });

  it('are over after the day on which the program was completed', () => {
    const found = states({ status: 'COMPLETED', day: 6 }, [version(6, true), version(0, false)], day(20));

    expect(found[5]).toBe('under_way');
    expect(new Set(found.slice(6))).toEqual(new Set(['over']));
    const ended = { ...program, status: 'COMPLETED' as const, day: 6 };
    expect(squaresOf(ended, scores(), [], day(20)).some((each) => each.today)).toBe(false);
  });

  it('carry their number, and what is an estimate', () => {
    const [first, second] = squaresOf(program, scores(90, 70), [], day(5));

    expect(first).toMatchObject({ day: 1, date: START, score: 90, provisional: false, today: false });
    expect(second?.provisional).toBe(true);
  });

  it('stand in thirteen weeks', () => {
    const weeks = weeksOf(squaresOf(program, scores(), [], day(5)));

    expect(weeks.map((week) => week.length)).toEqual([...Array<number>(12).fill(7), 6]);
    expect(weeks[12]?.at(-1)?.day).toBe(90);
  });

  it('are counted where something was due', () => {
    expect(coveredOf(squaresOf(program, scores(80, 79, null, 100), [], day(5)))).toEqual({
      covered: 2,
      due: 3,
    });
  });
});

describe('a key in the grid', () => {
  it.each([
    [10, 'ArrowRight', false, 11],
    [10, 'ArrowLeft', false, 9],
    [10, 'ArrowDown', false, 17],
    [10, 'ArrowUp', false, 3],
    [10, 'Home', false, 7],
    [10, 'End', false, 13],
    [10, 'Home', true, 0],
    [10, 'End', true, 89],
    [86, 'End', false, 89],
    [0, 'ArrowLeft', false, undefined],
    [89, 'ArrowRight', false, undefined],
    [3, 'ArrowUp', false, undefined],
    [84, 'ArrowDown', false, undefined],
    [10, 'Tab', false, undefined],
  ])('leads from %i with %s', (at, key, all, to) => {
    expect(moved(at, key, all, 90)).toBe(to);
  });
});
