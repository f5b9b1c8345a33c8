import {
  DOCUMENT,
  effect,
  EnvironmentProviders,
  inject,
  Injectable,
  isDevMode,
  provideAppInitializer,
} from '@angular/core';
import { provideTransloco, Translation, TranslocoLoader, TranslocoService } from '@jsverse/transloco';
import { firstValueFrom } from 'rxjs';

import en from '../../i18n/en.json';
import { LATER } from '../../i18n/languages';
import { languages, Preferences } from './preferences';

/** English travels with the app; every other language is fetched when somebody wants it. */
@Injectable()
export class Words implements TranslocoLoader {
  async getTranslation(language: string): Promise<Translation> {
    if (language === 'en') return en;
    return (await LATER[language as keyof typeof LATER]()).default;
  }
}

export function provideLanguage(): EnvironmentProviders[] {
  return [
    ...provideTransloco({
      config: {
        availableLangs: languages(),
        defaultLang: 'en',
        fallbackLang: 'en',
        missingHandler: { useFallbackTranslation: true },
        reRenderOnLangChange: true,
        prodMode: !isDevMode(),
      },
      loader: Words,
    }),
    provideAppInitializer(followPreference),
  ];
}

/** Waits for the words of the chosen language, so that no page flashes in another one. */
async function followPreference(): Promise<void> {
  const transloco = inject(TranslocoService);
  const preferences = inject(Preferences);
  const page = inject(DOCUMENT).documentElement;

  effect(() => {
    const language = preferences.language();
    void firstValueFrom(transloco.load(language)).then(() => {
      if (language !== preferences.language()) return;
      transloco.setActiveLang(language);
      page.lang = language;
    });
  });

  const first = preferences.language();
  await firstValueFrom(transloco.load(first));
  transloco.setActiveLang(first);
  page.lang = first;
}
