import { Routes } from '@angular/router';

import { Timeline } from './timeline';

export default [{ path: '', component: Timeline, title: 'timeline.title' }] satisfies Routes;
