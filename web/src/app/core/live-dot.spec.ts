import { signal } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { Live, LiveState } from './live';
import { LiveDot } from './live-dot';

describe('LiveDot', () => {
  const state = signal<LiveState>('reconnecting');
  let fixture: ComponentFixture<LiveDot>;

  beforeEach(async () => {
    vi.useFakeTimers();
    state.set('reconnecting');
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [{ provide: Live, useValue: { state } }],
    });
    fixture = TestBed.createComponent(LiveDot);
    await after(0);
  });

  afterEach(() => vi.useRealTimers());

  async function after(ms: number): Promise<string> {
    fixture.detectChanges();
    await vi.advanceTimersByTimeAsync(ms);
    fixture.detectChanges();
    return (fixture.nativeElement as HTMLElement).textContent.trim();
  }

  it('says nothing of a cut that mends itself', async () => {
    expect(await after(2_900)).toBe('Live');
    state.set('live');

    expect(await after(5_000)).toBe('Live');
  });

  it('tells of trouble and of its end, politely', async () => {
    expect(await after(3_100)).toBe('Reconnecting…');
    state.set('offline');
    expect(await after(0)).toBe('Offline');
    state.set('live');
    expect(await after(0)).toBe('Live');
    expect((fixture.nativeElement as HTMLElement).getAttribute('role')).toBe('status');
  });
});
