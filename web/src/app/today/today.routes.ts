import { Routes } from '@angular/router';

import { Today } from './today';

export default [{ path: '', component: Today, title: 'today.title' }] satisfies Routes;
