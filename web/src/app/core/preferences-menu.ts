import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon, IconName } from '../ui/icon';
import { LANGUAGES, languages, Preferences, Theme, THEMES } from './preferences';

const THEME_ICONS: Record<Theme, IconName> = { auto: 'auto', light: 'sun', dark: 'moon' };

/** Language and theme, each behind one button that shows the present choice. */
@Component({
  selector: 'praan-preferences-menu',
  imports: [Icon, MatButton, MatMenu, MatMenuItem, MatMenuTrigger, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <button mat-button type="button" [matMenuTriggerFor]="languageMenu">
        <praan-icon name="language" />
        <span class="unseen">{{ t('preferences.language') }}</span>
        <span [lang]="preferences.language()">{{ names[preferences.language()] }}</span>
      </button>
      <mat-menu #languageMenu="matMenu">
        @for (language of all; track language) {
          <button
            mat-menu-item
            type="button"
            role="menuitemradio"
            [attr.aria-checked]="preferences.language() === language"
            [lang]="language"
            (click)="preferences.choose(language)"
          >
            {{ names[language] }}
            @if (preferences.language() === language) {
              <praan-icon name="check" />
            }
          </button>
        }
      </mat-menu>

      <button mat-button type="button" [matMenuTriggerFor]="themeMenu">
        <praan-icon [name]="icons[preferences.theme()]" />
        <span class="unseen">{{ t('preferences.theme') }}</span>
        <span class="roomy">{{ t('preferences.' + preferences.theme()) }}</span>
      </button>
      <mat-menu #themeMenu="matMenu">
        @for (theme of themes; track theme) {
          <button
            mat-menu-item
            type="button"
            role="menuitemradio"
            [attr.aria-checked]="preferences.theme() === theme"
            (click)="preferences.theme.set(theme)"
          >
            <praan-icon [name]="icons[theme]" />
            {{ t('preferences.' + theme) }}
            @if (preferences.theme() === theme) {
              <praan-icon name="check" />
            }
          </button>
        }
      </mat-menu>
    </ng-container>
  `,
  styles: `
    :host {
      display: flex;
      gap: var(--space-1);
    }
    praan-icon {
      vertical-align: middle;
      margin-inline-end: var(--space-2);
    }
    praan-icon[name='check'] {
      margin-inline: var(--space-2) 0;
      color: var(--peacock);
    }
    @media (max-width: 599.98px) {
      .roomy {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
    }
  `,
})
export class PreferencesMenu {
  protected readonly preferences = inject(Preferences);
  protected readonly all = languages();
  protected readonly names = LANGUAGES;
  protected readonly themes = THEMES;
  protected readonly icons = THEME_ICONS;
}
