import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';

import { Diary, Entries } from './diary';

describe('the diary of a day', () => {
  let server: HttpTestingController;
  let read: Promise<Entries>;

  beforeEach(() => {
    TestBed.configureTestingModule({ providers: [provideHttpClient(), provideHttpClientTesting()] });
    server = TestBed.inject(HttpTestingController);
    read = TestBed.inject(Diary).day(7, '2026-11-22');
  });

  /** Answers the page that is being asked for; its question. */
  async function answer(id: number, next: string | null): Promise<URLSearchParams> {
    await Promise.resolve();
    const { request } = await vi.waitFor(() => {
      const asked = server.expectOne((each) => each.url.endsWith('/programs/7/history'));
      asked.flush({ data: [{ id }], pagination: { next_cursor: next, has_more: next !== null } });
      return asked;
    });
    return new URLSearchParams(request.urlWithParams.split('?')[1]);
  }

  it('is read page by page to its end', async () => {
    const first = await answer(3, 'more');
    const second = await answer(2, null);

    expect([first.get('from'), first.get('to'), first.get('cursor')]).toEqual([
      '2026-11-22',
      '2026-11-22',
      null,
    ]);
    expect(second.get('cursor')).toBe('more');
    expect(await read).toEqual({ logs: [{ id: 3 }, { id: 2 }], cut: false });
  });

  it('says when there is more than five pages hold', async () => {
    for (let page = 0; page < 5; page++) await answer(page, 'more');

    expect((await read).cut).toBe(true);
    server.verify();
  });
});
