import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { provideHttpClient } from '@angular/common/http';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { provideTransloco } from '@jsverse/transloco';

import { MailedTokens } from '../core/mailed-tokens';
import { Reset } from './reset';

const PASSWORD = 'copper lantern harbour 41';
const USER = { id: 7, email: 'asha@example.com', name: 'Asha', language: 'en', email_verified: true };

describe('a new password by a mailed link', () => {
  let fixture: ComponentFixture<Reset>;
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

  async function open(token?: string): Promise<void> {
    if (token) TestBed.inject(MailedTokens).hold('/links/reset', token);
    fixture = TestBed.createComponent(Reset);
    document.body.append(fixture.nativeElement);
    await fixture.whenStable();
  }

  async function choose(password: string): Promise<void> {
    const input: HTMLInputElement = fixture.nativeElement.querySelector('input');
    input.value = password;
    input.dispatchEvent(new Event('input'));
    fixture.nativeElement.querySelector('form').dispatchEvent(new Event('submit'));
    await fixture.whenStable();
  }

  it('asks for no password when there is no token', async () => {
    await open();

    expect(fixture.nativeElement.querySelector('form')).toBeNull();
    expect(fixture.nativeElement.querySelector('a[href="/forgot"]')).not.toBeNull();
  });

  it('sets the password, signs in with it and goes on', async () => {
    await open('a-token');
    await choose(PASSWORD);
    const asked = server.expectOne('/api/v1/auth/password/reset');
    expect(asked.request.body).toEqual({ token: 'a-token', password: PASSWORD });
    asked.flush(USER);
    const signIn = await vi.waitFor(() => server.expectOne('/api/v1/auth/session'));
    expect(signIn.request.body).toEqual({ email: USER.email, password: PASSWORD });
    signIn.flush({ user: USER });

    await vi.waitFor(() => expect(TestBed.inject(MailedTokens).of('/links/reset')).toBeUndefined());
    await vi.waitFor(() => expect(TestBed.inject(Router).url).toBe('/'));
  });

  it.each([
    ['token', false],
    ['password', true],
  ])('says it when the server refuses the %s', async (field, stays) => {
    await open('a-token');
    await choose(PASSWORD);
    server
      .expectOne('/api/v1/auth/password/reset')
      .flush({ errors: [{ field, message: 'no' }] }, { status: 400, statusText: 'Bad Request' });
    await vi.waitFor(async () => {
      await fixture.whenStable();
      const input = fixture.nativeElement.querySelector('input');
      expect(input !== null).toBe(stays);
      if (stays) expect(input.getAttribute('aria-invalid')).toBe('true');
    });
  });

  it('sends nothing that is too short', async () => {
    await open('a-token');
    await choose('short');

    server.expectNone('/api/v1/auth/password/reset');
  });
});
