import { TestBed } from '@angular/core/testing';
import { SwUpdate, VersionEvent } from '@angular/service-worker';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { Subject } from 'rxjs';

import en from '../../i18n/en.json';
import { Unsaved } from './unsaved';
import { UpdateBanner } from './update-banner';
import { Updates } from './updates';

describe('the offer of a new version', () => {
  const versionUpdates = new Subject<VersionEvent>();
  const unrecoverable = new Subject<unknown>();

  async function banner(): Promise<() => string> {
    TestBed.configureTestingModule({
      imports: [
        UpdateBanner,
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [{ provide: SwUpdate, useValue: { isEnabled: true, versionUpdates, unrecoverable } }],
    });
    const fixture = TestBed.createComponent(UpdateBanner);
    await fixture.whenStable();
    return () => {
      fixture.detectChanges();
      return (fixture.nativeElement as HTMLElement).textContent.trim();
    };
  }

  const arrived = { type: 'VERSION_READY' } as VersionEvent;

  it('comes when a version is there, and not for its first signs', async () => {
    const words = await banner();
    versionUpdates.next({ type: 'VERSION_DETECTED' } as VersionEvent);
    expect(words()).toBe('');
    versionUpdates.next(arrived);
    expect(words()).toContain(en.update.ready);
  });

  it('waits until what is typed is saved', async () => {
    const words = await banner();
    const release = TestBed.inject(Unsaved).hold();
    versionUpdates.next(arrived);
    expect(words()).toBe('');
    release();
    expect(words()).toContain(en.update.ready);
  });

  it('can be put off', async () => {
    const words = await banner();
    versionUpdates.next(arrived);
    TestBed.inject(Updates).postpone();
    expect(words()).toBe('');
  });

  it('is no question any more when the open version is broken', async () => {
    await banner();
    const reload = vi.spyOn(TestBed.inject(Updates), 'reload').mockImplementation(() => undefined);
    unrecoverable.next({});
    expect(reload).toHaveBeenCalledOnce();
  });
});
