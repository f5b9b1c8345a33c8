import { bootstrapApplication } from '@angular/platform-browser';

import { App } from './app/app';
import { appConfig } from './app/app.config';

/** All of the app hangs on this file, so that `main.ts` weighs nothing. */
export const begin = () => bootstrapApplication(App, appConfig);
