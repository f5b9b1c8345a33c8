import { TestBed } from '@angular/core/testing';

import { Api } from '../api/api';
import { AlertOut } from '../api/models';
import { PastAlerts } from './past-alerts';

const page = (next: string | null, ...ids: number[]) => ({
  data: ids.map((id) => ({ id }) as AlertOut),
  pagination: { next_cursor: next, has_more: next !== null },
});

describe('alerts that are over', () => {
  const invoke = vi.fn();
  let past: PastAlerts;
  const ids = () => past.all()?.map(({ id }) => id);

  beforeEach(() => {
    invoke.mockReset();
    TestBed.configureTestingModule({ providers: [PastAlerts, { provide: Api, useValue: { invoke } }] });
    past = TestBed.inject(PastAlerts);
  });

  it('come a page at a time, by cursor', async () => {
    invoke.mockResolvedValueOnce(page('c', 4, 3)).mockResolvedValueOnce(page(null, 2));
    await past.look(undefined);
    expect([ids(), past.more()]).toEqual([[4, 3], true]);
    await past.lookOn();

    expect([ids(), past.more()]).toEqual([[4, 3, 2], false]);
    expect(invoke.mock.lastCall?.[1]).toMatchObject({ status: 'cleared', cursor: 'c' });
  });

  it('are of the person that was asked for last', async () => {
    let late: (answer: object) => void = () => undefined;
    invoke
      .mockReturnValueOnce(new Promise((resolve) => (late = resolve)))
      .mockResolvedValueOnce(page(null, 7));
    const first = past.look(undefined);
    await past.look(5);
    late(page(null, 1));
    await first;

    expect(ids()).toEqual([7]);
  });

  it('are more than a page after a fresh look too', async () => {
    invoke
      .mockResolvedValueOnce(page('c', 4, 3))
      .mockResolvedValueOnce(page('d', 2, 1))
      .mockResolvedValueOnce(page('e', 5, 4));
    await past.look(undefined);
    await past.lookOn();
    await past.look(undefined);
    expect([ids(), past.more()]).toEqual([[5, 4, 3, 2, 1], true]);

    invoke.mockResolvedValueOnce(page(null, 0));
    await past.lookOn();
    expect(invoke.mock.lastCall?.[1]).toMatchObject({ cursor: 'd' });
  });

  it('begin anew where a fresh look does not meet what was there', async () => {
    invoke.mockResolvedValueOnce(page('c', 4, 3)).mockResolvedValueOnce(page('e', 8, 7));
    await past.look(undefined);
    await past.look(undefined);
    expect(ids()).toEqual([8, 7]);
    await past.lookOn();
    expect(invoke.mock.lastCall?.[1]).toMatchObject({ cursor: 'e' });
  });

  it('are asked for again as they were, never by the place of another person', async () => {
    invoke
      .mockResolvedValueOnce(page('c', 4))
      .mockRejectedValueOnce(new Error('cut'))
      .mockRejectedValueOnce(new Error('cut'))
      .mockResolvedValue(page(null, 7));
    await past.look(undefined);
    await past.lookOn();
    await past.look(5);
    expect(past.more()).toBe(false);
    await past.again();

    expect(invoke.mock.lastCall?.[1]).toMatchObject({ member_id: 5, cursor: undefined });
    expect([ids(), past.failure()]).toEqual([[7], undefined]);
  });

  it('stay when the next page fails', async () => {
    invoke.mockResolvedValueOnce(page('c', 4)).mockRejectedValueOnce(new Error('cut'));
    await past.look(undefined);
    await past.lookOn();

    expect([ids(), past.failure()?.cause, past.more()]).toEqual([[4], 'broken', true]);
    await past.again();
    expect(invoke.mock.lastCall?.[1]).toMatchObject({ cursor: 'c' });
  });
});
