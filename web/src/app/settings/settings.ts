import { Component, inject } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Language, LANGUAGES, languages, Preferences, Theme, THEMES } from '../core/preferences';
import { SignOut } from '../core/sign-out';
import { Toasts } from '../core/toasts';
import { Choice } from '../ui/choice';
import { Notifications } from './notifications';
import { Profile } from './profile';
import { Sessions } from './sessions';

/** What the signed-in person may arrange for themselves. */
@Component({
  selector: 'praan-settings',
  imports: [Choice, MatButton, Notifications, Profile, RouterLink, Sessions, TranslocoDirective],
  templateUrl: './settings.html',
  styleUrl: './settings.scss',
})
export class Settings {
  private readonly toasts = inject(Toasts);
  private readonly signOut = inject(SignOut);
  protected readonly preferences = inject(Preferences);

  protected readonly languages = languages().map((value) => ({ value, word: LANGUAGES[value], lang: value }));
  protected readonly themes = THEMES;

  protected choose(language: Language): void {
    this.preferences.choose(language);
    this.toasts.show('settings.saved');
  }

  protected wear(theme: Theme): void {
    this.preferences.theme.set(theme);
    this.toasts.show('settings.saved');
  }

  protected allowHotkeys(event: Event): void {
    this.preferences.hotkeys.set((event.target as HTMLInputElement).checked);
    this.toasts.show('settings.saved');
  }

  protected leave(): void {
    void this.signOut.leave();
  }
}
