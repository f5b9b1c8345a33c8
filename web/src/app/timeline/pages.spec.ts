import { LogOut } from '../api/models';
import { Answer, cut, dayTeller, isNewer, merge, Page, sectionsOf } from './pages';

/** Log n was written in minute n. */
function log(n: number, id = n): LogOut {
  const timestamp = new Date(Date.UTC(2026, 10, 22, 0, n)).toISOString().replace('.000Z', '+00:00');
  return { id, timestamp } as LogOut;
}

const logs = (...numbers: number[]) => numbers.map((n) => log(n));
const answer = (numbers: number[], next: string | null = null): Answer => ({ logs: logs(...numbers), next });
const ids = (some: readonly LogOut[]) => some.map((each) => each.id);
const inKolkata = dayTeller('Asia/Kolkata');

describe('the order of logs', () => {
  it('is by time and then by id, whether or not a time has a fraction', () => {
    const at = (timestamp: string, id: number) => ({ timestamp, id });

    expect(isNewer(at('2026-11-22T08:00:00.5+00:00', 1), at('2026-11-22T08:00:00+00:00', 2))).toBe(true);
    expect(isNewer(at('2026-11-22T08:00:00+00:00', 2), at('2026-11-22T08:00:00+00:00', 1))).toBe(true);
    expect(isNewer(at('2026-11-22T08:00:00+00:00', 1), at('2026-11-22T08:00:00+00:00', 1))).toBe(false);
  });
});

describe('a page of logs', () => {
  it('is cut where the member’s day ends and after a dozen', () => {
    const day = (hour: number) => ({ id: hour, timestamp: `2026-11-21T${hour}:00:00+00:00` }) as LogOut;
    const pieces = cut(1, [day(20), day(19), day(18), day(17)], inKolkata);
    expect(pieces.map((piece) => [piece.day, ids(piece.logs())])).toEqual([
      ['2026-11-22', [20, 19]],
      ['2026-11-21', [18, 17]],
    ]);

    const many = cut(1, logs(...Array.from({ length: 30 }, (_, n) => 60 - n)), inKolkata);
    expect(many.map((piece) => piece.logs().length)).toEqual([12, 12, 6]);
  });

  it('that is cut again keeps its pieces, and their heights where they hold as much as before', () => {
    const before = cut(1, logs(...Array.from({ length: 14 }, (_, n) => 60 - n)), inKolkata);
    before.forEach((piece) => piece.height.set(500));

    const after = cut(1, logs(...Array.from({ length: 13 }, (_, n) => 60 - n)), inKolkata, before);

    expect(after).toEqual(before);
    expect(after.map((piece) => piece.height())).toEqual([500, undefined]);
  });

  it('shares a day with the next page', () => {
    const page = (serial: number, numbers: number[]) =>
      ({ pieces: cut(serial, logs(...numbers), inKolkata) }) as unknown as Page;

    const sections = sectionsOf([page(1, [9, 8]), page(2, [7])]);

    expect(sections.map(({ day, pieces }) => [day, pieces.length])).toEqual([['2026-11-22', 2]]);
  });
});

describe('a page that is read again', () => {
  it('loses what is gone and takes what came within it, from where the next page begins', () => {
    const merged = merge(answer([9, 7, 5], 'c'), answer([9, 8, 5, 4, 3], 'd'), false);

    expect([ids(merged.logs), merged.next, ids(merged.fresh)]).toEqual([[9, 8, 5], 'c', []]);
  });

  it('names what came above it', () => {
    const merged = merge(answer([9, 7], 'c'), answer([11, 10, 9, 7], 'd'), false);

    expect([ids(merged.fresh), ids(merged.logs), merged.gap]).toEqual([[11, 10], [9, 7], false]);
  });

  it('keeps what a short answer did not reach', () => {
    const merged = merge(answer([9, 7, 5], 'c'), answer([10, 9], 'd'), false);

    expect([ids(merged.logs), merged.next]).toEqual([[9, 7, 5], 'c']);
  });

  it('says so when there is more new than the answer held', () => {
    const merged = merge(answer([9, 7], 'c'), answer([21, 20], 'd'), false);

    expect([merged.gap, ids(merged.logs)]).toEqual([true, [9, 7]]);
  });

  it('as the last one ends where the list ends now', () => {
    const shrunk = merge(answer([9, 7]), answer([9]), true);
    expect([ids(shrunk.logs), shrunk.next]).toEqual([[9], null]);

    const grown = merge(answer([9, 7]), answer([9, 7, 3], 'n'), true);
    expect([ids(grown.logs), grown.next]).toEqual([[9, 7, 3], 'n']);
  });

  it('may be empty, before or after', () => {
    expect(ids(merge(answer([]), answer([3]), true).logs)).toEqual([3]);
    expect(ids(merge(answer([9, 7]), answer([]), true).logs)).toEqual([]);
    expect(ids(merge(answer([9, 7], 'c'), answer([]), false).logs)).toEqual([]);
  });

  it('puts a correction in the place of what it corrects', () => {
    const merged = merge(
      { logs: [log(9), log(7), log(5)], next: 'c' },
      { logs: [log(9), log(7, 70), log(5), log(4)], next: 'd' },
      false,
    );

    expect(ids(merged.logs)).toEqual([9, 70, 5]);
  });
});
