import { HttpClient, provideHttpClient, withInterceptors } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter, Router } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { Family } from './family';
import { lapsedSession, ownRequest } from './http';

@Component({ template: '' })
class Blank {}

describe('calls to the API', () => {
  let http: HttpClient;
  let server: HttpTestingController;
  let harness: RouterTestingHarness;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(withInterceptors([ownRequest, lapsedSession])),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', component: Blank }]),
      ],
    });
    http = TestBed.inject(HttpClient);
    server = TestBed.inject(HttpTestingController);
    harness = await RouterTestingHarness.create('/m/7/today');
  });

  it('mark what they write as their own', () => {
    http.post('/api/v1/members', {}).subscribe();

    expect(server.expectOne('/api/v1/members').request.headers.get('X-Praan-CSRF')).toBe('1');
  });

  it('tell nothing of it to other origins and to reads', () => {
    http.put('https://storage.example/key', 'photo').subscribe();
    http.get('/api/v1/members').subscribe();

    expect(server.expectOne('https://storage.example/key').request.headers.has('X-Praan-CSRF')).toBe(false);
    expect(server.expectOne('/api/v1/members').request.headers.has('X-Praan-CSRF')).toBe(false);
  });

  it('lead to the sign-in page and forget the family when the session has ended', async () => {
    const family = TestBed.inject(Family);
    const loading = family.load();
    server.expectOne('/api/v1/members?limit=100').flush({ data: [{ id: 7, name: 'Grandpa' }] });
    await loading;

    http.get('/api/v1/me').subscribe({ error: () => undefined });
    server.expectOne('/api/v1/me').flush(null, { status: 401, statusText: 'Unauthorized' });
    await harness.fixture.whenStable();

    expect(TestBed.inject(Router).url).toBe('/welcome?next=%2Fm%2F7%2Ftoday');
    expect(family.members()).toEqual([]);
  });

  it('stay on the page when only the password was wrong', async () => {
    http.post('/api/v1/auth/session', {}).subscribe({ error: () => undefined });
    server.expectOne('/api/v1/auth/session').flush(null, { status: 401, statusText: 'Unauthorized' });
    await harness.fixture.whenStable();

    expect(TestBed.inject(Router).url).toBe('/m/7/today');
  });
});
