import { Location } from '@angular/common';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { MailedTokens, takesToken } from './mailed-tokens';

@Component({ template: '' })
class Page {}

describe('the token of a mailed link', () => {
  beforeEach(() => {
    const canActivate = [takesToken('/invitations')];
    TestBed.configureTestingModule({
      providers: [
        provideRouter([
          { path: 'invitations', component: Page, canActivate, runGuardsAndResolvers: 'always' },
          { path: 'invitations/:token', component: Page, canActivate },
        ]),
      ],
    });
  });

  it.each(['/invitations#a-b_c', '/invitations/a-b_c'])('is taken out of %s and held', async (url) => {
    await RouterTestingHarness.create(url);

    expect(TestBed.inject(Router).url).toBe('/invitations');
    expect(TestBed.inject(Location).path(true)).toBe('/invitations');
    expect(TestBed.inject(MailedTokens).of('/invitations')).toBe('a-b_c');
  });

  it('is held until it is dropped, each page for itself', async () => {
    const tokens = TestBed.inject(MailedTokens);
    tokens.hold('/links/verify', 'one');
    await RouterTestingHarness.create('/invitations');
    expect(tokens.of('/invitations')).toBeUndefined();
    expect(tokens.of('/links/verify')).toBe('one');

    tokens.drop('/links/verify');
    expect(tokens.of('/links/verify')).toBeUndefined();
  });
});
