import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { Subject } from 'rxjs';

import en from '../../i18n/en.json';
import { Api } from '../api/api';
import { readHistory, readThresholds } from '../api/functions';
import { Family } from '../core/family';
import { Live } from '../core/live';
import { Outgoing } from '../core/outgoing';
import { Preferences } from '../core/preferences';
import { Programs } from '../core/programs';
import { Session } from '../core/session';
import { Unsaved } from '../core/unsaved';
import { LogVitals } from './log-vitals';

const grandpa = {
  id: 7,
  name: 'Grandpa',
  role: 'OWNER',
  relation_type: 'GRANDPARENT',
  dob: '1948-03-21',
  time_zone: 'Asia/Kolkata',
  units: 'METRIC',
};
const LAST = [
  { timestamp: '2026-11-22T04:30:00Z', payload: { kind: 'temperature', value: 98.4, unit: 'F' } },
  { timestamp: '2026-11-20T04:30:00Z', payload: { kind: 'weight', value: 71, unit: 'kg' } },
].map((each) => ({ ...each, log_type: 'VITALS', status: 'VERIFIED', candidates: [], failure: null }));

describe('telling a reading', () => {
  const send = vi.fn();

  async function open() {
    send.mockReset().mockImplementation((draft: object) => Promise.resolve({ ...draft, id: 'one' }));
    const bounds = vi.fn().mockRejectedValue(new Error('no network'));
    const invoke = vi.fn().mockImplementation((asked) => {
      if (asked === readThresholds) return bounds();
      return asked === readHistory
        ? Promise.resolve({ data: LAST })
        : Promise.reject(new Error('no network'));
    });
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
        { provide: Family, useValue: { load: () => Promise.resolve([grandpa]), members: signal([grandpa]) } },
        {
          provide: Programs,
          useValue: {
            running: () => Promise.resolve({ id: 70, start_date: '2026-01-01', end_date: '9999-12-31' }),
          },
        },
        { provide: Live, useValue: { messages: new Subject(), state: signal('offline') } },
        { provide: Session, useValue: { user: signal({ id: 1 }) } },
        {
          provide: Outgoing,
          useValue: { send, delivered: new Subject(), parcels: signal([]), delayed: signal(true) },
        },
      ],
    });
    TestBed.inject(Preferences).language.set('en');
    const fixture = TestBed.createComponent(LogVitals);
    fixture.componentRef.setInput('memberId', '7');
    await fixture.whenStable();
    const page = fixture.nativeElement as HTMLElement;
    const type = async (...values: string[]) => {
      const fields = page.querySelectorAll<HTMLInputElement>('praan-vitals-form input');
      for (const [at, value] of values.entries()) {
        const field = fields.item(at);
        field.value = value;
        field.dispatchEvent(new Event('input', { bubbles: true }));
      }
      fields.item(0).dispatchEvent(new Event('change', { bubbles: true }));
      await fixture.whenStable();
    };
    const choose = async (kind: string) => {
      page
        .querySelector<HTMLInputElement>(`input[value=${kind}]`)
        ?.dispatchEvent(new Event('change', { bubbles: true }));
      await fixture.whenStable();
    };
    const save = async () => {
      page.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
      await fixture.whenStable();
    };
    const said = (selector: string) => page.querySelector(selector)?.textContent.replace(/\s+/g, ' ').trim();
    return { fixture, page, type, choose, save, said, bounds };
  }

  it('says at once what to do about an urgent one, by the published bounds without a network, and saves it', async () => {
    const { type, save, said, page } = await open();
    await type('185', '95');
    expect(said('.crisis')).toContain('Measure again after one to two minutes');
    expect(page.querySelector('.crisis a[href="tel:112"]')).not.toBeNull();
    expect(TestBed.inject(Unsaved).dirty()).toBe(true);
    await save();

    expect(send.mock.lastCall?.[0]).toMatchObject({
      memberId: 7,
      programId: 70,
      logType: 'VITALS',
      payload: { kind: 'blood_pressure', systolic: 185, diastolic: 95 },
    });
    expect(said('praan-vitals-told')).toContain('185/95 mmHg');
    expect(said('praan-vitals-told')).toContain('Kept on this device');
    expect(page.querySelector('praan-vitals-told a[href="tel:112"]')).not.toBeNull();
    expect(TestBed.inject(Unsaved).dirty()).toBe(false);
  });

  it.each([
    ['mg/dL', '15.2', 'mmol/L', en.vitals.steps.glucose_low, en.vitals.steps.glucose_high],
    ['mmol/L', '45', 'mg/dL', en.vitals.steps.glucose_high, en.vitals.steps.glucose_low],
  ])(
    'asks about %s first: what to do about %s %s may be the opposite',
    async (unit, number, other, wrong, right) => {
      const { fixture, page, choose, type, said } = await open();
      await choose('glucose');
      page
        .querySelector(`.units input[value="${unit}"]`)
        ?.dispatchEvent(new Event('change', { bubbles: true }));
      await fixture.whenStable();
      await type(number);

      expect(said('.crisis strong')).toBe(`${number} ${unit}? Please look at the unit.`);
      expect(said('.crisis')).not.toContain('sugar');
      expect(said('.crisis')).not.toContain('water');
      expect(page.querySelector('.crisis a[href="tel:112"]')).not.toBeNull();
      page.querySelectorAll<HTMLElement>('.crisis .answers button').item(1).click();
      await fixture.whenStable();
      await fixture.whenStable();
      expect(said('.units .chosen')).toBe(other);
      expect(said('.crisis')).toContain(right);
      expect(said('.crisis')).not.toContain(wrong);
    },
  );

  it('takes a strange unit for meant once somebody says so, before sending or with it', async () => {
    const { fixture, page, choose, type, save, said } = await open();
    const yes = async () => {
      page.querySelector<HTMLElement>('.crisis .answers button')?.click();
      await fixture.whenStable();
    };
    await choose('glucose');
    await type('15');
    await yes();
    expect(said('.crisis')).toContain(en.vitals.steps.glucose_low);
    expect(send).not.toHaveBeenCalled();
    await type('16');
    await save();
    expect(send).not.toHaveBeenCalled();
    expect(page.querySelectorAll('.doubt')).toHaveLength(1);
    await yes();

    expect(send.mock.lastCall?.[0].payload).toEqual({ kind: 'glucose', unit: 'mg/dL', value: 16 });
    expect(said('praan-vitals-told [role=alert]')).toContain(en.vitals.steps.glucose_low);
  });

  it.each([
    ['glucose', 1500],
    ['temperature', 1500],
    ['spo2', 500],
  ])('gives slow thumbs time in the middle of a number: %s', async (kind, wait) => {
    const { choose, type } = await open();
    await choose(kind);
    const timer = vi.spyOn(globalThis, 'setTimeout');
    await type('37');

    const waits = timer.mock.calls
      .map(([, delay]) => delay)
      .filter((delay) => delay === 500 || delay === 1500);
    timer.mockRestore();
    expect(new Set(waits)).toEqual(new Set([wait]));
  });

  it('asks again for the bounds of who is typed about', async () => {
    const own = { rule: 'spo2', field: 'value', urgent_low: 95, urgent_inclusive: true };
    const none = { warn_low: null, warn_high: null, urgent_high: null, warn_inclusive: true };
    const { fixture, choose, type, said, bounds } = await open();
    await choose('spo2');
    bounds.mockResolvedValue({ data: [{ ...none, ...own }] });
    await type('95');
    await fixture.whenStable();

    expect(said('.crisis')).toContain(en.vitals.steps.spo2_low);
  });

  it('goes with the number when it is no longer urgent', async () => {
    const { type, said } = await open();
    await type('185', '95');
    await type('135', '95');

    expect(said('.crisis')).toBe('');
  });

  it('refuses what cannot be, by the name of the field', async () => {
    const { type, save, said } = await open();
    await type('80', '120');
    await save();

    expect(send).not.toHaveBeenCalled();
    expect(said('.mistake')).toBe('The upper value must be above the lower one. Are they swapped?');
  });

  it('begins in the unit of the last one, and keeps the number when the unit changes', async () => {
    const { fixture, page, choose, type, save, said } = await open();
    await choose('temperature');
    expect(said('.units .chosen')).toBe('°F');
    expect(said('.last')).toContain('Last: 98.4°F');
    await type('37.2');
    expect(said('.meant')).toBe('It is 37.2°C');
    page.querySelector<HTMLElement>('.meant button')?.click();
    await fixture.whenStable();
    expect(said('.units .chosen')).toBe('°C');
    await save();

    expect(send.mock.lastCall?.[0].payload).toEqual({ kind: 'temperature', unit: 'C', value: 37.2 });
  });

  it('asks once about what hardly can be', async () => {
    const { fixture, page, choose, type, save, said } = await open();
    await choose('weight');
    await type('157');
    await save();
    expect(send).not.toHaveBeenCalled();
    expect(said('.doubt strong')).toBe('157 kg? Please look at the unit.');
    await type('60');
    expect(page.querySelector('.doubt')).toBeNull();
    await save();
    expect(said('.doubt strong')).toBe('60 kg? Last time it was 71 kg.');
    page.querySelector<HTMLElement>('.doubt button')?.click();
    await fixture.whenStable();

    expect(send.mock.lastCall?.[0].payload).toEqual({ kind: 'weight', unit: 'kg', value: 60 });
  });
});
