import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { TestBed } from '@angular/core/testing';
import { Subject } from 'rxjs';

import { Family } from './family';
import { Session } from './session';
import { Vault } from './vault';

describe('who is signed in', () => {
  const left = new Subject<number>();
  const arrived = new Subject<number>();
  const someone = { id: 3, email: 'asha@example.com', name: 'Asha' };
  let server: HttpTestingController;
  let session: Session;
  let family: Family;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: Vault, useValue: { left, arrived, settle: () => Promise.resolve() } },
      ],
    });
    session = TestBed.inject(Session);
    family = TestBed.inject(Family);
    server = TestBed.inject(HttpTestingController);
    const asked = session.recall();
    server.expectOne('/api/v1/me').flush(someone, { headers: { 'X-Praan-Since': '41' } });
    await asked;
    const loading = family.load();
    server.expectOne('/api/v1/members?limit=100').flush({ data: [{ id: 7, name: 'Grandpa' }] });
    await loading;
  });

  it('is nobody in this tab either, once they signed out in another', () => {
    left.next(3);

    expect(session.signedIn()).toBe(false);
    expect(family.members()).toEqual([]);
  });

  it('is not shown any more once somebody else has signed in in another tab', () => {
    arrived.next(3);
    expect(session.signedIn()).toBe(true);

    arrived.next(4);
    expect(session.signedIn()).toBe(false);
    expect(session.displaced()).toBe(true);
    expect(family.members()).toEqual([]);
  });

  it('knows where the news stood before anything was asked for, until they are gone', async () => {
    expect(session.since).toBe(41);

    const again = session.look();
    server.expectOne('/api/v1/me').flush(someone, { headers: { 'X-Praan-Since': '55' } });
    await again;
    expect(session.since).toBe(41);

    left.next(3);
    expect(session.since).toBe(0);

    const back = session.recall();
    server.expectOne('/api/v1/me').flush(someone);
    await back;
    expect(session.since).toBe(0);
  });

  it('stays when somebody else leaves', () => {
    left.next(4);

    expect(session.user()?.id).toBe(3);
    expect(family.members()).toHaveLength(1);
  });
});
