import { Routes } from '@angular/router';

import { Settings } from './settings';

export default [{ path: '', component: Settings, title: 'settings.title' }] satisfies Routes;
