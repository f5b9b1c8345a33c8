import { Routes } from '@angular/router';

import { LogWorkout } from './log-workout';

export default [{ path: '', component: LogWorkout, title: 'move.title' }] satisfies Routes;
