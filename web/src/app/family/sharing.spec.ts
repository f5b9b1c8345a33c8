import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { MemberOut } from '../api/models';
import { Unsaved } from '../core/unsaved';
import { Sharing } from './sharing';

const grandpa = { id: 7, name: 'Grandpa', role: 'OWNER' } as MemberOut;
const EMAIL = 'ravi@example.com';

describe('inviting somebody', () => {
  let fixture: ComponentFixture<Sharing>;
  let server: HttpTestingController;

  beforeEach(async () => {
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [provideHttpClient(), provideHttpClientTesting()],
    });
    server = TestBed.inject(HttpTestingController);
    fixture = TestBed.createComponent(Sharing);
    fixture.componentRef.setInput('member', grandpa);
    fixture.detectChanges();
    const list = await vi.waitFor(() => server.expectOne((call) => call.url.endsWith('/members/7/grants')));
    list.flush({ data: [], pagination: { next_cursor: null, has_more: false } });
    await fixture.whenStable();
  });

  const page = () => fixture.nativeElement as HTMLElement;
  const dirty = () => TestBed.inject(Unsaved).dirty();

  async function type(email: string): Promise<void> {
    const field = page().querySelector('input[type=email]') as HTMLInputElement;
    field.value = email;
    field.dispatchEvent(new Event('input', { bubbles: true }));
    await fixture.whenStable();
  }

  it('holds an address that is typed, and lets go of one that is rubbed out', async () => {
    expect(dirty()).toBe(false);
    await type(EMAIL);
    expect(dirty()).toBe(true);
    await type(' ');
    expect(dirty()).toBe(false);
  });

  it('lets go once the invitation is sent', async () => {
    await type(EMAIL);
    page()
      .querySelector('form')
      ?.dispatchEvent(new Event('submit', { cancelable: true }));
    const asked = await vi.waitFor(() => server.expectOne((call) => call.method === 'POST'));
    expect(dirty()).toBe(true);
    asked.flush({ id: 1, email: EMAIL, role: 'MANAGER', status: 'INVITED', expires_at: null });

    await vi.waitFor(() => expect(dirty()).toBe(false));
  });
});
