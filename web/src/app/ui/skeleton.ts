import { Component, computed, input, OnDestroy, signal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

/** What is there sooner goes unsaid. */
const PATIENCE_MS = 400;

/** The skeleton that speaks for all that are on the page. */
let speaker: symbol | undefined;

/** The shape of what is being fetched. However many are on a page, one polite "Loading" is read out. */
@Component({
  selector: 'praan-skeleton',
  imports: [TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <span class="unseen" role="status">{{ speaks() ? t('state.loading') : '' }}</span>
    </ng-container>
    @for (line of bars(); track line) {
      <span class="skeleton" aria-hidden="true"></span>
    }
  `,
  host: { 'aria-busy': 'true', '[class]': 'shape()', '[style.--tall]': 'height()' },
  styles: `
    :host {
      position: relative;
      display: grid;
      gap: var(--space-3);
    }
    .skeleton {
      display: block;
      border-radius: var(--round-s);
      background: linear-gradient(
          100deg,
          transparent 30%,
          color-mix(in srgb, var(--paper-raised) 70%, transparent) 50%,
          transparent 70%
        )
        100% 0 / 300% 100% var(--paper-sunken);
      animation: breathe 1.8s ease-in-out infinite;
    }
    :host(.lines) .skeleton {
      height: 1em;
    }
    :host(.lines) .skeleton:last-child:not(:nth-child(2)) {
      width: 62%;
    }
    :host(.circle) .skeleton {
      width: var(--tall, 3rem);
      height: var(--tall, 3rem);
      border-radius: 50%;
    }
    :host(.card) .skeleton {
      height: var(--tall, 8rem);
      border-radius: var(--round-l);
    }
    @media (forced-colors: active) {
      .skeleton {
        border: 1px solid GrayText;
      }
    }
    @keyframes breathe {
      to {
        background-position: 0 0;
      }
    }
  `,
})
export class Skeleton implements OnDestroy {
  readonly shape = input<'lines' | 'circle' | 'card'>('lines');
  /** How many lines, circles or cards. */
  readonly count = input(1);
  /** The height of a card or circle, as CSS says it. */
  readonly height = input<string>();

  protected readonly bars = computed(() => Array.from({ length: this.count() }, (_, index) => index));
  protected readonly speaks = signal(false);
  private readonly own = Symbol('skeleton');
  private readonly wait = setTimeout(() => {
    speaker ??= this.own;
    this.speaks.set(speaker === this.own);
  }, PATIENCE_MS);

  ngOnDestroy(): void {
    clearTimeout(this.wait);
    if (speaker === this.own) speaker = undefined;
  }
}
