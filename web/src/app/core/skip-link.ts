import { Component, DOCUMENT, inject } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

/** The first stop of the Tab key: past the header, to the page itself. */
@Component({
  selector: 'praan-skip-link',
  imports: [TranslocoDirective],
  template: ` <button *transloco="let t" type="button" (click)="skip()">{{ t('shell.skip') }}</button> `,
  styles: `
    :host {
      position: absolute;
    }
    button {
      position: absolute;
      inset: var(--space-2) auto auto var(--space-2);
      z-index: 10;
      min-height: var(--target);
      padding: 0 var(--space-5);
      border: 0;
      border-radius: var(--round-m);
      background: var(--peacock);
      color: var(--on-peacock);
      font: inherit;
      transform: translateY(-200%);
    }
    button:focus {
      transform: none;
    }
  `,
})
export class SkipLink {
  private readonly page = inject(DOCUMENT);

  protected skip(): void {
    this.page.getElementById('main')?.focus();
  }
}
