import { Routes } from '@angular/router';

import { Draft } from './draft';
import { GoalsStep } from './goals-step';
import { PersonStep } from './person-step';
import { ProgramStep } from './program-step';
import { Starts } from './start';

export default [
  {
    path: '',
    providers: [Draft, Starts],
    children: [
      { path: '', component: PersonStep, title: 'add_person.title' },
      { path: ':memberId', component: PersonStep, title: 'add_person.title' },
      { path: ':memberId/program', component: ProgramStep, title: 'onboarding.program.title' },
      { path: ':memberId/goals', component: GoalsStep, title: 'onboarding.goals.title' },
    ],
  },
] satisfies Routes;
