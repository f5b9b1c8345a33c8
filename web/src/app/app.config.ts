import { MediaMatcher } from '@angular/cdk/layout';
import { provideHttpClient, withFetch, withInterceptors } from '@angular/common/http';
import {
  ApplicationConfig,
  provideBrowserGlobalErrorListeners,
  provideEnvironmentInitializer,
  provideZonelessChangeDetection,
  ɵSHARED_STYLES_HOST as SHARED_STYLES_HOST,
} from '@angular/core';
import { provideRouter, TitleStrategy, withComponentInputBinding, withRouterConfig } from '@angular/router';

import { routes } from './app.routes';
import { AdoptedStyles } from './core/adopted-styles';
import { followArrivals, TranslatedTitle } from './core/arrival';
import { departed, finishDepartures } from './core/departure';
import { lapsedSession, ownRequest } from './core/http';
import { provideLanguage } from './core/language';
import { provideOffline } from './core/offline';
import { inOwnName } from './core/own-name';
import { PlainMediaMatcher } from './core/plain-media-matcher';
import { stayWhilePressing } from './core/press';
import { remembering } from './core/remembered';

export const appConfig: ApplicationConfig = {
  providers: [
    provideBrowserGlobalErrorListeners(),
    provideZonelessChangeDetection(),
    provideRouter(
      routes,
      withComponentInputBinding(),
      // Whoever stays with what they typed finds the history as it was.
      withRouterConfig({ canceledNavigationResolution: 'computed' }),
    ),
    provideHttpClient(
      withFetch(),
      withInterceptors([ownRequest, lapsedSession, departed, remembering, inOwnName]),
    ),
    provideLanguage(),
    provideOffline(),
    provideEnvironmentInitializer(followArrivals),
    provideEnvironmentInitializer(finishDepartures),
    provideEnvironmentInitializer(stayWhilePressing),
    { provide: TitleStrategy, useClass: TranslatedTitle },
    { provide: SHARED_STYLES_HOST, useClass: AdoptedStyles },
    { provide: MediaMatcher, useClass: PlainMediaMatcher },
  ],
};
