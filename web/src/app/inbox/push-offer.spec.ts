import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { SwPush } from '@angular/service-worker';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { BehaviorSubject } from 'rxjs';

import en from '../../i18n/en.json';
import { Api } from '../api/api';
import { readNotifications, subscribePush, unsubscribePush } from '../api/functions';
import { Preferences } from '../core/preferences';
import { Session } from '../core/session';
import { PushOffer } from './push-offer';

const HELD = {
  endpoint: 'https://push.example/1',
  toJSON: () => ({ endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } }),
};

describe('messages on this device', () => {
  const invoke = vi.fn();
  const requestSubscription = vi.fn();

  async function open({
    key = 'key',
    held = null as object | null,
    permission = 'default',
    isEnabled = true,
    email = true,
    push = true,
    whose = '1',
  } = {}) {
    vi.stubGlobal('Notification', { permission });
    invoke
      .mockReset()
      .mockImplementation((asked) =>
        Promise.resolve(
          asked === readNotifications ? { push_key: key || null, kinds: { alerts: { email, push } } } : {},
        ),
      );
    requestSubscription.mockReset();
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
        { provide: Session, useValue: { user: signal({ id: 1 }) } },
        {
          provide: SwPush,
          useValue: { isEnabled, subscription: new BehaviorSubject(held), requestSubscription },
        },
      ],
    });
    TestBed.inject(Preferences).pushFor.set(whose);
    const fixture = TestBed.createComponent(PushOffer);
    await fixture.whenStable();
    const page = fixture.nativeElement as HTMLElement;
    const press = async () => {
      page.querySelector('button')?.click();
      await fixture.whenStable();
    };
    return { page, press };
  }

  afterEach(() => {
    TestBed.inject(Preferences).pushFor.set(null);
    TestBed.tick();
    vi.unstubAllGlobals();
  });

  it('are asked for after a press, with the key of the server', async () => {
    const { page, press } = await open();
    expect(requestSubscription).not.toHaveBeenCalled();
    requestSubscription.mockResolvedValue(HELD);
    await press();

    expect(requestSubscription).toHaveBeenCalledWith({ serverPublicKey: 'key' });
    expect(invoke).toHaveBeenCalledWith(subscribePush, {
      body: { endpoint: 'https://push.example/1', keys: { p256dh: 'p', auth: 'a' } },
    });
    expect(page.textContent).toContain('This device tells you');
  });

  it('say when the browser does not', async () => {
    const { page, press } = await open();
    requestSubscription.mockRejectedValue(new Error('no push service'));
    await press();

    expect(page.textContent).toContain('did not work on this device. You get letters all the same.');
  });

  it('promise no letters to who wants none', async () => {
    const { page, press } = await open({ email: false });
    requestSubscription.mockRejectedValue(new Error('no push service'));
    await press();

    expect(page.textContent).toContain('did not work');
    expect(page.textContent).not.toContain('letters');
  });

  it('claim nothing of alerts where push is off for them', async () => {
    const { page } = await open({ held: HELD, permission: 'granted', push: false });

    expect(page.textContent).not.toContain('This device tells you');
    expect(page.textContent).toContain('Push is off');
    expect(page.querySelector('button')?.textContent).toContain('Stop');
  });

  it('are not taken over by the next person without a press', async () => {
    const { page, press } = await open({ held: HELD, permission: 'granted', whose: '2' });
    expect(invoke).not.toHaveBeenCalledWith(subscribePush, expect.anything());
    expect(page.querySelector('button')?.textContent).toContain('Tell me here');

    requestSubscription.mockResolvedValue(HELD);
    await press();
    expect(TestBed.inject(Preferences).pushFor()).toBe('1');
  });

  it('may still come when they could not be ended', async () => {
    const { page, press } = await open({ held: HELD, permission: 'granted' });
    vi.stubGlobal('navigator', {
      serviceWorker: {
        getRegistration: () =>
          Promise.resolve({ pushManager: { getSubscription: () => Promise.resolve(HELD) } }),
      },
    });
    invoke.mockImplementation((asked) =>
      asked === unsubscribePush ? Promise.reject(new Error('cut')) : Promise.resolve({}),
    );
    await press();

    expect(page.textContent).toContain('may still tell you');
    expect(page.querySelector('button')?.textContent).toContain('Stop');
    expect(TestBed.inject(Preferences).pushFor()).toBe('1');
  });

  it('hold for this session where the browser has them already', async () => {
    const { page } = await open({ held: HELD, permission: 'granted' });

    expect(invoke).toHaveBeenCalledWith(subscribePush, expect.anything());
    expect(page.querySelector('button')?.textContent).toContain('Stop');
  });

  it.each([{ key: '' }, { isEnabled: false }])('are not offered where there are none: %o', async (where) => {
    const { page } = await open(where);
    expect(page.querySelector('section')).toBeNull();
  });

  it('cannot be asked for once they are blocked', async () => {
    const { page } = await open({ permission: 'denied' });
    expect(page.querySelector('button')).toBeNull();
    expect(page.textContent).toContain('blocks');
  });
});
