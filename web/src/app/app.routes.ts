import { Routes } from '@angular/router';

import { ofFirst } from './core/guards';
import { takesToken } from './core/mailed-tokens';

const elsewhere = () => import('./elsewhere/elsewhere').then((file) => file.Elsewhere);

export const routes: Routes = [
  { path: '', pathMatch: 'full', canActivate: [ofFirst('today')], children: [] },
  // A shortcut of the installed app, which knows nobody by number.
  { path: 'log/meal', canActivate: [ofFirst('log', 'meal')], children: [] },
  { path: 'welcome', loadChildren: () => import('./welcome/welcome.routes') },
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
  {
    path: 'shared/report',
    canActivate: [takesToken('/shared/report')],
    runGuardsAndResolvers: 'always',
    loadComponent: () => import('./reports/shared-page').then((file) => file.SharedPage),
    title: 'reports.title',
  },
  { path: 'invitations/:token', canActivate: [takesToken('/invitations')], children: [] },
  {
    path: 'unreachable',
    loadComponent: elsewhere,
    title: 'elsewhere.unreachable_title',
    data: { why: 'unreachable' },
  },
  { path: '', loadChildren: () => import('./signed-in.routes') },
  { path: '**', loadComponent: elsewhere, title: 'elsewhere.missing_title', data: { why: 'missing' } },
];
