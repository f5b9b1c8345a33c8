import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDivider } from '@angular/material/divider';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { User } from '../api/models';
import { firstLetter } from '../ui/avatar';
import { Icon, IconName } from '../ui/icon';
import { Installation } from './installation';
import { LANGUAGES, languages, Preferences, Theme, THEMES } from './preferences';

const THEME_ICONS: Record<Theme, IconName> = {
  auto: 'auto',
  light: 'sun',
  dark: 'moon',
  contrast: 'contrast',
};

/** Language and theme, and for the signed-in also who they are and the way out. */
@Component({
  selector: 'praan-preferences-menu',
  imports: [
    Icon,
    MatButton,
    MatDivider,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    RouterLink,
    TranslocoDirective,
  ],
  templateUrl: './preferences-menu.html',
  styleUrl: './preferences-menu.scss',
})
export class PreferencesMenu {
  readonly user = input<User | null>(null);
  readonly signOut = output();
  readonly help = output();

  protected readonly preferences = inject(Preferences);
  protected readonly installation = inject(Installation);
  protected readonly all = languages();
  protected readonly names = LANGUAGES;
  protected readonly themes = THEMES;
  protected readonly icons = THEME_ICONS;
  protected readonly initial = computed(() => firstLetter(this.user()?.name.trim() ?? ''));
}
