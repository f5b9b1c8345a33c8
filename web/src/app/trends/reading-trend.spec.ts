import { ComponentFixture, TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { ReadingDay, RuleDays, ThresholdOut } from '../api/models';
import { Preferences } from '../core/preferences';
import { ReadingTrend } from './reading-trend';

const DAYS = ['2026-11-19', '2026-11-20', '2026-11-21'];
const one = { min2: null, max2: null, mean2: null };
const sugar = {
  ...one,
  rule: 'glucose',
  unit: 'mg/dL',
  readings: 3,
  min: 90,
  max: 198,
  mean: 144,
  bands: [
    { severity: 'WARN', band: 'high', readings: 1 },
    { severity: 'NORMAL', band: 'normal', readings: 2 },
  ],
  days: [
    {
      ...one,
      date: '2026-11-19',
      readings: 1,
      min: 90,
      max: 90,
      mean: 90,
      severity: 'NORMAL',
      band: 'normal',
    },
    {
      ...one,
      date: '2026-11-21',
      readings: 2,
      min: 108,
      max: 198,
      mean: 153,
      severity: 'WARN',
      band: 'high',
    },
  ] as ReadingDay[],
} as RuleDays;
const bounds = [
  { rule: 'glucose', field: 'value', warn_low: 70, warn_high: 180, urgent_low: 54, urgent_high: 250 },
  {
    rule: 'blood_pressure',
    field: 'systolic',
    warn_low: 100,
    warn_high: 140,
    urgent_low: 90,
    urgent_high: 180,
  },
  {
    rule: 'blood_pressure',
    field: 'diastolic',
    warn_low: null,
    warn_high: 90,
    urgent_low: null,
    urgent_high: 120,
  },
] as ThresholdOut[];

describe('the trend of one kind of reading', () => {
  let fixture: ComponentFixture<ReadingTrend>;
  const page = () => fixture.nativeElement as HTMLElement;
  const says = () => page().querySelector('input[type=range]')?.getAttribute('aria-valuetext');
  const rows = () =>
    [...page().querySelectorAll('tbody tr')].map((row) =>
      [...row.children].map((cell) => cell.textContent?.trim()),
    );

  async function show(found: RuleDays): Promise<void> {
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
    });
    TestBed.inject(Preferences).language.set('en');
    fixture = TestBed.createComponent(ReadingTrend);
    for (const [name, value] of Object.entries({ found, days: DAYS, bounds, units: 'METRIC' }))
      fixture.componentRef.setInput(name, value);
    await fixture.whenStable();
  }

  it('says the same in the drawing and in the table, and leaves a day without any empty', async () => {
    await show(sugar);

    expect(says()).toBe('Saturday 21 November, 108–198 mg/dL, 2 readings, high');
    expect(page().querySelectorAll('.dot')).toHaveLength(2);
    expect(page().querySelector('.joint')).toBeNull();
    expect(rows()).toEqual([
      ['Thursday 19 November', '90', '1', 'in range'],
      ['Friday 20 November', '', '', 'nothing logged'],
      ['Saturday 21 November', '108–198', '2', 'high'],
    ]);
  });

  it('goes over to the other unit of sugar, ground and all', async () => {
    await show(sugar);
    const before = page().querySelector('.ground')?.getAttribute('height');
    page().querySelector<HTMLInputElement>('input[value="mmol/L"]')?.click();
    await fixture.whenStable();

    expect(says()).toBe('Saturday 21 November, 6–11 mmol/L, 2 readings, high');
    expect(page().querySelector('.sum')?.textContent).toContain('8 mmol/L on average');
    expect(page().querySelector('.ground')?.getAttribute('height')).not.toBe(before);
  });

  it('draws the upper bounds of blood pressure, whose ranges would cover each other', async () => {
    const days = [
      { date: DAYS[2], readings: 2, min: 150, max: 186, mean: 168, min2: 84, max2: 84, mean2: 84 },
    ].map((day) => ({ ...day, severity: 'WARN', band: 'stage_2' })) as ReadingDay[];
    await show({ ...sugar, rule: 'blood_pressure', mean: 150, mean2: 84, readings: 1, days });

    expect(says()).toBe('Saturday 21 November, 150–186/84 mmHg, 2 readings, high, stage 2');
    expect(page().querySelectorAll('.bound.warn')).toHaveLength(2);
    expect(page().querySelectorAll('.bound.urgent')).toHaveLength(1);
    expect(page().querySelector('.ground')).toBeNull();
    expect(page().querySelector('.sum')?.textContent).toContain('150/84 mmHg on average · 1 reading');
  });
});
