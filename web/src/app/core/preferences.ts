import { DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';

import { LANGUAGES } from '../../i18n/languages';

export const THEMES = ['auto', 'light', 'dark', 'contrast'] as const;
export type Theme = (typeof THEMES)[number];

export { LANGUAGES };
export type Language = keyof typeof LANGUAGES;

const THEME_KEY = 'praan.theme';
const LANGUAGE_KEY = 'praan.language';
const HOTKEYS_KEY = 'praan.hotkeys';
const PUSH_KEY = 'praan.push';

/**
 * How this browser shows Praan: theme, language and single keys. Beside the mark of a session that is still to be
 * ended, and the number of the account that turned push on here, it is the only thing Praan keeps in browser storage.
 */
@Injectable({ providedIn: 'root' })
export class Preferences {
  private readonly document = inject(DOCUMENT);

  readonly theme = signal<Theme>(oneOf(THEMES, read(THEME_KEY)) ?? 'auto');
  readonly language = signal<Language>(oneOf(languages(), read(LANGUAGE_KEY)) ?? spoken());

  /** Whether single keys do something; whoever speaks to the computer or hits keys by chance turns them off. */
  readonly hotkeys = signal(read(HOTKEYS_KEY) !== 'off');

  /** The account that turned messages on in this browser: what the browser holds of them is nobody else's. */
  readonly pushFor = signal(read(PUSH_KEY));

  constructor() {
    effect(() => write(PUSH_KEY, this.pushFor()));
    effect(() => write(HOTKEYS_KEY, this.hotkeys() ? null : 'off'));
    effect(() => {
      const theme = this.theme();
      const page = this.document.documentElement;
      if (theme === 'auto') delete page.dataset['theme'];
      else page.dataset['theme'] = theme;
      this.colourTheBrowser(theme);
      write(THEME_KEY, theme === 'auto' ? null : theme);
    });
  }

  choose(language: Language): void {
    this.language.set(language);
    write(LANGUAGE_KEY, language);
  }

  /** The bars of the browser around the page follow the page, not only the device. */
  private colourTheBrowser(theme: Theme): void {
    for (const meta of this.document.querySelectorAll<HTMLMetaElement>('meta[name=theme-color]')) {
      const own = meta.dataset['theme'];
      if (theme === 'auto' || theme === 'contrast') meta.media = `(prefers-color-scheme: ${own})`;
      else meta.media = own === theme ? 'all' : 'not all';
    }
  }
}

export function languages(): Language[] {
  return Object.keys(LANGUAGES) as Language[];
}

/** The first of the browser's languages that Praan speaks; English when it speaks none of them. */
function spoken(): Language {
  for (const tag of navigator.languages) {
    const known = oneOf(languages(), tag.split('-')[0]);
    if (known) return known;
  }
  return 'en';
}

function oneOf<T extends string>(allowed: readonly T[], value: string | null | undefined): T | undefined {
  return allowed.find((each) => each === value);
}

/* Storage can be refused (private windows, policies); the choice then lasts as long as the page. */
function read(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key: string, value: string | null): void {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  } catch {
    return;
  }
}
