import { ComponentFixture, TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import { Skeleton } from './skeleton';

describe('skeletons', () => {
  beforeEach(() => {
    vi.useFakeTimers();
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en: { state: { loading: 'Loading…' } } },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
    });
  });

  afterEach(() => vi.useRealTimers());

  function words(fixture: ComponentFixture<Skeleton>): string {
    fixture.detectChanges();
    return (fixture.nativeElement as HTMLElement).textContent.trim();
  }

  it('speak with one voice, and only when it takes long', () => {
    const all = [TestBed.createComponent(Skeleton), TestBed.createComponent(Skeleton)];
    expect(all.map(words)).toEqual(['', '']);

    vi.advanceTimersByTime(500);
    expect(all.map(words)).toEqual(['Loading…', '']);
    for (const each of all) each.destroy();
  });

  it('give the voice on to those that come later', () => {
    const first = TestBed.createComponent(Skeleton);
    vi.advanceTimersByTime(500);
    first.destroy();
    const second = TestBed.createComponent(Skeleton);
    vi.advanceTimersByTime(500);

    expect(words(second)).toBe('Loading…');
    second.destroy();
  });
});
