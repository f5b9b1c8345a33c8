import { Routes } from '@angular/router';

import { FamilyPage } from './family-page';
import { PersonPage } from './person-page';

export default [
  { path: '', component: FamilyPage, title: 'people.title' },
  {
    path: 'leaderboard',
    loadComponent: () => import('./leaderboard').then((file) => file.Leaderboard),
    title: 'board.title',
  },
  { path: ':memberId', component: PersonPage, title: 'people.person_title' },
] satisfies Routes;
