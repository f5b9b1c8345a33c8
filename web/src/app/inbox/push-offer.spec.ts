import { TestBed } from '@angular/core/testing';
import { SwPush } from '@angular/service-worker';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { BehaviorSubject } from 'rxjs';

import en from '../../i18n/en.json';
import { Api } from '../api/api';
import { readNotifications, subscribePush } from '../api/functions';
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
  } = {}) {
    vi.stubGlobal('Notification', { permission });
    invoke
      .mockReset()
      .mockImplementation((asked) =>
        Promise.resolve(asked === readNotifications ? { push_key: key || null } : {}),
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
        {
          provide: SwPush,
          useValue: { isEnabled, subscription: new BehaviorSubject(held), requestSubscription },
        },
      ],
    });
    const fixture = TestBed.createComponent(PushOffer);
    await fixture.whenStable();
    const page = fixture.nativeElement as HTMLElement;
    const press = async () => {
      page.querySelector('button')?.click();
      await fixture.whenStable();
    };
    return { page, press };
  }

  afterEach(() => vi.unstubAllGlobals());

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

    expect(page.textContent).toContain('did not work');
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
