import { Routes } from '@angular/router';

import { SearchPage } from './search-page';

export default [{ path: '', component: SearchPage, title: 'search.title' }] satisfies Routes;
