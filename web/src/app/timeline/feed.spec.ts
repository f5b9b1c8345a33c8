import { HttpErrorResponse } from '@angular/common/http';

import { LogOut } from '../api/models';
import { Feed } from './feed';
import { dayTeller } from './pages';

function log(n: number): LogOut {
  return { id: n, timestamp: new Date(Date.UTC(2026, 10, 22, 0, n)).toISOString(), photo: null } as LogOut;
}

describe('a list without an end', () => {
  /** What the server holds, the newest first. */
  let held: number[];
  let asked: (string | null)[];
  let away: boolean;
  let said: number;
  let feed: Feed;

  beforeEach(() => {
    held = Array.from({ length: 120 }, (_, n) => 1000 - n);
    asked = [];
    away = false;
    said = 0;
    feed = new Feed(async (cursor, limit) => {
      asked.push(cursor);
      if (away) throw new HttpErrorResponse({ status: 0 });
      const rest = cursor === null ? held : held.filter((n) => n < Number(cursor));
      const shown = rest.slice(0, limit);
      const next = rest.length > limit ? String(shown.at(-1)) : null;
      return { logs: shown.map(log), next, at: said || Date.now() };
    }, dayTeller('UTC'));
  });

  const shown = () =>
    feed.sections().flatMap(({ pieces }) => pieces.flatMap((piece) => piece.logs().map((each) => each.id)));

  it('is read page by page to its end, and then no more', async () => {
    for (let times = 0; times < 5; times++) await feed.next();

    expect(asked).toEqual([null, '951', '901']);
    expect(shown()).toEqual(held);
    expect([feed.more(), feed.count(), feed.empty()]).toEqual([false, 120, false]);
  });

  it('is asked once for what two want at the same time', async () => {
    await Promise.all([feed.next(), feed.next()]);

    expect(asked).toHaveLength(1);
  });

  it('keeps what is there when a later page fails, and goes on from there', async () => {
    await feed.next();
    away = true;
    await feed.next();
    expect([feed.failure()?.cause, shown().length, feed.more()]).toEqual(['offline', 50, true]);

    away = false;
    await feed.next();
    expect([feed.failure(), shown().length]).toEqual([null, 100]);
  });

  it('holds back what is new above until it is called', async () => {
    await feed.next();
    held = [1002, 1001, ...held.filter((n) => n !== 990)];
    await feed.lookAgain();

    expect(feed.fresh().map((each) => each.id)).toEqual([1002, 1001]);
    expect(shown()).not.toContain(990);
    expect(shown()[0]).toBe(1000);

    await feed.takeFresh();
    expect(shown().slice(0, 3)).toEqual([1002, 1001, 1000]);
    expect(feed.fresh()).toEqual([]);
  });

  it('begins anew when more is new than can be told', async () => {
    await feed.next();
    held = [...Array.from({ length: 70 }, (_, n) => 1100 - n), ...held];
    await feed.lookAgain();
    await feed.takeFresh();

    expect(shown()).toEqual(held.slice(0, 50));
  });

  it('reads again where somebody looks, and elsewhere when they come', async () => {
    await feed.next();
    await feed.next();
    asked = [];
    await feed.lookAgain();
    expect(asked).toEqual([null]);

    held = held.filter((n) => n !== 940);
    const last = feed.sections().at(-1)?.pieces.at(-1);
    if (last) await feed.come(last);
    expect(asked).toEqual([null, '951']);
    expect(shown()).not.toContain(940);

    if (last) await feed.come(last);
    expect(asked).toHaveLength(2);
  });

  it('does not go back to an answer from before', async () => {
    await feed.next();
    const before = shown();
    held = held.slice(10);
    said = Date.now() - 60_000;
    await feed.lookAgain();

    expect(shown()).toEqual(before);
  });

  it('knows what stands beside a log, across pieces', async () => {
    await feed.next();

    expect(feed.beside(null, 1)?.log.id).toBe(1000);
    expect(feed.beside(989, 1)?.log.id).toBe(988);
    expect(feed.beside(988, -1)?.log.id).toBe(989);
    expect(feed.beside(951, 1)).toBeUndefined();
  });
});
