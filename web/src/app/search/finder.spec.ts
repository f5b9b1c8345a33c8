import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';

import { Api } from '../api/api';
import { Hit, User } from '../api/models';
import { Session } from '../core/session';
import { Finder } from './finder';

const hit = (id: number): Hit => ({
  id,
  member_id: 1,
  type: 'note',
  title: 'Lunch',
  snippet: 'dizzy',
  at: '2026-11-21T08:00:00Z',
  log_type: 'NUTRITION',
  kind: 'LUNCH',
});
const page = (ids: number[], next: string | null = null) => ({
  data: ids.map(hit),
  pagination: { next_cursor: next, has_more: next !== null },
});

describe('what was found', () => {
  const user = signal<User | null>({ id: 1 } as User);
  const invoke = vi.fn();
  let finder: Finder;

  beforeEach(() => {
    invoke.mockReset();
    user.set({ id: 1 } as User);
    TestBed.configureTestingModule({
      providers: [
        { provide: Api, useValue: { invoke } },
        { provide: Session, useValue: { user } },
      ],
    });
    finder = TestBed.inject(Finder);
    TestBed.tick();
  });

  const look = (words: string) => {
    finder.typed.set(words);
    return finder.look();
  };
  const ids = () => finder.hits().map(({ id }) => id);

  it('is asked for by words, without the blanks around them', async () => {
    invoke.mockResolvedValueOnce(page([3, 2]));
    await look('  dizzy ');

    expect(invoke.mock.calls[0]?.[1]).toEqual({ q: 'dizzy', limit: 30, cursor: undefined });
    expect([ids(), finder.asked(), finder.looking()]).toEqual([[3, 2], 'dizzy', false]);
  });

  it('goes when nothing is left to look for', async () => {
    invoke.mockResolvedValueOnce(page([3]));
    await look('dizzy');
    await look('d');

    expect([ids(), finder.asked(), finder.typed(), invoke.mock.calls.length]).toEqual([[], '', 'd', 1]);
  });

  it('is of the last question, whichever answer comes last', async () => {
    let answer: (found: unknown) => void = () => undefined;
    invoke.mockReturnValueOnce(new Promise((resolve) => (answer = resolve)));
    invoke.mockResolvedValueOnce(page([5]));
    const slow = look('diz');
    await look('dizzy');
    answer(page([1]));
    await slow;

    expect([ids(), finder.asked(), finder.looking()]).toEqual([[5], 'dizzy', false]);
  });

  it('grows by the next page', async () => {
    invoke.mockResolvedValueOnce(page([3], 'on')).mockResolvedValueOnce(page([2]));
    await look('dizzy');
    expect(finder.more()).toBe(true);
    await finder.lookOn();

    expect([ids(), finder.more()]).toEqual([[3, 2], false]);
    expect(invoke.mock.calls[1]?.[1]).toEqual({ q: 'dizzy', limit: 30, cursor: 'on' });
  });

  it('stays when the next page fails, and can be asked for again', async () => {
    invoke.mockResolvedValueOnce(page([3], 'on')).mockRejectedValueOnce(new Error('away'));
    await look('dizzy');
    await finder.lookOn();

    expect([ids(), finder.failure()?.cause, finder.more()]).toEqual([[3], 'broken', true]);
  });

  it('is nothing when the question fails', async () => {
    invoke.mockResolvedValueOnce(page([3])).mockRejectedValueOnce(new Error('away'));
    await look('dizzy');
    await look('dizzy tea');

    expect([ids(), finder.failure()?.cause, finder.looking()]).toEqual([[], 'broken', false]);
  });

  it('is forgotten with the session', async () => {
    invoke.mockResolvedValueOnce(page([3]));
    await look('dizzy');
    user.set(null);
    TestBed.tick();

    expect([ids(), finder.typed(), finder.asked()]).toEqual([[], '', '']);
  });
});
