import { HttpErrorResponse } from '@angular/common/http';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { Api } from '../api/api';
import { readNotifications, setNotifications } from '../api/functions';
import { ChoicesOut } from '../api/models';
import { ownTimeZone } from '../core/calendar';
import { Toasts } from '../core/toasts';
import { Notifications } from './notifications';

const both = { email: true, push: true };
const asItComes: ChoicesOut = {
  kinds: { alerts: both, reports: both, programs: both },
  quiet_hours: null,
  time_zone: 'UTC',
  push_key: 'key',
};

describe('what somebody wants to be told', () => {
  const read = vi.fn();
  const set = vi.fn();
  const show = vi.fn();
  let fixture: ComponentFixture<Notifications>;

  const open = async (choices: ChoicesOut) => {
    vi.resetAllMocks();
    read.mockResolvedValue(choices);
    set.mockImplementation(({ body }: { body: unknown }) => Promise.resolve(body));
    const invoke = (call: unknown, params: unknown): unknown =>
      call === readNotifications ? read() : call === setNotifications ? set(params) : undefined;
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [
        { provide: Api, useValue: { invoke } },
        { provide: Toasts, useValue: { show } },
      ],
    });
    fixture = TestBed.createComponent(Notifications);
    await fixture.whenStable();
  };
  const page = () => fixture.nativeElement as HTMLElement;
  const one = (selector: string) => {
    const found = page().querySelector<HTMLInputElement>(selector);
    if (!found) throw new Error(`nothing is ${selector}`);
    return found;
  };
  const box = (name: string) => one(`[aria-label="${name}"]`);
  const click = async (input: HTMLInputElement) => {
    input.click();
    await fixture.whenStable();
  };
  const sent = () => set.mock.calls.map(([{ body }]) => body as unknown);

  it('is a switch for whatever is sent', async () => {
    await open({ ...asItComes, kinds: { ...asItComes.kinds, reports: { email: false, push: true } } });

    expect(page().querySelectorAll('table input')).toHaveLength(3);
    expect(box('Weekly reports: E-mail').checked).toBe(false);
    expect(box('Readings out of range: Push').checked).toBe(true);
  });

  it('leaves push out where none is sent', async () => {
    await open({ ...asItComes, push_key: null });

    expect(page().querySelectorAll('table input')).toHaveLength(2);
  });

  it('is kept at once, all of it, one change after the other', async () => {
    await open(asItComes);
    box('Readings out of range: Push').click();
    await click(box('Weekly reports: E-mail'));

    const alerts = { email: true, push: false };
    const { quiet_hours, time_zone } = asItComes;
    expect(sent()).toEqual([
      { kinds: { ...asItComes.kinds, alerts }, quiet_hours, time_zone },
      {
        kinds: { ...asItComes.kinds, alerts, reports: { email: false, push: true } },
        quiet_hours,
        time_zone,
      },
    ]);
    expect(show).toHaveBeenCalledWith('settings.saved');
  });

  it('goes back to what the server has when it could not be saved', async () => {
    await open(asItComes);
    set.mockRejectedValue(new HttpErrorResponse({ status: 503 }));
    await click(box('Readings out of range: E-mail'));

    expect(show).toHaveBeenCalledWith('failure.busy', { wait: 60 });
    expect(read).toHaveBeenCalledTimes(2);
    expect(box('Readings out of range: E-mail').checked).toBe(true);
  });

  it('shows what is kept after several changes of which the first failed', async () => {
    await open(asItComes);
    set.mockRejectedValueOnce(new HttpErrorResponse({ status: 503 }));
    box('Readings out of range: Push').click();
    await click(box('Weekly reports: E-mail'));

    // The second says the first as well, and is kept.
    expect(sent()).toHaveLength(2);
    expect(read).toHaveBeenCalledTimes(1);
    expect(box('Readings out of range: Push').checked).toBe(false);
    expect(box('Weekly reports: E-mail').checked).toBe(false);
  });

  it('rests at night, where the person is', async () => {
    await open(asItComes);
    expect(page().querySelector('form')).toBeNull();
    await click(one('#quiet'));

    expect(sent()).toEqual([
      { kinds: asItComes.kinds, quiet_hours: { from: '22:00', to: '07:00' }, time_zone: ownTimeZone() },
    ]);
    await click(one('#quiet'));
    expect(sent()[1]).toMatchObject({ quiet_hours: null });
  });

  it('keeps other hours once a field is left, and none that are no hours', async () => {
    await open({ ...asItComes, quiet_hours: { from: '23:00', to: '06:30' }, time_zone: 'Asia/Kolkata' });
    const from = one('input[type=time]');
    expect(from.value).toBe('23:00');
    const type = async (time: string) => {
      from.value = time;
      from.dispatchEvent(new Event('input'));
      await fixture.whenStable();
    };
    await type('21:00');
    expect(sent()).toEqual([]);
    from.dispatchEvent(new Event('blur'));
    await fixture.whenStable();
    expect(sent()).toEqual([
      { kinds: asItComes.kinds, quiet_hours: { from: '21:00', to: '06:30' }, time_zone: 'Asia/Kolkata' },
    ]);

    await type('06:30');
    from.dispatchEvent(new Event('blur'));
    await fixture.whenStable();
    expect(sent()).toHaveLength(1);
    expect(page().querySelector('[role=alert]')?.textContent).toContain('must differ');
  });
});
