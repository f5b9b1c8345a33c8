import { DOCUMENT, inject } from '@angular/core';

/**
 * A mouse that presses a button which sends a form leaves the field only when the press is done: what shows when a
 * field is left would move the button away from under it, and the press would be lost. A finger presses in a moment.
 */
export function stayWhilePressing(): void {
  const page = inject(DOCUMENT);
  let mouse = false;
  page.addEventListener('pointerdown', (event) => (mouse = event.pointerType === 'mouse'));
  page.addEventListener('mousedown', (event) => {
    if (mouse && (event.target as Element).closest('button[type=submit]')) event.preventDefault();
  });
}
