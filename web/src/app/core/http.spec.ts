import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, TestRequest } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';
import { firstValueFrom } from 'rxjs';

import { Dialogs } from './dialogs';
import { Family } from './family';
import { lapsedSession, ownRequest } from './http';
import { Session } from './session';
import { Unsaved } from './unsaved';

@Component({ template: '' })
class Blank {}

describe('calls to the API', () => {
  const open = vi.fn<() => Promise<boolean>>();
  let http: HttpClient;
  let server: HttpTestingController;
  let harness: RouterTestingHarness;

  beforeEach(async () => {
    open.mockReset();
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([ownRequest, lapsedSession])),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', component: Blank }]),
        { provide: Dialogs, useValue: { open } },
      ],
    });
    http = TestBed.inject(HttpClient);
    server = TestBed.inject(HttpTestingController);
    harness = await RouterTestingHarness.create('/m/7/today');
  });

  afterEach(() => server.verify());

  function refuse(call: TestRequest): void {
    call.flush(null, { status: 401, statusText: 'Unauthorized' });
  }

  /** The call that follows a sign-in comes a moment after it. */
  function next(url: string): Promise<TestRequest> {
    return vi.waitFor(() => server.expectOne(url));
  }

  async function signIn(): Promise<void> {
    const signing = TestBed.inject(Session).recall();
    server.expectOne('/api/v1/me').flush({ id: 3, email: 'asha@example.com', name: 'Asha' });
    await signing;
  }

  async function loadFamily(): Promise<Family> {
    const family = TestBed.inject(Family);
    const loading = family.load();
    server.expectOne('/api/v1/members?limit=100').flush({ data: [{ id: 7, name: 'Grandpa' }] });
    await loading;
    return family;
  }

  it('mark what they write as their own', () => {
    http.post('/api/v1/members', {}).subscribe();

    expect(server.expectOne('/api/v1/members').request.headers.get('X-Praan-CSRF')).toBe('1');
  });

  it('tell nothing of it to other origins and to reads', () => {
    http.put('https://storage.example/key', 'photo').subscribe();
    http.get('/api/v1/members').subscribe();

    expect(server.expectOne('https://storage.example/key').request.headers.has('X-Praan-CSRF')).toBe(false);
    expect(server.expectOne('/api/v1/members').request.headers.has('X-Praan-CSRF')).toBe(false);
  });

  it('lead to the sign-in page when nobody was known to be signed in', async () => {
    const family = await loadFamily();
    http.get('/api/v1/me').subscribe({ error: () => undefined });
    refuse(server.expectOne('/api/v1/me'));
    await harness.fixture.whenStable();

    expect(TestBed.inject(Router).url).toBe('/welcome?next=%2Fm%2F7%2Ftoday');
    expect(family.members()).toEqual([]);
    expect(open).not.toHaveBeenCalled();
  });

  it('stay on the page when only the password was wrong', async () => {
    http.post('/api/v1/auth/session', {}).subscribe({ error: () => undefined });
    refuse(server.expectOne('/api/v1/auth/session'));
    await harness.fixture.whenStable();

    expect(TestBed.inject(Router).url).toBe('/m/7/today');
    expect(open).not.toHaveBeenCalled();
  });

  it('wait for one sign-in, however many there are, and are then sent again as they were', async () => {
    await signIn();
    const family = await loadFamily();
    let answer!: (back: boolean) => void;
    open.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const heard: unknown[] = [];
    http
      .post('/api/v1/logs', { calories: 300 }, { headers: { 'Idempotency-Key': 'k1' } })
      .subscribe((body) => heard.push(body));
    http.get('/api/v1/foods').subscribe((body) => heard.push(body));
    refuse(server.expectOne('/api/v1/logs'));
    refuse(server.expectOne('/api/v1/foods'));
    await harness.fixture.whenStable();
    expect(open).toHaveBeenCalledOnce();
    server.expectNone('/api/v1/logs');

    answer(true);
    const again = await next('/api/v1/logs');
    expect(again.request.headers.get('Idempotency-Key')).toBe('k1');
    expect(again.request.headers.get('X-Praan-CSRF')).toBe('1');
    expect(again.request.body).toEqual({ calories: 300 });
    again.flush('logged');
    (await next('/api/v1/foods')).flush('foods');

    expect(heard).toEqual(['logged', 'foods']);
    expect(TestBed.inject(Router).url).toBe('/m/7/today');
    expect(family.members()).toHaveLength(1);
  });

  it('ask nothing for a late refusal of a call that was sent before the sign-in', async () => {
    await signIn();
    open.mockResolvedValue(true);
    const heard: unknown[] = [];
    http.get('/api/v1/late').subscribe((body) => heard.push(body));
    http.get('/api/v1/early').subscribe((body) => heard.push(body));
    const late = server.expectOne('/api/v1/late');
    refuse(server.expectOne('/api/v1/early'));
    (await next('/api/v1/early')).flush('early');

    refuse(late);
    (await next('/api/v1/late')).flush('late');
    expect(heard).toEqual(['early', 'late']);
    expect(open).toHaveBeenCalledOnce();
  });

  it('ask again when the session ends again', async () => {
    await signIn();
    open.mockResolvedValueOnce(true).mockResolvedValueOnce(true);
    http.get('/api/v1/foods').subscribe();
    for (let time = 0; time < 2; time++) {
      refuse(await next('/api/v1/foods'));
    }
    (await next('/api/v1/foods')).flush('foods');

    expect(open).toHaveBeenCalledTimes(2);
  });

  it('fail, and everything is forgotten, when somebody else wants to sign in', async () => {
    await signIn();
    const family = await loadFamily();
    TestBed.inject(Unsaved).hold();
    open.mockResolvedValue(false);
    const call = firstValueFrom(http.get('/api/v1/foods'));
    refuse(server.expectOne('/api/v1/foods'));

    await expect(call).rejects.toMatchObject({ status: 401 });
    expect(TestBed.inject(Router).url).toBe('/welcome');
    expect(TestBed.inject(Session).signedIn()).toBe(false);
    expect(TestBed.inject(Unsaved).dirty()).toBe(false);
    expect(family.members()).toEqual([]);
  });

  it('may only ask who is signed in', async () => {
    await signIn();
    const asking = TestBed.inject(Session).isBack();
    refuse(server.expectOne('/api/v1/me'));

    expect(await asking).toBe(false);
    expect(open).not.toHaveBeenCalled();
  });
});
