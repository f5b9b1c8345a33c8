import {
  EnvironmentProviders,
  inject,
  isDevMode,
  makeEnvironmentProviders,
  provideEnvironmentInitializer,
} from '@angular/core';
import { provideServiceWorker } from '@angular/service-worker';

import { Installation } from './installation';

const WORKER = 'ngsw-worker.js';

interface Policies {
  createPolicy(
    name: string,
    rules: { createScriptURL: () => string },
  ): { createScriptURL(url: string): unknown };
}

/** Keeps the app itself on the device once a page has come to rest, and the browser's offer to install it. */
export function provideOffline(): EnvironmentProviders {
  return makeEnvironmentProviders([
    provideServiceWorker(trustedWorker(), {
      enabled: !isDevMode(),
      registrationStrategy: 'registerWhenStable:10000',
    }),
    provideEnvironmentInitializer(() => inject(Installation)),
  ]);
}

/**
 * The worker's address in the form that the page's policy of trusted types asks for; Angular hands it on to
 * the browser untouched. The policy knows this one address.
 */
function trustedWorker(): string {
  const policies = (globalThis as { trustedTypes?: Policies }).trustedTypes;
  if (!policies) return WORKER;
  return policies.createPolicy('praan', { createScriptURL: () => WORKER }).createScriptURL(WORKER) as string;
}
