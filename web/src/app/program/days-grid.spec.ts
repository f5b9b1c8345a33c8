import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { ConfigVersion, ProgramOut, Range } from '../api/models';
import { addDays } from '../core/day';
import { Preferences } from '../core/preferences';
import { DaysGrid } from './days-grid';

const START = '2026-11-04';
const program = {
  id: 70,
  member_id: 7,
  status: 'ACTIVE',
  start_date: START,
  end_date: addDays(START, 89),
  day: 3,
} as ProgramOut;
const range = {
  mean: 65,
  streak: 0,
  days_covered: 0.5,
  days: Array.from({ length: 90 }, (_, index) => ({
    date: addDays(START, index),
    total_score: [90, null, 40][index] ?? null,
    provisional: false,
  })),
} as unknown as Range;
const versions = [
  { effective_from: addDays(START, 2), paused: false },
  { effective_from: addDays(START, 1), paused: true },
  { effective_from: START, paused: false },
] as ConfigVersion[];

describe('the grid of ninety days', () => {
  let fixture: ComponentFixture<DaysGrid>;
  const page = () => fixture.nativeElement as HTMLElement;
  const cells = () => [...page().querySelectorAll<HTMLElement>('td[data-day]')];
  const inReach = () => cells().filter((cell) => cell.tabIndex === 0);

  async function press(key: string): Promise<HTMLElement> {
    document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
    await fixture.whenStable();
    return document.activeElement as HTMLElement;
  }

  beforeEach(async () => {
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
    fixture = TestBed.createComponent(DaysGrid);
    for (const [name, value] of Object.entries({ program, range, versions, today: addDays(START, 2) }))
      fixture.componentRef.setInput(name, value);
    document.body.append(page());
    await fixture.whenStable();
  });

  afterEach(() => page().remove());

  it('has a row for each week, which begins on the weekday of the first day', () => {
    expect(page().querySelectorAll('[role=grid] tbody tr')).toHaveLength(13);
    expect(cells()).toHaveLength(90);
    expect(page().querySelector('thead th')?.getAttribute('abbr')).toBe('Wednesday');
  });

  it('says each day in words', () => {
    expect(cells().map((cell) => cell.getAttribute('aria-label'))).toEqual(
      expect.arrayContaining([
        'Day 1, Wednesday 4 November, 90%, well cared for',
        'Day 2, Thursday 5 November, resting',
        'Day 3, today, Friday 6 November, 40%, still open',
        'Day 90, Monday 1 February, still ahead',
      ]),
    );
    expect(page().textContent).toContain('1 of 2 due days well cared for');
  });

  it('is one stop of the keyboard, at today, and is walked by arrow keys', async () => {
    expect(inReach()).toEqual([cells()[2]]);

    cells()[2]?.focus();
    expect(await press('ArrowRight')).toBe(cells()[3]);
    expect(await press('ArrowDown')).toBe(cells()[10]);
    expect(await press('Home')).toBe(cells()[7]);
    expect(await press('ArrowUp')).toBe(cells()[0]);
    expect(await press('ArrowLeft')).toBe(cells()[0]);

    expect(inReach()).toEqual([cells()[0]]);
    expect(page().querySelector('.told')?.textContent).toContain('Day 1, Wednesday 4 November');
  });

  it('leads to what was logged, but to nothing of days ahead', async () => {
    const link = () => page().querySelector('.told a')?.getAttribute('href');
    expect(link()).toBe('/m/7/timeline?program=70&from=2026-11-06&to=2026-11-06');

    cells()[2]?.focus();
    await press('ArrowRight');

    expect(link()).toBeUndefined();
  });

  it('has a twin that says the same as a table', () => {
    const rows = [...page().querySelectorAll('praan-table-twin tbody tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent?.trim()),
    );

    expect(rows).toHaveLength(90);
    expect(rows[0]).toEqual(['Day 1', 'Wednesday 4 November', '90%', 'well cared for']);
    expect(rows[1]).toEqual(['Day 2', 'Thursday 5 November', '', 'resting']);
  });
});
