import { Routes } from '@angular/router';

import { Elsewhere } from './elsewhere';

export default [
  {
    path: 'unreachable',
    component: Elsewhere,
    title: 'elsewhere.unreachable_title',
    data: { why: 'unreachable' },
  },
  { path: '**', component: Elsewhere, title: 'elsewhere.missing_title', data: { why: 'missing' } },
] satisfies Routes;
