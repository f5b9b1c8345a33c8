import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { MemberOut, PersonAtAGlance, ProgramOut } from '../api/models';
import { Preferences } from '../core/preferences';
import { Need } from './attention';
import { MemberCard } from './member-card';

const grandpa = {
  id: 7,
  name: 'Grandpa',
  role: 'OWNER',
  relation_type: 'GRANDPARENT',
  dob: '1948-03-21',
  time_zone: 'Asia/Kolkata',
} as MemberOut;
const program = {
  id: 70,
  status: 'ACTIVE',
  day: 12,
  phase: 'FOUNDATION',
  start_date: '2026-11-01',
  end_date: '9999-01-29',
} as ProgramOut;
const today = { date: '2026-11-22', total_score: 82, logs: 3, provisional: false };
const person: PersonAtAGlance = {
  member_id: 7,
  name: 'Grandpa',
  role: 'OWNER',
  program,
  today,
  last_log_at: null,
  to_review: 0,
  week: { mean: null, days_covered: null, previous_mean: null },
};

describe('a person of the family', () => {
  async function card(
    known: Partial<PersonAtAGlance> | undefined,
    inputs: object = {},
  ): Promise<HTMLElement> {
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [provideRouter([])],
    });
    TestBed.inject(Preferences).language.set('en');
    const fixture = TestBed.createComponent(MemberCard);
    fixture.componentRef.setInput('member', grandpa);
    fixture.componentRef.setInput('person', known && { ...person, ...known });
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    await fixture.whenStable();
    return fixture.nativeElement as HTMLElement;
  }
  const words = async (...asked: Parameters<typeof card>) => (await card(...asked)).textContent;

  it('has a day and its score while the ninety days run', async () => {
    const shown = await card({});

    expect(shown.textContent).toContain('Day 12 of 90');
    expect(shown.querySelector('praan-ring svg')?.getAttribute('aria-label')).toBe('Today 82 of 100');
    expect(shown.querySelector('praan-ring strong')?.textContent).toBe('82');
    expect(shown.querySelector('.need')).toBeNull();
  });

  it('is asked for nothing on a day with nothing due', async () => {
    const shown = await card({ today: { ...today, total_score: null, logs: 0 } });

    expect(shown.textContent).toContain('Nothing due today');
    expect(shown.querySelector('praan-ring, .need')).toBeNull();
  });

  it.each([
    [{ status: 'PAUSED' as const }, 'The ninety days are resting'],
    [{ status: 'COMPLETED' as const }, 'Ninety days are complete'],
    [{ end_date: '2020-01-29' }, 'Ninety days are complete'],
  ])('has begun and is asked for no score with %o', async (current, said) => {
    const shown = await card({ program: { ...program, ...current }, today: null });

    expect(shown.textContent).toContain(said);
    expect(shown.textContent).not.toContain('Set up the 90 days');
    expect(shown.querySelector('praan-ring')).toBeNull();
  });

  it('is led to the ninety days only before the first', async () => {
    expect(await words({ program: null, today: null })).toContain('Set up the 90 days');
  });

  it('is led nowhere while nothing is known', async () => {
    expect(await words(undefined)).not.toContain('Set up the 90 days');
    TestBed.resetTestingModule();
    expect(await words(undefined, { unread: true })).toContain('Today’s score could not be read');
  });

  it.each([
    [{ to_review: 1 }, 'A photo waits for a look'],
    [{ to_review: 12 }, '12 photos wait for a look'],
    [{ today: { ...today, total_score: 0, logs: 0 } }, 'Nothing logged today yet'],
    [{ last_log_at: new Date(Date.now() - 2.5 * 3_600_000).toISOString() }, 'Last log: 2 hours ago'],
  ])('says what waits with %o', async (known, said) => expect(await words(known)).toContain(said));

  it.each<[Need, string]>([
    ['urgent', 'An urgent reading'],
    ['warn', 'A reading to look at'],
  ])('shows an open alert that is %s', async (need, said) => {
    const shown = await card({}, { need });

    expect(shown.querySelector(`.need.${need}`)?.textContent).toContain(said);
  });
});
