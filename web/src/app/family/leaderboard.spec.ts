import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { Subject } from 'rxjs';

import en from '../../i18n/en.json';
import { Api } from '../api/api';
import { readLeaderboard } from '../api/functions';
import { MemberOut } from '../api/models';
import { ownTimeZone } from '../core/calendar';
import { todayIn } from '../core/day';
import { Family } from '../core/family';
import { Live } from '../core/live';
import { Preferences } from '../core/preferences';
import { addWeeks, weekOf } from './iso-week';
import { Leaderboard } from './leaderboard';

const asha = { id: 2, name: 'Asha', role: 'OWNER', relation_type: 'SELF', leaderboard: true } as MemberOut;
const DATA = [
  { rank: 1, member_id: 1, name: 'Dadaji', score: 82.1, days_covered: 0.7143 },
  { rank: 1, member_id: 2, name: 'Asha', score: 82.1, days_covered: 0.5 },
];
const now = () => weekOf(todayIn(ownTimeZone()));

describe('the weekly board', () => {
  const invoke = vi.fn();
  let fixture: ComponentFixture<Leaderboard>;
  let page: HTMLElement;

  async function open(week?: string, members: MemberOut[] = [asha]): Promise<void> {
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
        { provide: Family, useValue: { load: () => Promise.resolve(members), members: () => members } },
        { provide: Live, useValue: { messages: new Subject() } },
      ],
    });
    TestBed.inject(Preferences).language.set('en');
    fixture = TestBed.createComponent(Leaderboard);
    if (week) fixture.componentRef.setInput('week', week);
    await fixture.whenStable();
    page = fixture.nativeElement as HTMLElement;
  }

  beforeEach(() => {
    invoke
      .mockReset()
      .mockImplementation((_, { week }: { week?: string }) =>
        Promise.resolve({ week: week ?? now(), data: DATA }),
      );
  });

  const button = (name: string) =>
    page.querySelector<HTMLButtonElement>(`.weeks button[aria-label="${name}"]`) as HTMLButtonElement;

  it('shows this week, equal ranks and one’s own place', async () => {
    await open();

    expect(invoke).toHaveBeenCalledWith(readLeaderboard, { week: undefined });
    const rows = [...page.querySelectorAll('ol li')];
    expect(rows.map((row) => row.querySelector('.unseen')?.textContent)).toEqual([
      'Rank 1, shared',
      'Rank 1, shared',
    ]);
    expect(rows.map((row) => row.classList.contains('own'))).toEqual([false, true]);
    expect(rows[0]?.textContent).toContain('71% of days at 80 or more');
    expect(page.querySelector('.weeks')?.textContent).toContain('This week');
  });

  it('goes back by a week, and forward no further than this week', async () => {
    await open();
    const navigate = vi.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);

    button('The week after').click();
    expect(navigate).not.toHaveBeenCalled();
    expect(button('The week after').getAttribute('aria-disabled')).toBe('true');
    button('The week before').click();
    expect(navigate).toHaveBeenCalledWith([], { queryParams: { week: addWeeks(now(), -1) } });
  });

  it('leaves this week out of the address', async () => {
    await open(addWeeks(now(), -1));
    const navigate = vi.spyOn(TestBed.inject(Router), 'navigate').mockResolvedValue(true);
    button('The week after').click();

    expect(navigate).toHaveBeenCalledWith([], { queryParams: { week: null } });
  });

  it('knows this week where the family lives, whatever the device thinks', async () => {
    // Monday there, still Sunday here.
    const there = { ...asha, time_zone: 'Pacific/Kiritimati' };
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-22T12:00:00Z') });
    try {
      await open('2026-W47', [there]);
      expect(page.querySelector('.weeks')?.textContent).not.toContain('This week');
      expect(button('The week after').getAttribute('aria-disabled')).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  it('believes the server about this week', async () => {
    invoke.mockImplementation((_, { week }: { week?: string }) =>
      Promise.resolve({ week: week ?? addWeeks(now(), 1), data: DATA }),
    );
    await open();
    fixture.componentRef.setInput('week', now());
    await fixture.whenStable();

    expect(page.querySelector('.weeks')?.textContent).not.toContain('This week');
  });

  it('asks for the week of the address, and for none where that is no week', async () => {
    await open('2026-W01');
    expect(invoke).toHaveBeenCalledWith(readLeaderboard, { week: '2026-W01' });
    expect(page.querySelector('.weeks h2')?.textContent).toContain('4 January 2026');

    TestBed.resetTestingModule();
    await open('2025-W53');
    expect(invoke).toHaveBeenLastCalledWith(readLeaderboard, { week: undefined });
  });

  it('says that there is nothing, and to a guest why', async () => {
    invoke.mockResolvedValue({ week: now(), data: [] });
    await open();
    expect(page.textContent).toContain('Nobody who takes part had anything due.');

    TestBed.resetTestingModule();
    await open(undefined, [{ ...asha, role: 'READ_ONLY' }]);
    expect(page.textContent).toContain('A board is for a family and those who help it.');
    expect(page.querySelector('praan-taking-part')).toBeNull();
  });
});
