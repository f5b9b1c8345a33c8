import { Component, inject, input, numberAttribute } from '@angular/core';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { placeOf } from '../core/place';
import { FileSource } from '../ui/file-source';
import { Icon, IconName } from '../ui/icon';
import { Chosen } from './chosen';
import { NoPlace } from './no-place';

interface Way {
  name: string;
  icon: IconName;
  link: string;
  query?: { way: string };
}

const WAYS: readonly Way[] = [
  { name: 'hand', icon: 'edit', link: 'meal', query: { way: 'hand' } },
  { name: 'again', icon: 'retry', link: 'meal', query: { way: 'again' } },
  { name: 'workout', icon: 'move', link: 'workout' },
  { name: 'vitals', icon: 'heart', link: 'vitals' },
];

/** Where everything that is logged begins. */
@Component({
  selector: 'praan-log-hub',
  imports: [FileSource, Icon, NoPlace, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <div class="heading">
        <h1 tabindex="-1">{{ t('capture.hub_heading') }}</h1>
        @if (places.member(); as person) {
          <p>{{ t('capture.for', { name: person.name }) }}</p>
        }
      </div>
      @if (places.ready(); as here) {
        <section class="card" aria-labelledby="photo">
          <div>
            <h2 id="photo">{{ t('capture.photo_heading') }}</h2>
            <p>{{ t('capture.photo_lead') }}</p>
          </div>
          <praan-file-source
            [camera]="t('capture.camera')"
            [choose]="t('capture.gallery')"
            (picked)="open($event)"
          />
        </section>
        <ul>
          @for (way of ways; track way.name) {
            <li>
              <a [routerLink]="['/m', here.member.id, 'log', way.link]" [queryParams]="way.query">
                <span class="sign"><praan-icon [name]="way.icon" /></span>
                <span class="words">
                  <strong>{{ t('capture.' + way.name + '_heading') }}</strong>
                  <span>{{ t('capture.' + way.name + '_lead') }}</span>
                </span>
              </a>
            </li>
          }
        </ul>
      } @else {
        <praan-no-place [places]="places" />
      }
    </ng-container>
  `,
  styleUrl: './log-hub.scss',
})
export class LogHub {
  private readonly router = inject(Router);
  private readonly chosen = inject(Chosen);

  readonly memberId = input.required({ transform: numberAttribute });
  protected readonly places = placeOf(this.memberId);
  protected readonly ways = WAYS;

  protected open(file: File): void {
    this.chosen.put(file);
    void this.router.navigate(['/m', this.memberId(), 'log', 'meal']);
  }
}
