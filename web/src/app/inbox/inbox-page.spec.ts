import { HttpErrorResponse } from '@angular/common/http';
import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { SwPush } from '@angular/service-worker';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { NEVER, Subject } from 'rxjs';

import en from '../../i18n/en.json';
import { Api } from '../api/api';
import { acknowledgeAlert, listAlerts, listReadings, readThresholds } from '../api/functions';
import { AlertOut, MemberOut } from '../api/models';
import { Family } from '../core/family';
import { Live, LiveMessage, LiveState } from '../core/live';
import { Preferences } from '../core/preferences';
import { Session } from '../core/session';
import { InboxPage } from './inbox-page';

const member = (id: number, name: string, role: string) =>
  ({ id, name, role, time_zone: 'Asia/Kolkata' }) as MemberOut;
const reading = {
  log_id: 5,
  at: '2026-11-22T04:30:00Z',
  value: 185,
  value2: 98,
  unit: 'mmHg',
  severity: 'URGENT' as const,
  band: 'crisis',
  entered: { kind: 'blood_pressure', systolic: 185, diastolic: 98 },
};
const alert = (id: number, more: Partial<AlertOut> = {}): AlertOut => ({
  acknowledged_at: null,
  acknowledged_by: null,
  cleared_at: null,
  cleared_by: null,
  delivery: [],
  escalated_at: null,
  id,
  latest: reading,
  log_id: 5,
  member_id: 7,
  missed_on: null,
  missing: [],
  note: null,
  opened_at: reading.at,
  reading,
  readings: 1,
  rule: 'blood_pressure',
  severity: 'URGENT',
  snoozed_until: null,
  source: 'ACC/AHA 2017',
  status: 'OPEN',
  ...more,
});

const threshold = (own: boolean) => ({
  ...{ rule: 'blood_pressure', field: 'systolic', own, source: '', unit: 'mmHg', severity: 'URGENT' },
  ...{ warn_low: null, warn_high: null, warn_inclusive: true },
  ...{ urgent_low: null, urgent_high: 180, urgent_inclusive: true },
});

