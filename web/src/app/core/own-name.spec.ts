import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { firstValueFrom, Subject } from 'rxjs';

import { inOwnName } from './own-name';
import { Session } from './session';
import { Vault } from './vault';

const ASHA = { id: 3, email: 'asha@example.com', name: 'Asha' };

describe('what a page writes', () => {
  let server: HttpTestingController;
  let http: HttpClient;
  let resident: number | undefined;

  beforeEach(async () => {
    resident = ASHA.id;
    const vault = {
      left: new Subject(),
      arrived: new Subject(),
      settle: () => Promise.resolve(),
      resident: () => Promise.resolve(resident),
    };
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([inOwnName])),
        provideHttpClientTesting(),
        { provide: Vault, useValue: vault },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    http = TestBed.inject(HttpClient);
    const asked = TestBed.inject(Session).recall();
    server.expectOne('/api/v1/me').flush(ASHA);
    await asked;
  });

  it.each([ASHA.id, undefined])('goes out while %s is here', async (here) => {
    resident = here;
    const written = firstValueFrom(http.post('/api/v1/logs', {}));
    (await vi.waitFor(() => server.expectOne('/api/v1/logs'))).flush({ id: 9 });

    expect(await written).toEqual({ id: 9 });
    expect(TestBed.inject(Session).signedIn()).toBe(true);
  });

  it('stays here once somebody else has signed in, whose name it would bear', async () => {
    resident = 4;

    await expect(firstValueFrom(http.post('/api/v1/logs', {}))).rejects.toMatchObject({ status: 0 });
    server.expectNone('/api/v1/logs');
    expect(TestBed.inject(Session).displaced()).toBe(true);
  });

  it('keeps a newcomer waiting until it has arrived or was given up', async () => {
    const held: Promise<unknown>[] = [];
    const request = vi.fn((_name: string, _options: LockOptions, work: () => Promise<unknown>) => {
      held.push(work());
      return held.at(-1);
    });
    Object.defineProperty(navigator, 'locks', { configurable: true, value: { request } });
    const settled = (place: number) => Promise.race([held[place]?.then(() => true), Promise.resolve(false)]);

    const written = firstValueFrom(http.post('/api/v1/logs', {}));
    const sent = await vi.waitFor(() => server.expectOne('/api/v1/logs'));
    expect(request.mock.calls[0]?.slice(0, 2)).toEqual(['praan.session', { mode: 'shared' }]);
    expect(await settled(0)).toBe(false);
    sent.flush({ id: 9 });
    await written;
    await held[0];

    const given = http.post('/api/v1/logs', {}).subscribe();
    const second = await vi.waitFor(() => server.expectOne('/api/v1/logs'));
    given.unsubscribe();
    await held[1];
    expect(second.cancelled).toBe(true);
    Reflect.deleteProperty(navigator, 'locks');
  });
});
