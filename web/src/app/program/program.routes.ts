import { Routes } from '@angular/router';

import { ProgramPage } from './program-page';

export default [{ path: '', component: ProgramPage, title: 'program.title' }] satisfies Routes;