describe('the inbox', () => {
  const invoke = vi.fn();
  const state = signal<LiveState>('live');
  const messages = new Subject<Partial<LiveMessage>>();
  const page = (data: unknown[]) => ({ data, pagination: { next_cursor: null, has_more: false } });

  let bounds: object[] | HttpErrorResponse | undefined;
  let running: AlertOut[] | HttpErrorResponse;
  beforeEach(() => (bounds = undefined));

  async function open(
    first: AlertOut[] | HttpErrorResponse,
    past: AlertOut[] = [],
    role = 'OWNER',
    person?: string,
  ) {
    running = first;
    state.set('live');
    invoke.mockReset().mockImplementation((asked, params) => {
      if (asked === listAlerts && params.status === 'cleared') return Promise.resolve(page(past));
      if (asked === listAlerts) {
        return Array.isArray(running) ? Promise.resolve(page(running)) : Promise.reject(running);
      }
      if (asked === readThresholds && bounds) {
        return bounds instanceof HttpErrorResponse
          ? Promise.reject(bounds)
          : Promise.resolve({ data: bounds });
      }
      if (asked === readThresholds || asked === listReadings) {
        return Promise.reject(new HttpErrorResponse({ status: 503 }));
      }
      return Promise.resolve(
        alert(1, { status: 'ACKNOWLEDGED', acknowledged_by: 'Asha', acknowledged_at: reading.at }),
      );
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
        {
          provide: Family,
          useValue: {
            load: () => Promise.resolve(),
            members: signal([member(7, 'Grandpa', role), member(8, 'Nani', 'OWNER')]),
          },
        },
        { provide: Live, useValue: { messages, state } },
        { provide: Session, useValue: { user: signal({ id: 1 }) } },
        { provide: SwPush, useValue: { isEnabled: false, subscription: NEVER } },
      ],
    });
    TestBed.inject(Preferences).language.set('en');
    const fixture = TestBed.createComponent(InboxPage);
    if (person) fixture.componentRef.setInput('person', person);
    await fixture.whenStable();
    return { fixture, shown: fixture.nativeElement as HTMLElement };
  }

  const button = (within: Element, words: string) =>
    [...within.querySelectorAll('button')].find((each) => each.textContent.includes(words));

  it('says whose, what, how bad and what to do, though nothing else could be fetched', async () => {
    const { shown } = await open([alert(1)]);
    const card = shown.querySelector('praan-alert-card');

    expect(card?.querySelector('h3')?.textContent).toContain('Grandpa: Blood pressure');
    expect(card?.querySelector('praan-reading-mark')?.textContent).toContain('crisis range');
    expect(card?.textContent).toContain('185/98 mmHg');
    expect(card?.textContent).toContain('Source: ACC/AHA 2017');
    expect(card?.textContent).toContain('could not be fetched');
    expect(card?.querySelector('a[href="tel:112"]')).not.toBeNull();
    expect(card && button(card, '30 mins')).toBeDefined();
    expect(card && button(card, 'Remind me later')).toBeUndefined();
  });

  it('has no control for who may only look', async () => {
    const { shown } = await open([alert(1)], [], 'READ_ONLY');
    const card = shown.querySelector('praan-alert-card');

    expect(card && button(card, 'seen to')).toBeUndefined();
    expect(card && button(card, 'Remind')).toBeUndefined();
    expect(card?.querySelector('a[href*="/log/"]')).toBeNull();
  });

  it('moves what was seen to, with a word about it', async () => {
    const { fixture, shown } = await open([alert(1), alert(2, { member_id: 8, severity: 'WARN' })]);
    button(shown, 'seen to')?.click();
    await fixture.whenStable();
    const note = shown.querySelector('textarea');
    if (note) note.value = ' Rang the doctor ';
    note?.dispatchEvent(new Event('input'));
    shown.querySelector('form')?.dispatchEvent(new Event('submit', { cancelable: true }));
    await fixture.whenStable();

    expect(invoke).toHaveBeenCalledWith(acknowledgeAlert, { alert_id: 1, body: { note: 'Rang the doctor' } });
    const parts = [...shown.querySelectorAll('section')].map((part) => part.textContent);
    expect(parts[0]).toContain('Nani');
    expect(parts[1]).toContain('Seen to by Asha');
  });

  it('shows one person, whom the address names', async () => {
    const { shown } = await open([alert(1), alert(2, { member_id: 8 })], [], 'OWNER', '8');

    expect(shown.querySelectorAll('praan-alert-card')).toHaveLength(1);
    expect(shown.querySelector('h3')?.textContent).toContain('Nani');
    expect(shown.querySelector('nav [aria-current]')?.textContent).toBe('Nani');
  });

  it('says who was told, and who could not be', async () => {
    const by = (name: string, channel: 'EMAIL' | 'PUSH', status: 'SENT' | 'DEAD' | 'SKIPPED') =>
      ({ name, channel, status, occasion: 'OPENED', at: reading.at, reason: null }) as const;
    const delivery = [
      by('Asha', 'EMAIL', 'SENT'),
      by('Asha', 'PUSH', 'SENT'),
      by('Ravi', 'EMAIL', 'DEAD'),
      by('Asha', 'PUSH', 'DEAD'),
      by('Meera', 'PUSH', 'SKIPPED'),
    ];
    const { shown } = await open([alert(1, { delivery })]);

    expect(shown.textContent).toContain('Told by letter or message: Asha');
    expect(shown.textContent).toMatch(/Could not be told: Ravi(?!,)/);
    expect(shown.textContent).not.toContain('told: Asha, Ravi');
    expect(shown.textContent).not.toContain('Meera');
  });

  it('says when no letter and no message went out, and where to change that', async () => {
    const by = (status: 'SENT' | 'SKIPPED', reason: 'NO_ADDRESS' | 'SWITCHED_OFF' | 'OVER' | null) =>
      ({ name: 'Asha', channel: 'EMAIL', status, occasion: 'OPENED', at: reading.at, reason }) as const;
    const { shown } = await open([
      alert(1, { delivery: [by('SKIPPED', 'NO_ADDRESS'), by('SKIPPED', 'SWITCHED_OFF')] }),
      alert(2, { delivery: [by('SKIPPED', 'NO_ADDRESS'), by('SENT', null)] }),
      alert(3),
    ]);

    const links = [...shown.querySelectorAll('praan-alert-card')].map((card) =>
      card.querySelector('a[href="/settings"]')?.textContent.trim(),
    );
    expect(links.filter((each) => each === 'Change that in the settings')).toHaveLength(1);
    expect(shown.textContent.match(/No letter or message went out/g)).toHaveLength(1);
  });

  it('is calm when nothing runs, and shows what is over', async () => {
    const over = alert(3, { status: 'CLEARED', cleared_by: 'NORMAL_READING', cleared_at: reading.at });
    const { shown } = await open([], [over]);

    expect(shown.querySelector('praan-empty-state')?.textContent).toContain('All is calm');
    expect(shown.querySelector('praan-alert-card')?.textContent).toContain('Back in range');
    expect(shown.querySelector('praan-alert-card praan-first-steps')).toBeNull();
  });

  it('is of the moment in which the network went', async () => {
    const { fixture, shown } = await open([alert(1)]);
    expect(shown.querySelector('praan-stale-badge')).toBeNull();
    state.set('offline');
    await fixture.whenStable();

    expect(shown.querySelector('praan-stale-badge')?.textContent).toContain('As of');
  });

  it('does not call seen to what got worse since', async () => {
    const seen = { acknowledged_by: 'Asha', acknowledged_at: '2026-11-22T05:00:00Z' };
    const escalated_at = '2026-11-22T06:00:00Z';
    for (const status of ['OPEN', 'SNOOZED', 'CLEARED'] as const) {
      const { shown } = await open([alert(1, { ...seen, escalated_at, status })]);
      expect(shown.textContent).toContain('Seen to by Asha before it got worse');
      expect(shown.textContent).toContain('Worse since');
      TestBed.resetTestingModule();
    }
    const later = { ...seen, acknowledged_at: '2026-11-22T07:00:00Z', escalated_at };
    const { shown } = await open([alert(1, { ...later, status: 'ACKNOWLEDGED' })]);
    expect(shown.textContent).toContain('Seen to by Asha, ');
  });

  it.each([
    [false, true],
    [true, false],
  ])('explains an alert by a bound unless the rule has one of its own: %s', async (own, explained) => {
    bounds = [threshold(own)];
    const { shown } = await open([alert(1)]);

    expect(shown.textContent.includes('Urgent: upper at least 180')).toBe(explained);
  });

  it('is not calm about somebody who is not known', async () => {
    const { shown } = await open([], [], 'OWNER', '999');

    expect(shown.textContent).not.toContain('All is calm');
    expect(shown.querySelector('praan-page-failure')?.textContent).toContain('not shared with you');
  });

  it('is not calm about a guest whose readings it may not see', async () => {
    bounds = new HttpErrorResponse({ status: 403 });
    const { shown } = await open([], [], 'READ_ONLY', '7');
    expect(shown.textContent).not.toContain('All is calm');
    expect(shown.textContent).toContain('Readings not shared with you: Grandpa');

    TestBed.resetTestingModule();
    const all = await open([], [], 'READ_ONLY');
    expect(all.shown.textContent).toContain('All is calm');
    expect(all.shown.textContent).toContain('Readings not shared with you: Grandpa');
  });

  it.each([
    ['READ_ONLY', '7', null],
    ['READ_ONLY', '8', '/m/8/log/vitals'],
    ['OWNER', '7', '/m/7/log/vitals'],
  ])('leads on by the role for the person shown: %s, %s', async (role, person, link) => {
    bounds = [];
    const { shown } = await open([], [], role, person);

    expect(shown.querySelector('praan-empty-state a')?.getAttribute('href') ?? null).toBe(link);
  });

  it.each([
    ['ACKNOWLEDGED', 'Ravi has seen to it meanwhile'],
    ['CLEARED', 'Back in range'],
  ] as const)('keeps a word that is being written when the alert becomes %s', async (status, words) => {
    const past: AlertOut[] = [];
    const { fixture, shown } = await open([alert(1), alert(2, { member_id: 8 })], past);
    button(shown, 'seen to')?.click();
    await fixture.whenStable();
    const note = shown.querySelector('textarea');
    if (note) note.value = 'Rang the doctor';
    note?.dispatchEvent(new Event('input'));
    note?.focus();

    const seen = { acknowledged_by: 'Ravi', acknowledged_at: reading.at };
    const over = { cleared_by: 'NORMAL_READING' as const, cleared_at: reading.at };
    const now = alert(1, { status, ...(status === 'CLEARED' ? over : seen) });
    if (status === 'CLEARED') past.push(now);
    running = status === 'CLEARED' ? [alert(2, { member_id: 8 })] : [now, alert(2, { member_id: 8 })];
    messages.next({ type: 'alert.updated' });
    await vi.waitFor(() => expect(shown.textContent).toContain(words));

    expect(shown.querySelector('textarea')).toBe(note);
    expect(note?.value).toBe('Rang the doctor');
    expect(document.activeElement).toBe(note);
    expect(shown.querySelectorAll('praan-alert-card')).toHaveLength(2);
    button(shown, 'Cancel')?.click();
    await fixture.whenStable();
    const first = shown.querySelector('section');
    expect(first?.textContent).not.toContain('Grandpa');
  });

  it('looks at what is over once alerts are known, and only when others run', async () => {
    const asks = () => invoke.mock.calls.filter(([, params]) => params?.status === 'cleared').length;
    const { fixture } = await open([alert(1)]);
    expect(asks()).toBe(1);
    running = [alert(1, { readings: 2 })];
    messages.next({ type: 'alert.updated' });
    await vi.waitFor(() =>
      expect((fixture.nativeElement as HTMLElement).textContent).toContain('2 readings'),
    );
    expect(asks()).toBe(1);
  });

  it('says of which readings none came', async () => {
    const missed = {
      rule: 'stale' as const,
      severity: 'WARN' as const,
      reading: null,
      latest: null,
      missing: ['weight' as const],
    };
    const { shown } = await open([alert(1, { ...missed, missed_on: '2026-11-21' })]);

    expect(shown.querySelector('h3')?.textContent).toContain('No reading');
    expect(shown.textContent).toContain('Weight. Last missed on 21 Nov 2026');
  });

  it('never shows old alerts for new ones: without an answer it says so', async () => {
    const { shown } = await open(new HttpErrorResponse({ status: 0 }));

    expect(shown.querySelector('praan-page-failure')).not.toBeNull();
    expect(shown.textContent).not.toContain('All is calm');
  });
});
