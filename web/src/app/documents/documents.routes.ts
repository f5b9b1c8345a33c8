import { Routes } from '@angular/router';

import { DocumentsPage } from './documents-page';

export default [{ path: '', component: DocumentsPage, title: 'documents.title' }] satisfies Routes;
