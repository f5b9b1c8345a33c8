import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Subject } from 'rxjs';

import { Api } from '../api/api';
import { acknowledgeAlert, listAlerts, snoozeAlert } from '../api/functions';
import { AlertOut } from '../api/models';
import { Alerts } from './alerts';
import { Live, LiveMessage } from './live';
import { Session } from './session';

const alert = (id: number, severity: string, hour: number, more: Partial<AlertOut> = {}) =>
  ({ id, severity, status: 'OPEN', opened_at: `2026-11-22T0${hour}:00:00Z`, ...more }) as AlertOut;
const page = (data: AlertOut[], next: string | null = null) => ({
  data,
  pagination: { next_cursor: next, has_more: next !== null },
});

describe('alerts', () => {
  const invoke = vi.fn();
  const messages = new Subject<Partial<LiveMessage>>();
  const user = signal<{ id: number } | undefined>({ id: 1 });
  let alerts: Alerts;

  async function pass(ms = 0): Promise<void> {
    TestBed.tick();
    await vi.advanceTimersByTimeAsync(ms);
    TestBed.tick();
  }
  const ids = () => alerts.running()?.map(({ id }) => id);

  beforeEach(async () => {
    vi.useFakeTimers({ now: Date.parse('2026-11-22T10:00:00Z') });
    invoke.mockReset();
    user.set({ id: 1 });
    TestBed.configureTestingModule({
      providers: [
        { provide: Api, useValue: { invoke } },
        { provide: Live, useValue: { messages } },
        { provide: Session, useValue: { user } },
      ],
    });
    invoke
      .mockResolvedValueOnce(page([alert(1, 'WARN', 8)], 'more'))
      .mockResolvedValueOnce(
        page([alert(2, 'URGENT', 3), alert(3, 'URGENT', 6), alert(4, 'WARN', 9, { status: 'ACKNOWLEDGED' })]),
      );
    alerts = TestBed.inject(Alerts);
    await pass();
  });

  afterEach(() => vi.useRealTimers());

  it('come with the urgent ones first, then the latest, page after page', () => {
    expect(ids()).toEqual([3, 2, 4, 1]);
    expect(alerts.open().map(({ id }) => id)).toEqual([3, 2, 1]);
    expect(invoke.mock.lastCall).toEqual([
      listAlerts,
      { status: 'open,acknowledged,snoozed', limit: 100, cursor: 'more' },
    ]);
  });

  it('are looked at again when one changes, and for nothing else', async () => {
    invoke.mockResolvedValue(page([]));
    messages.next({ type: 'log.updated' });
    await pass(1_000);
    expect(ids()).toHaveLength(4);

    messages.next({ type: 'alert.updated' });
    await pass(200);
    expect(ids()).toEqual([]);
  });

  it('stay while a look fails, and tell why', async () => {
    invoke.mockRejectedValue(new Error('cut'));
    messages.next({ type: 'resync' });
    await pass(200);

    expect([ids()?.length, alerts.failure()?.cause]).toEqual([4, 'broken']);
  });

  it('say at once what was done', async () => {
    invoke.mockResolvedValueOnce(alert(3, 'URGENT', 6, { status: 'ACKNOWLEDGED' }));
    await alerts.acknowledge(3, 'Rang the doctor');

    expect(invoke).toHaveBeenLastCalledWith(acknowledgeAlert, {
      alert_id: 3,
      body: { note: 'Rang the doctor' },
    });
    expect(alerts.open().map(({ id }) => id)).toEqual([2, 1]);
  });

  it('are asked for when a rest is over', async () => {
    const until = '2026-11-22T10:30:00Z';
    invoke.mockResolvedValueOnce(alert(1, 'WARN', 8, { status: 'SNOOZED', snoozed_until: until }));
    await alerts.snooze(1, 30);
    expect(invoke).toHaveBeenLastCalledWith(snoozeAlert, { alert_id: 1, body: { minutes: 30 } });
    await pass(29 * 60_000);
    expect(alerts.open().map(({ id }) => id)).toEqual([3, 2]);

    invoke.mockResolvedValue(page([alert(1, 'WARN', 8)]));
    await pass(2 * 60_000);
    expect(alerts.open().map(({ id }) => id)).toEqual([1]);
  });

  it.each([-1, 1])('are asked for when a rest is over by the clock that began it: %s h', async (hours) => {
    const until = new Date(Date.now() + (hours * 60 + 30) * 60_000).toISOString();
    const resting = alert(1, 'WARN', 8, { status: 'SNOOZED', snoozed_until: until });
    invoke.mockResolvedValueOnce(resting);
    await alerts.snooze(1, 30);
    invoke.mockReset().mockResolvedValue(page([resting]));
    await pass(29 * 60_000);
    // Now and then, for the clock may be wrong, and not more often.
    expect(invoke.mock.calls.length).toBeLessThan(8);

    invoke.mockReset().mockResolvedValue(page([alert(1, 'WARN', 8)]));
    await pass(62_000);
    expect(alerts.open().map(({ id }) => id)).toEqual([1]);
  });

  it('are asked for in measure while the server says that a rest lasts that seems over here', async () => {
    const until = '2026-11-22T09:00:00Z';
    invoke
      .mockReset()
      .mockResolvedValue(page([alert(1, 'WARN', 8, { status: 'SNOOZED', snoozed_until: until })]));
    messages.next({ type: 'resync' });
    await pass(200);
    await pass(10_000);
    expect(invoke).toHaveBeenCalledTimes(1);
    await pass(10_000);
    expect(invoke).toHaveBeenCalledTimes(2);
  });

  it('are asked for again when the look after a rest has failed', async () => {
    const until = '2026-11-22T10:01:00Z';
    invoke
      .mockReset()
      .mockResolvedValueOnce(page([alert(1, 'WARN', 8, { status: 'SNOOZED', snoozed_until: until })]))
      .mockRejectedValueOnce(new Error('cut'))
      .mockResolvedValue(page([alert(1, 'WARN', 8)]));
    messages.next({ type: 'resync' });
    await pass(200);
    await pass(62_000);
    expect(alerts.failure()?.cause).toBe('broken');
    await pass(16_000);
    expect(alerts.open()).toHaveLength(1);
  });

  it('stay as they were seen to, though an older answer comes after it', async () => {
    let late: (answer: object) => void = () => undefined;
    invoke.mockReset().mockReturnValueOnce(new Promise((resolve) => (late = resolve)));
    messages.next({ type: 'resync' });
    await pass(200);
    const seen = alert(3, 'URGENT', 6, { status: 'ACKNOWLEDGED' });
    invoke.mockResolvedValueOnce(seen).mockResolvedValue(page([seen]));
    await alerts.acknowledge(3);
    late(page([alert(3, 'URGENT', 6)]));
    await pass();

    expect([ids(), alerts.open()]).toEqual([[3], []]);
  });

  it('are of who is signed in', async () => {
    user.set(undefined);
    await pass();
    expect(alerts.running()).toBeUndefined();
  });
});
