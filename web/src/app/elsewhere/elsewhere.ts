import { Component, DestroyRef, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Logo } from '../ui/logo';

const LOOK_MS = 4_000;

/** Nowhere to show: a page that does not exist, or a server out of reach. */
@Component({
  selector: 'praan-elsewhere',
  imports: [Logo, MatButton, RouterLink, TranslocoDirective],
  template: `
    <main *transloco="let t">
      <div class="halo"><praan-logo /></div>
      <h1 tabindex="-1">{{ t('elsewhere.' + why() + '_title') }}</h1>
      <p>{{ t('elsewhere.' + why()) }}</p>
      <a mat-flat-button routerLink="/">{{ t('elsewhere.' + why() + '_action') }}</a>
    </main>
  `,
  host: { '(window:online)': 'tryAgain()' },
  styles: `
    main {
      display: grid;
      place-content: center;
      justify-items: center;
      gap: var(--space-4);
      min-height: 100dvh;
      padding: var(--space-5);
      text-align: center;
    }
    .halo {
      display: grid;
      place-items: center;
      width: 9rem;
      height: 9rem;
      border-radius: 50%;
      background: var(--marigold-wash);
      font-size: 2.5rem;
    }
    p {
      max-width: 30rem;
      color: var(--ink-soft);
    }
  `,
})
export class Elsewhere {
  private readonly router = inject(Router);

  readonly why = input.required<'missing' | 'unreachable'>();

  constructor() {
    // A network that is said to be back often needs a moment more, and a server that restarts says nothing.
    const timer = setInterval(() => this.tryAgain(), LOOK_MS);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  /** The network is back: nobody has to ask for it. */
  protected tryAgain(): void {
    if (this.why() === 'unreachable' && navigator.onLine) void this.router.navigateByUrl('/');
  }
}
