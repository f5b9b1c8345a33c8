import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';
import { SwUpdate } from '@angular/service-worker';

const LOOK_MS = 60 * 60_000;

/** New versions of the app: noticed in the background, taken when the visitor wants it. */
@Injectable({ providedIn: 'root' })
export class Updates {
  private readonly worker = inject(SwUpdate);
  private readonly document = inject(DOCUMENT);
  private lookedAt = Date.now();

  readonly ready = signal(false);

  constructor() {
    if (!this.worker.isEnabled) return;
    this.worker.versionUpdates.subscribe((event) => {
      if (event.type === 'VERSION_READY') this.ready.set(true);
    });
    // The worker lost files of the version that is open: nothing more of it can be fetched.
    this.worker.unrecoverable.subscribe(() => this.reload());
    // An app on a home screen stays open for days: look when somebody comes back to it.
    const look = () => this.look();
    this.document.addEventListener('visibilitychange', look);
    inject(DestroyRef).onDestroy(() => this.document.removeEventListener('visibilitychange', look));
  }

  reload(): void {
    this.document.defaultView?.location.reload();
  }

  postpone(): void {
    this.ready.set(false);
  }

  private look(): void {
    if (this.document.hidden || Date.now() - this.lookedAt < LOOK_MS) return;
    this.lookedAt = Date.now();
    void this.worker.checkForUpdate().catch(() => false);
  }
}
