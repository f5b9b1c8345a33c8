import { Routes } from '@angular/router';

import { TrendsPage } from './trends-page';

export default [{ path: '', component: TrendsPage, title: 'trends.title' }] satisfies Routes;
