import { Routes } from '@angular/router';

import { mayLog, ofFirst, signedIn } from './core/guards';
import { takesToken } from './core/mailed-tokens';
import { leavesNothingTyped } from './core/unsaved';

const elsewhere = () => import('./elsewhere/elsewhere').then((file) => file.Elsewhere);

export const routes: Routes = [
  { path: '', pathMatch: 'full', canActivate: [ofFirst('today')], children: [] },
  // A shortcut of the installed app, which knows nobody by number.
  { path: 'log/meal', canActivate: [ofFirst('log', 'meal')], children: [] },
  { path: 'welcome', loadChildren: () => import('./welcome/welcome.routes') },
  {
    path: '',
    canActivate: [signedIn],
    canActivateChild: [leavesNothingTyped],
    canDeactivate: [leavesNothingTyped],
    loadComponent: () => import('./core/shell').then((file) => file.Shell),
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
      { path: 'm/:memberId/timeline', loadChildren: () => import('./timeline/timeline.routes') },
      {
        path: 'm/:memberId/log/workout',
        canActivate: [mayLog],
        loadChildren: () => import('./workout/workout.routes'),
      },
      { path: 'family', loadChildren: () => import('./family/family.routes') },
      { path: 'settings', loadChildren: () => import('./settings/settings.routes') },
      {
        path: 'm/:memberId/logs/:logId',
        loadComponent: () => import('./detail/detail').then((file) => file.Detail),
        title: 'detail.title',
      },
    ],
  },
  {
    path: 'forgot',
    loadComponent: () => import('./links/forgot').then((file) => file.Forgot),
    title: 'links.forgot.title',
  },
  {
    path: 'links/reset',
    canActivate: [takesToken('/links/reset')],
    runGuardsAndResolvers: 'always',
    loadComponent: () => import('./links/reset').then((file) => file.Reset),
    title: 'links.reset.title',
  },
  {
    path: 'links/verify',
    canActivate: [takesToken('/links/verify')],
    runGuardsAndResolvers: 'always',
    loadComponent: () => import('./links/verify').then((file) => file.Verify),
    title: 'links.verify.title',
  },
  {
    path: 'invitations',
    canActivate: [takesToken('/invitations')],
    runGuardsAndResolvers: 'always',
    loadComponent: () => import('./links/invited').then((file) => file.Invited),
    title: 'links.invited.title',
  },
  { path: 'invitations/:token', canActivate: [takesToken('/invitations')], children: [] },
  {
    path: 'unreachable',
    loadComponent: elsewhere,
    title: 'elsewhere.unreachable_title',
    data: { why: 'unreachable' },
  },
  { path: '**', loadComponent: elsewhere, title: 'elsewhere.missing_title', data: { why: 'missing' } },
];
