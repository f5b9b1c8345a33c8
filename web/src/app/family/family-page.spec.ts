import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { Subject } from 'rxjs';

import en from '../../i18n/en.json';
import { Api } from '../api/api';
import { listAlerts, readOverview } from '../api/functions';
import { MemberOut } from '../api/models';
import { Family } from '../core/family';
import { Invitations } from '../core/invitations';
import { Live } from '../core/live';
import { Session } from '../core/session';
import { FamilyPage } from './family-page';

const person = (id: number, name: string) =>
  ({
    id,
    name,
    role: 'OWNER',
    relation_type: 'PARENT',
    dob: '1950-01-01',
    time_zone: 'Asia/Kolkata',
  }) as MemberOut;
const MEMBERS = [person(1, 'Asha'), person(2, 'Dadaji'), person(3, 'Nani')];
const OVERVIEW = {
  data: MEMBERS.map(({ id, name }) => ({
    member_id: id,
    name,
    program: null,
    today: null,
    to_review: id === 3 ? 1 : 0,
  })),
  digest: { mean: null, previous_mean: null, best_day: null, needs_a_hand: [] },
};

describe('the page of the family', () => {
  const invoke = vi.fn();
  const members = signal(MEMBERS);

  async function open(): Promise<HTMLElement> {
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [
        provideRouter([]),
        { provide: Api, useValue: { invoke } },
        { provide: Family, useValue: { load: () => Promise.resolve(members()), members } },
        { provide: Invitations, useValue: { open: signal([]), load: () => Promise.resolve() } },
        { provide: Live, useValue: { messages: new Subject() } },
        { provide: Session, useValue: { user: signal({ email_verified: true }) } },
      ],
    });
    const fixture = TestBed.createComponent(FamilyPage);
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  }

  const names = (page: HTMLElement) =>
    [...page.querySelectorAll('praan-member-card h2')].map((name) => name.textContent);

  function answer(overview: () => Promise<unknown>, alerts: () => Promise<unknown>): void {
    invoke.mockReset().mockImplementation((asked) => (asked === readOverview ? overview() : alerts()));
  }

  it('puts an open alert before a photo, and both before the rest', async () => {
    answer(
      () => Promise.resolve(OVERVIEW),
      () => Promise.resolve({ data: [{ member_id: 2, severity: 'WARN' }] }),
    );
    const page = await open();

    expect(invoke).toHaveBeenCalledWith(listAlerts, { status: 'open', limit: 100 });
    expect(names(page)).toEqual(['Dadaji', 'Nani', 'Asha']);
    expect(page.textContent).toContain('A reading to look at');
    expect(page.querySelector('praan-part-failure')).toBeNull();
  });

  it('says when it could not ask for alerts, and shows the rest', async () => {
    answer(
      () => Promise.resolve(OVERVIEW),
      () => Promise.reject(new HttpErrorResponse({ status: 503 })),
    );
    const page = await open();

    expect(page.querySelector('praan-part-failure')).not.toBeNull();
    expect(names(page)).toEqual(['Nani', 'Asha', 'Dadaji']);
  });

  it('shows an alert of somebody whose day could not be read', async () => {
    answer(
      () => Promise.reject(new HttpErrorResponse({ status: 503 })),
      () => Promise.resolve({ data: [{ member_id: 3, severity: 'URGENT' }] }),
    );
    const page = await open();

    expect(names(page)[0]).toBe('Nani');
    expect(page.textContent).toContain('An urgent reading');
    expect(page.textContent).toContain('Today’s score could not be read');
  });
});
