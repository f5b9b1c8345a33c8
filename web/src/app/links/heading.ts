import { afterRenderEffect, ElementRef, inject, Signal } from '@angular/core';

/** Moves the focus to the page's heading whenever the page has become another one. */
export function focusHeading(state: Signal<unknown>): void {
  const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  let before = state();
  afterRenderEffect(() => {
    const now = state();
    if (now === before) return;
    before = now;
    host.querySelector<HTMLElement>('h1')?.focus();
  });
}
