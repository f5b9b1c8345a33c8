import { Component } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { PreferencesMenu } from '../core/preferences-menu';
import { SkipLink } from '../core/skip-link';
import { Logo } from '../ui/logo';

/** The frame of a page that a letter leads to: the name, and one card in the middle. */
@Component({
  selector: 'praan-link-frame',
  imports: [Logo, PreferencesMenu, RouterLink, SkipLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <praan-skip-link />
      <header>
        <a class="brand" routerLink="/"><praan-logo />{{ t('app.name') }}</a>
        @defer (on idle) {
          <praan-preferences-menu />
        } @placeholder {
          <span class="menu-place"></span>
        }
      </header>
      <main id="main" tabindex="-1">
        <div class="card"><ng-content /></div>
      </main>
    </ng-container>
  `,
  styleUrl: './frame.scss',
})
export class Frame {}
