import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { provideTransloco } from '@jsverse/transloco';

import { InvitationOut } from '../api/models';
import { MailedTokens } from '../core/mailed-tokens';
import { Invited } from './invited';

const INVITATION: InvitationOut = {
  token: 'a-token',
  member_name: 'Grandpa',
  role: 'MANAGER',
  from: 'Asha',
};
const RAVI = { id: 8, email: 'ravi@example.com', name: 'Ravi', language: 'en', email_verified: true };

describe('the page of invitations', () => {
  let fixture: ComponentFixture<Invited>;
  let server: HttpTestingController;

  beforeEach(() => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', children: [] }]),
        provideTransloco({ config: { availableLangs: ['en'], defaultLang: 'en' } }),
      ],
    });
    server = TestBed.inject(HttpTestingController);
  });

  const button = () => fixture.nativeElement.querySelector('li button') as HTMLButtonElement | null;
  const link = (path: string) => fixture.nativeElement.querySelector(`a[href^="${path}"]`);

  async function open(who: Partial<typeof RAVI> | null, mailed?: InvitationOut | 'gone'): Promise<void> {
    if (mailed) TestBed.inject(MailedTokens).hold('/invitations', INVITATION.token);
    fixture = TestBed.createComponent(Invited);
    fixture.detectChanges();
    const me = await vi.waitFor(() => server.expectOne('/api/v1/me'));
    if (who) me.flush({ ...RAVI, ...who });
    else me.flush({}, { status: 401, statusText: 'Unauthorized' });
    if (mailed) {
      const look = await vi.waitFor(() => server.expectOne('/api/v1/invitations/look'));
      if (mailed === 'gone') {
        look.flush({ errors: [{ field: 'token' }] }, { status: 400, statusText: 'Bad Request' });
      } else look.flush(mailed);
    }
  }

  async function waiting(data: InvitationOut[]): Promise<void> {
    const list = await vi.waitFor(() => server.expectOne((call) => call.url === '/api/v1/me/invitations'));
    list.flush({ data, pagination: { next_cursor: null, has_more: false } });
  }

  it('shows the signed-out what the letter is about, and the ways in that lead back', async () => {
    await open(null, INVITATION);

    await vi.waitFor(() => expect(fixture.nativeElement.querySelectorAll('li').length).toBe(1));
    expect(button()).toBeNull();
    expect(link('/welcome/create').getAttribute('href')).toBe('/welcome/create?next=%2Finvitations');
  });

  it('lets nobody accept before their address is confirmed', async () => {
    await open({ email_verified: false }, INVITATION);

    await vi.waitFor(() =>
      expect(fixture.nativeElement.querySelector('praan-confirm-address')).not.toBeNull(),
    );
    expect(button()).toBeNull();
    server.expectNone((call) => call.url === '/api/v1/me/invitations');
  });

  it('accepts what waits for the person, and goes to the member', async () => {
    await open({}, INVITATION);
    await waiting([INVITATION]);
    await vi.waitFor(() => expect(button()).not.toBeNull());
    button()?.click();
    const accepting = await vi.waitFor(() => server.expectOne('/api/v1/invitations/a-token/accept'));
    accepting.flush({ id: 7, name: 'Grandpa' });
    const members = await vi.waitFor(() => server.expectOne((call) => call.url === '/api/v1/members'));
    members.flush({ data: [{ id: 7, name: 'Grandpa' }], pagination: { next_cursor: null, has_more: false } });

    await vi.waitFor(() => expect(TestBed.inject(Router).url).toBe('/m/7/today'));
  });

  it('says so when the letter went to another address', async () => {
    await open({}, INVITATION);
    await waiting([]);

    await vi.waitFor(() => expect(fixture.nativeElement.querySelector('.who')).not.toBeNull());
    expect(button()).toBeNull();
  });

  it('says so when the invitation is over', async () => {
    await open({}, 'gone');
    await waiting([]);

    await vi.waitFor(() => expect(fixture.nativeElement.querySelector('.lead')).not.toBeNull());
    expect(fixture.nativeElement.querySelectorAll('li').length).toBe(0);
    expect(link('/')).not.toBeNull();
  });
});
