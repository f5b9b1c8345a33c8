import { Routes } from '@angular/router';

import { AddPerson } from './add-person';

export default [{ path: '', component: AddPerson, title: 'add_person.title' }] satisfies Routes;
