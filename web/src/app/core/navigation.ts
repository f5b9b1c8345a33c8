import { Component, inject } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../ui/icon';
import { AlertCount } from './alert-count';
import { Places } from './places';

/** The places of the app: a rail at the left of a wide screen, a bar under the thumb on a narrow one. */
@Component({
  selector: 'praan-navigation',
  imports: [AlertCount, Icon, RouterLink, TranslocoDirective],
  template: `
    <nav *transloco="let t" [attr.aria-label]="t('shell.places')">
      <ul>
        @for (place of places.all(); track place.name) {
          <li [class.wide]="place.name === 'trends'">
            <a [routerLink]="place.link" [attr.aria-current]="place.current">
              <span class="sign"><praan-icon [name]="place.icon" /></span>
              <span class="word">{{ t('shell.place.' + place.name) }}</span>
              @if (place.name === 'inbox') {
                <praan-alert-count />
              }
            </a>
          </li>
        }
      </ul>
    </nav>
  `,
  styleUrl: './navigation.scss',
})
export class Navigation {
  protected readonly places = inject(Places);
}
