import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { MemberOut, ProgramOut } from '../api/models';
import { Diary } from '../core/diary';
import { Live } from '../core/live';
import { Preferences } from '../core/preferences';
import { Programs } from '../core/programs';
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

describe('a person of the family', () => {
  const score = vi.fn();

  async function card(current: Partial<ProgramOut> | undefined): Promise<string> {
    score.mockReset().mockResolvedValue({ total_score: 82.5 });
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
        {
          provide: Programs,
          useValue: { current: () => Promise.resolve(current && { ...program, ...current }) },
        },
        { provide: Diary, useValue: { score } },
        { provide: Live, useValue: { on: () => undefined } },
      ],
    });
    TestBed.inject(Preferences).language.set('en');
    const fixture = TestBed.createComponent(MemberCard);
    fixture.componentRef.setInput('member', grandpa);
    await fixture.whenStable();
    return (fixture.nativeElement as HTMLElement).textContent;
  }

  it('has a day and its score while the ninety days run', async () => {
    const words = await card({});

    expect(words).toContain('Day 12 of 90');
    expect(words).toContain('Today 82.5 of 100');
  });

  it.each([
    [{ status: 'PAUSED' as const }, 'The ninety days are resting'],
    [{ status: 'COMPLETED' as const }, 'Ninety days are complete'],
    [{ end_date: '2020-01-29' }, 'Ninety days are complete'],
  ])('has begun and is asked for no score with %o', async (current, said) => {
    const words = await card(current);

    expect(words).toContain(said);
    expect(words).not.toContain('Set up the 90 days');
    expect(score).not.toHaveBeenCalled();
  });

  it('is led to the ninety days only before the first', async () => {
    expect(await card(undefined)).toContain('Set up the 90 days');
  });
});
