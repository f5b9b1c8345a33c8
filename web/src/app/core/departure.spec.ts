import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, TestRequest } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom, Subject } from 'rxjs';

import { departed, Departure } from './departure';
import { Session } from './session';
import { Vault } from './vault';

const ASHA = { id: 3, email: 'asha@example.com', name: 'Asha' };
const ENDING = { method: 'DELETE', url: '/api/v1/auth/session' };

describe('signing out', () => {
  const destroy = vi.fn<(owner: number) => Promise<void>>();
  let resident: number | undefined;
  let server: HttpTestingController;
  let departure: Departure;

  /** A page of the app, opened anew on the same device. */
  function open(): void {
    TestBed.resetTestingModule();
    const vault = {
      left: new Subject(),
      arrived: new Subject(),
      settle: () => Promise.resolve(),
      resident: () => Promise.resolve(resident),
      destroy,
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([departed])),
        provideHttpClientTesting(),
        { provide: Vault, useValue: vault },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    departure = TestBed.inject(Departure);
  }

  const ending = () => vi.waitFor(() => server.expectOne(ENDING));
  const cut = (asked: TestRequest) => asked.error(new ProgressEvent('error'));
  const refuse = (asked: TestRequest) => asked.flush(null, { status: 401, statusText: 'No' });

  async function signOut(answer: (asked: TestRequest) => void): Promise<boolean> {
    const session = TestBed.inject(Session);
    const asked = session.recall();
    server.expectOne('/api/v1/me').flush(ASHA);
    await asked;
    const left = session.signOut();
    const asks = await ending();
    // The device has forgotten before the server is asked.
    expect(session.signedIn()).toBe(false);
    expect(destroy).toHaveBeenCalledExactlyOnceWith(ASHA.id);
    answer(asks);
    return left;
  }

  beforeEach(() => {
    resident = undefined;
    destroy.mockReset().mockResolvedValue();
    open();
  });

  afterEach(() => localStorage.clear());

  it.each([
    ['has ended the session', (asked: TestRequest) => asked.flush(null)],
    ['knows no such session any more', refuse],
  ])('is over when the server %s', async (_words, answer) => {
    expect(await signOut(answer)).toBe(true);
    expect(departure.pending).toBe(false);
  });

  it('works without a network, and nobody is signed in until the server has heard of it', async () => {
    expect(await signOut(cut)).toBe(false);

    open();
    const asked = firstValueFrom(TestBed.inject(HttpClient).get('/api/v1/members'));
    cut(await ending());
    await expect(asked).rejects.toMatchObject({ status: 401 });
    server.expectNone('/api/v1/members');

    const again = firstValueFrom(TestBed.inject(HttpClient).get('/api/v1/members'));
    (await ending()).flush(null);
    const members = await vi.waitFor(() => server.expectOne('/api/v1/members'));
    // Not one that the server may have answered ahead, for the session that was left.
    expect(members.request.withCredentials).toBe(true);
    refuse(members);
    await expect(again).rejects.toMatchObject({ status: 401 });
    expect(departure.pending).toBe(false);
  });

  it('is tried again while the page is open', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    await signOut(cut);
    await vi.advanceTimersByTimeAsync(1_000);
    server.expectNone(ENDING);
    await vi.advanceTimersByTimeAsync(1_000);
    cut(await ending());
    await vi.advanceTimersByTimeAsync(4_000);
    (await ending()).flush(null);

    await vi.waitFor(() => expect(departure.pending).toBe(false));
    vi.useRealTimers();
  });

  it('is made up for at the next start, and forgets what a closed page had left', async () => {
    await signOut(cut);
    resident = ASHA.id;
    destroy.mockClear();
    open();

    const resuming = departure.resume();
    (await ending()).flush(null);
    await resuming;

    expect(destroy).toHaveBeenCalledExactlyOnceWith(ASHA.id);
    expect(departure.pending).toBe(false);
    await departure.resume();
    server.expectNone(ENDING);
  });

  it('comes before anybody signs in, who takes its place where it cannot be', async () => {
    await signOut(cut);
    const session = TestBed.inject(Session);
    const signing = session.signIn({ email: 'ravi@example.com', password: 'x' });
    (await ending()).flush(null, { status: 500, statusText: 'No' });
    const sent = await vi.waitFor(() => server.expectOne({ method: 'POST', url: ENDING.url }));
    sent.flush({ user: { ...ASHA, id: 4 } });

    expect((await signing).id).toBe(4);
    expect(session.user()?.id).toBe(4);
    expect(departure.pending).toBe(false);
  });

  it('is not undone by an answer that was on its way', async () => {
    const session = TestBed.inject(Session);
    const looking = session.look();
    const late = server.expectOne('/api/v1/me');
    const left = session.signOut();
    await ending();
    late.flush(ASHA);
    await looking;

    expect(session.signedIn()).toBe(false);
    void left;
  });
});
