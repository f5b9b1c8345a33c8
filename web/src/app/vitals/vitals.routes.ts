import { Routes } from '@angular/router';

import { LogVitals } from './log-vitals';

export default [{ path: '', component: LogVitals, title: 'vitals.title' }] satisfies Routes;
