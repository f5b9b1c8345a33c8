import { Routes } from '@angular/router';

import { ReportsPage } from './reports-page';

export default [{ path: '', component: ReportsPage, title: 'reports.title' }] satisfies Routes;
