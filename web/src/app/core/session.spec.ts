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
    const server = TestBed.inject(HttpTestingController);
    const asked = session.recall();
    server.expectOne('/api/v1/me').flush({ id: 3, email: 'asha@example.com', name: 'Asha' });
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

  it('stays when somebody else leaves', () => {
    left.next(4);

    expect(session.user()?.id).toBe(3);
    expect(family.members()).toHaveLength(1);
  });
});
