import { DestroyRef, DOCUMENT, inject, Injectable, Signal, signal } from '@angular/core';

const MINUTE = 60_000;

/**
 * The time, told anew at the start of each minute and when the page is looked at again. Every midnight of
 * every time zone is the start of a minute, so a day that is read from it turns on time, whatever the zone
 * does with its clocks, and however long the device has slept.
 */
@Injectable({ providedIn: 'root' })
export class Minutes {
  private readonly document = inject(DOCUMENT);
  private readonly told = signal(new Date());
  private timer?: ReturnType<typeof setTimeout>;

  readonly now: Signal<Date> = this.told.asReadonly();

  constructor() {
    const look = () => {
      if (this.document.visibilityState === 'visible') this.tell();
    };
    this.document.addEventListener('visibilitychange', look);
    inject(DestroyRef).onDestroy(() => {
      clearTimeout(this.timer);
      this.document.removeEventListener('visibilitychange', look);
    });
    this.tell();
  }

  private tell(): void {
    clearTimeout(this.timer);
    this.told.set(new Date());
    this.timer = setTimeout(() => this.tell(), MINUTE - (Date.now() % MINUTE));
  }
}
