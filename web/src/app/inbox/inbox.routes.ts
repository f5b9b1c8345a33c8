import { Routes } from '@angular/router';

import { InboxPage } from './inbox-page';

export default [{ path: '', component: InboxPage, title: 'shell.place.inbox' }] satisfies Routes;
