import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { provideTransloco } from '@jsverse/transloco';

import { AccountNotice } from './account-notice';
import { Session } from './session';

const ASHA = { id: 7, email: 'asha@example.com', name: 'Asha', language: 'en', email_verified: false };

describe('what waits for the person', () => {
  let fixture: ComponentFixture<AccountNotice>;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([]),
        provideTransloco({ config: { availableLangs: ['en'], defaultLang: 'en' } }),
      ],
    });
    server = TestBed.inject(HttpTestingController);
  });

  const section = () => fixture.nativeElement.querySelector('section') as HTMLElement | null;

  async function show(user: typeof ASHA): Promise<void> {
    const known = TestBed.inject(Session).recall();
    server.expectOne('/api/v1/me').flush(user);
    await known;
    fixture = TestBed.createComponent(AccountNotice);
    await fixture.whenStable();
  }

  it('is an address to confirm, until it is confirmed in another tab', async () => {
    await show(ASHA);
    expect(section()?.querySelector('praan-confirm-address')).not.toBeNull();

    window.dispatchEvent(new Event('focus'));
    server.expectOne('/api/v1/me').flush({ ...ASHA, email_verified: true });
    const list = await vi.waitFor(() => server.expectOne((call) => call.url === '/api/v1/me/invitations'));
    list.flush({ data: [], pagination: { next_cursor: null, has_more: false } });

    await vi.waitFor(() => expect(section()).toBeNull());
  });

  it('is an invitation, and can be put away', async () => {
    await show({ ...ASHA, email_verified: true });
    const list = await vi.waitFor(() => server.expectOne((call) => call.url === '/api/v1/me/invitations'));
    const invitation = { token: 'x', member_name: 'Grandpa', role: 'MANAGER', from: 'Ravi' };
    list.flush({ data: [invitation], pagination: { next_cursor: null, has_more: false } });
    await vi.waitFor(() => expect(section()?.querySelector('a[href="/invitations"]')).not.toBeNull());

    section()?.querySelector<HTMLButtonElement>('button[maticonbutton]')?.click();
    await vi.waitFor(() => expect(section()).toBeNull());
  });
});
