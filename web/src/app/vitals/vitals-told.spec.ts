import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { Alerts } from '../core/alerts';
import { Live } from '../core/live';
import { Outgoing } from '../core/outgoing';
import { Preferences } from '../core/preferences';
import { Readings } from '../core/readings';
import { VitalsTold } from './vitals-told';

const grandma = { id: 7, name: 'Grandma', dob: '1950-01-01', time_zone: 'Asia/Kolkata' };

describe('a reading that has been told', () => {
  async function told(payload: object, judged: object, inputs: object = {}, running: object[] = []) {
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
        { provide: Readings, useValue: { judged: () => Promise.resolve({ id: 9, ...judged }) } },
        { provide: Outgoing, useValue: { parcels: signal([]), delayed: signal(false) } },
        { provide: Live, useValue: { state: signal('live') } },
        { provide: Alerts, useValue: { running: signal(running), again: vi.fn() } },
      ],
    });
    TestBed.inject(Preferences).language.set('en');
    const fixture = TestBed.createComponent(VitalsTold);
    const parcel = { id: 'one', logType: 'VITALS', payload, timestamp: '2026-11-23T04:30:00Z' };
    for (const [name, value] of Object.entries({ parcel, logId: 9, member: grandma, ...inputs })) {
      fixture.componentRef.setInput(name, value);
    }
    await fixture.whenStable();
    const page = fixture.nativeElement as HTMLElement;
    return page.querySelector('[role=alert]')?.textContent.trim();
  }
  const pressure = { kind: 'blood_pressure', systolic: 128, diastolic: 82, pulse: 135 };

  it('says what to do when only the server found it urgent', async () => {
    const fever = { kind: 'temperature', value: 38.4, unit: 'C' };
    expect(await told(fever, { severity: 'URGENT', band: 'long_fever' })).toContain(
      en.vitals.steps.long_fever,
    );
  });

  it.each([
    [
      'the alert',
      'own_low',
      [
        { log_id: 9, rule: 'blood_pressure', severity: 'WARN' },
        { log_id: 9, rule: 'pulse', severity: 'URGENT' },
      ],
      en.vitals.steps.pulse_low,
    ],
    ['the band', 'very_high', [], en.vitals.steps.pulse_high],
    ['the band', 'crisis', [], en.vitals.steps.blood_pressure_high],
  ])('knows by %s of which number: %s', async (_, band, running, steps) => {
    expect(await told(pressure, { severity: 'URGENT', band }, {}, running)).toContain(steps);
  });

  it('says aloud what was urgent as it was typed, and keeps it while the server has not judged', async () => {
    const crisis = { rule: 'spo2', side: 'low' };
    const inputs = { crisis, logId: undefined };
    expect(await told({ kind: 'spo2', value: 88 }, {}, inputs)).toContain(en.vitals.steps.spo2_low);
  });

  it('is silent about one in range', async () => {
    expect(await told({ kind: 'spo2', value: 97 }, { severity: 'NORMAL', band: 'normal' })).toBe('');
  });
});
