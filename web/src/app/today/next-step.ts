import { Component, computed, inject, input } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { Preferences } from '../core/preferences';
import { Icon } from '../ui/icon';
import { Next } from './next';

/** One calm suggestion with its way there, and the ways to log. */
@Component({
  selector: 'praan-next-step',
  imports: [Icon, MatButton, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (next(); as step) {
        <div class="step">
          <span class="sign"><praan-icon [name]="step.icon" /></span>
          <p>{{ words(step, t) }}</p>
        </div>
      }
      @if (mayWrite()) {
        <div class="ways">
          @if (look(); as way) {
            <a class="first" matButton="filled" [routerLink]="way">
              <praan-icon matButtonIcon name="eye" />{{ t('today.next.look') }}
            </a>
          }
          <a class="first" [matButton]="meal()" [routerLink]="['/m', memberId(), 'log', 'meal']">
            <praan-icon matButtonIcon name="camera" />{{ t('today.log_meal') }}
          </a>
          <a [matButton]="workout()" [routerLink]="['/m', memberId(), 'log', 'workout']">
            <praan-icon matButtonIcon name="move" />{{ t('today.log_workout') }}
          </a>
          <a [matButton]="reading()" [routerLink]="['/m', memberId(), 'log', 'vitals']">
            <praan-icon matButtonIcon name="heart" />{{ t('today.log_reading') }}
          </a>
        </div>
      }
    </ng-container>
  `,
  styleUrl: './next-step.scss',
})
export class NextStep {
  private readonly preferences = inject(Preferences);

  /** Nothing while it is not known what is due. */
  readonly next = input<Next>();
  readonly memberId = input.required<number>();
  readonly mayWrite = input.required<boolean>();

  private readonly figures = computed(() => new Figures(this.preferences.language()));

  /** Where the photo waits that somebody should look at. */
  protected readonly look = computed(() => {
    const next = this.next();
    return next?.what === 'review' ? ['/m', this.memberId(), ...(next.way ?? [])] : undefined;
  });
  /** What is suggested stands out; else the photo of a meal, which is logged most. */
  private readonly suggested = computed(() => {
    const what = this.next()?.what;
    if (this.look()) return undefined;
    return what === 'workout' || what === 'reading' ? what : 'meal';
  });
  protected readonly meal = computed(() => (this.suggested() === 'meal' ? 'filled' : 'outlined'));
  protected readonly workout = computed(() => (this.suggested() === 'workout' ? 'filled' : 'outlined'));
  protected readonly reading = computed(() => (this.suggested() === 'reading' ? 'filled' : 'outlined'));

  protected words(step: Next, t: Translate): string {
    const minutes = step.minutes === undefined ? undefined : this.figures().unit(step.minutes, 'minute');
    const key = step.what === 'review' && step.count !== 1 ? 'reviews' : step.what;
    return t(`today.next.${key}`, {
      meal: step.meal && t(`meal.${step.meal}`),
      minutes,
      count: step.count && this.figures().number(step.count),
    });
  }
}
