import { Component, computed, inject, input, resource } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../ui/icon';
import { Skeleton } from '../ui/skeleton';
import { LogKeeper } from './log-keeper';

/** So soon after a fresh link a picture that still does not load is not tried again. */
const PATIENCE_MS = 10_000;

/** The photo of a log, by a link that lives for five minutes and is asked for anew when it has ended. */
@Component({
  selector: 'praan-photo-view',
  imports: [Icon, Skeleton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (link.hasValue()) {
        <img [src]="link.value().url" [alt]="t('detail.photo')" (error)="renew()" />
      } @else if (link.error()) {
        <p role="alert">
          <praan-icon name="picture" />
          <span>{{ t('detail.photo_failed') }}</span>
          <button type="button" (click)="link.reload()">{{ t('failure.retry') }}</button>
        </p>
      } @else {
        <praan-skeleton shape="card" height="18rem" />
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: block;
    }
    img {
      display: block;
      width: 100%;
      max-height: 30rem;
      border-radius: var(--round-l);
      background: var(--paper-sunken);
      object-fit: contain;
    }
    p {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-3);
      padding: var(--space-4);
      border-radius: var(--round-m);
      background: var(--paper-sunken);
    }
    button {
      min-height: var(--target);
      border: 0;
      background: none;
      color: var(--peacock);
      font: inherit;
      font-weight: 550;
      text-decoration: underline;
      cursor: pointer;
    }
  `,
})
export class PhotoView {
  private readonly keeper = inject(LogKeeper);

  readonly logId = input.required<number>();
  protected readonly link = resource({
    params: () => this.logId(),
    loader: ({ params }) => this.keeper.photo(params),
  });
  private readonly since = computed(() => (this.link.hasValue() ? Date.now() : 0));

  protected renew(): void {
    if (Date.now() - this.since() > PATIENCE_MS) this.link.reload();
  }
}
