import { Component, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { PageFailure } from '../core/page-failure';
import { Places } from '../core/place';
import { BreakfastScene } from '../ui/breakfast-scene';
import { EmptyState } from '../ui/empty-state';
import { Skeleton } from '../ui/skeleton';

/** What stands on a page for logging while nothing can be logged: still coming, not allowed, or not begun. */
@Component({
  selector: 'praan-no-place',
  imports: [BreakfastScene, EmptyState, MatButton, PageFailure, RouterLink, Skeleton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (places().failure(); as failed) {
        <praan-page-failure [failure]="failed" (retry)="places().again()" />
      } @else if (places().hindrance(); as hindrance) {
        <praan-empty-state>
          <praan-breakfast-scene picture />
          <p>{{ t('capture.' + hindrance, { name: places().member()?.name }) }}</p>
          <a action mat-flat-button [routerLink]="['/m', places().member()?.id, 'today']">
            {{ t('capture.to_today') }}
          </a>
        </praan-empty-state>
      } @else {
        <praan-skeleton shape="card" height="22rem" />
      }
    </ng-container>
  `,
})
export class NoPlace {
  readonly places = input.required<Places>();
}
