import { Routes } from '@angular/router';

import { mayLog, signedIn } from './core/guards';
import { Shell } from './core/shell';
import { leavesNothingTyped } from './core/unsaved';

/** Every page inside the frame. */
export default [
  {
    path: '',
    canActivate: [signedIn],
    canActivateChild: [leavesNothingTyped],
    canDeactivate: [leavesNothingTyped],
    component: Shell,
    children: [
      { path: 'onboarding', loadChildren: () => import('./onboarding/onboarding.routes') },
      { path: 'm/:memberId/today', loadChildren: () => import('./today/today.routes') },
      {
        path: 'm/:memberId/log',
        pathMatch: 'full',
        canActivate: [mayLog],
        loadComponent: () => import('./meal/log-hub').then((file) => file.LogHub),
        title: 'capture.hub_title',
      },
      {
        path: 'm/:memberId/log/meal',
        canActivate: [mayLog],
        // Another way to tell the meal is another form: what is typed in the one would be lost.
        runGuardsAndResolvers: 'paramsOrQueryParamsChange',
        loadComponent: () => import('./meal/log-meal').then((file) => file.LogMeal),
        title: 'capture.title',
      },
      { path: 'm/:memberId/program', loadChildren: () => import('./program/program.routes') },
      {
        path: 'm/:memberId/documents',
        loadChildren: () => import('./documents/documents.routes'),
      },
      { path: 'm/:memberId/trends', loadChildren: () => import('./trends/trends.routes') },
      { path: 'm/:memberId/timeline', loadChildren: () => import('./timeline/timeline.routes') },
      {
        path: 'm/:memberId/log/workout',
        canActivate: [mayLog],
        loadChildren: () => import('./workout/workout.routes'),
      },
      {
        path: 'm/:memberId/log/vitals',
        canActivate: [mayLog],
        loadChildren: () => import('./vitals/vitals.routes'),
      },
      { path: 'inbox', loadChildren: () => import('./inbox/inbox.routes') },
      { path: 'm/:memberId/reports', loadChildren: () => import('./reports/reports.routes') },
      {
        path: 'reports/:reportId',
        loadComponent: () => import('./reports/report-page').then((file) => file.ReportPage),
        title: 'reports.title',
      },
      { path: 'family', loadChildren: () => import('./family/family.routes') },
      { path: 'search', loadChildren: () => import('./search/search.routes') },
      { path: 'settings', loadChildren: () => import('./settings/settings.routes') },
      {
        path: 'm/:memberId/logs/:logId',
        loadComponent: () => import('./detail/detail').then((file) => file.Detail),
        title: 'detail.title',
      },
    ],
  },
] satisfies Routes;
