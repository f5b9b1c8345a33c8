import { bootstrapApplication } from '@angular/platform-browser';

import { App } from './app/app';
import { appConfig } from './app/app.config';

/** Resolves once the opening screen stands; at once in a tab that nobody sees, which paints nothing. */
const painted = document.hidden
  ? Promise.resolve()
  : new Promise<void>((resolve) => requestAnimationFrame(() => setTimeout(resolve)));

painted
  .then(() => bootstrapApplication(App, appConfig))
  .catch((error: unknown) => console.error(error));
