import 'fake-indexeddb/auto';

import { HttpClient, HttpErrorResponse, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { firstValueFrom } from 'rxjs';

import { Remembered, remembering } from './remembered';
import { Vault } from './vault';

const SCORE = '/api/v1/programs/70/adherence/today';
const DAY = '/api/v1/programs/70/history?from=2026-11-22&to=2026-11-22&limit=100';

describe('what is remembered', () => {
  let server: HttpTestingController;
  let vault: Vault;
  let owner = 9_000;

  /** The app opened anew on the same device. */
  function open(): void {
    TestBed.resetTestingModule();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([remembering])),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', children: [] }]),
      ],
    });
    server = TestBed.inject(HttpTestingController);
    vault = TestBed.inject(Vault);
  }

  const ask = (url: string) => firstValueFrom(TestBed.inject(HttpClient).get(url));

  async function answered(url: string, body: object): Promise<void> {
    const asked = ask(url);
    server.expectOne(url).flush(body);
    await asked;
    await kept(url);
  }

  /** What is sealed is written a moment after its answer. */
  async function kept(url: string): Promise<void> {
    await vi.waitFor(async () => expect(await remembered(url)).toBe(true));
  }

  async function remembered(url: string): Promise<boolean> {
    return (await vault.get(owner, 'answer', await vault.name(owner, url))) !== undefined;
  }

  function cut(url: string, status = 0): Promise<unknown> {
    const asked = ask(url);
    const request = server.expectOne(url);
    if (status) request.flush(null, { status, statusText: 'No' });
    else request.error(new ProgressEvent('error'));
    return asked;
  }

  beforeEach(async () => {
    owner += 10;
    open();
    await vault.settle(owner);
  });

  it('is shown when the server cannot be reached, with its time', async () => {
    await answered(DAY, { data: ['dal'] });
    open();

    expect(await cut(DAY)).toEqual({ data: ['dal'] });
    const since = TestBed.inject(Remembered).since();
    expect(Math.abs(Date.now() - (since?.getTime() ?? 0))).toBeLessThan(5_000);
    expect(await cut(DAY, 504)).toEqual({ data: ['dal'] });

    await answered(DAY, { data: ['rice'] });
    expect(TestBed.inject(Remembered).since()).toBeNull();
  });

  it('is told of until nothing that is shown is remembered', async () => {
    await answered(DAY, { data: ['dal'] });
    await answered(SCORE, { total_score: 40 });
    open();
    const { since } = TestBed.inject(Remembered);
    await cut(DAY);
    await cut(SCORE);

    await answered(SCORE, { total_score: 50 });
    expect(since()).not.toBeNull();
    // Midnight has passed: the card asks for another day.
    await answered(DAY.replaceAll('2026-11-22', '2026-11-23'), { data: [] });
    expect(since()).toBeNull();
  });

  it('is told of days until all of them are fresh', async () => {
    const range = (from: string, to: string) => `/api/v1/programs/70/adherence?from=${from}&to=${to}`;
    await answered(range('2026-11-01', '2026-11-10'), { days: [] });
    open();
    const { since } = TestBed.inject(Remembered);
    await cut(range('2026-11-01', '2026-11-10'));

    await answered(range('2026-11-10', '2026-11-20'), { days: [] });
    expect(since()).not.toBeNull();
    await answered(range('2026-11-01', '2026-11-20'), { days: [] });
    expect(since()).toBeNull();
  });

  it('is told of no longer than its page is open', async () => {
    await answered(DAY, { data: ['dal'] });
    await answered(SCORE, { total_score: 40 });
    open();
    const { since } = TestBed.inject(Remembered);
    const router = TestBed.inject(Router);
    await router.navigateByUrl('/m/7/today');
    await cut(DAY);

    await router.navigateByUrl('/m/7/today?view=table');
    expect(since()).not.toBeNull();
    await router.navigateByUrl('/family');
    expect(since()).toBeNull();
  });

  it('has its own time, whatever else is fresh', async () => {
    await answered(DAY, { data: ['dal'] });
    open();

    const old = (await cut(DAY)) as object;
    const asked = ask(SCORE);
    server.expectOne(SCORE).flush({ total_score: 40 });
    const fresh = (await asked) as object;

    expect(Math.abs(Date.now() - (TestBed.inject(Remembered).timeOf(old) ?? 0))).toBeLessThan(5_000);
    expect(TestBed.inject(Remembered).timeOf(fresh)).toBeUndefined();
  });

  it('never stands in for what the server says', async () => {
    await answered(DAY, { data: ['dal'] });

    await expect(cut(DAY, 503)).rejects.toBeInstanceOf(HttpErrorResponse);
    expect(await remembered(DAY)).toBe(true);
    await expect(cut(DAY, 403)).rejects.toBeInstanceOf(HttpErrorResponse);
    await vi.waitFor(async () => expect(await remembered(DAY)).toBe(false));
    await expect(cut(DAY)).rejects.toBeInstanceOf(HttpErrorResponse);
  });

  it('holds no alert, no write and no page in the middle of a list', async () => {
    for (const url of ['/api/v1/alerts?status=open', `${DAY}&cursor=abc`, '/api/v1/me/sessions']) {
      const asked = ask(url);
      server.expectOne(url).flush({ data: [] });
      await asked;
      await expect(cut(url)).rejects.toBeInstanceOf(HttpErrorResponse);
    }
  });

  it('is of this person alone, and gone once they have left', async () => {
    await answered(DAY, { data: ['dal'] });

    await vault.settle(owner + 1);
    await expect(cut(DAY)).rejects.toBeInstanceOf(HttpErrorResponse);
    await vault.settle(owner);
    expect(await cut(DAY)).toEqual({ data: ['dal'] });

    await vault.destroy(owner);
    await vault.settle(owner);
    await expect(cut(DAY)).rejects.toBeInstanceOf(HttpErrorResponse);
  });

  it('knows who somebody is before anything else was said', async () => {
    await vault.leave();
    const asked = ask('/api/v1/me');
    server.expectOne('/api/v1/me').flush({ id: owner, name: 'Asha' });
    await asked;
    await vault.settle(owner);
    await kept('/api/v1/me');
    open();

    expect(await cut('/api/v1/me')).toEqual({ id: owner, name: 'Asha' });
    expect(TestBed.inject(Remembered).since()).toBeNull();
  });

  it('is bounded', async () => {
    const bytes = new TextEncoder().encode('{}');
    const many = Array.from({ length: 230 }, (_, id) => ({
      drawer: 'answer' as const,
      id: `old-${id}`,
      bytes,
    }));
    await vault.put(owner, many);

    await answered(DAY, { data: [] });

    await vi.waitFor(async () => expect(await vault.list(owner, 'answer')).toHaveLength(200));
    expect(await remembered(DAY)).toBe(true);
  });

  it('is not shown after a week', async () => {
    await answered(DAY, { data: ['dal'] });
    vi.useFakeTimers({ now: Date.now() + 8 * 86_400_000, toFake: ['Date'] });

    await expect(cut(DAY)).rejects.toBeInstanceOf(HttpErrorResponse);

    vi.useRealTimers();
  });
});
