import { Routes } from '@angular/router';

import { CreateAccount } from './create-account';
import { SignIn } from './sign-in';
import { Welcome } from './welcome';

export default [
  {
    path: '',
    component: Welcome,
    children: [
      { path: '', component: SignIn, title: 'sign_in.title' },
      { path: 'create', component: CreateAccount, title: 'create_account.title' },
    ],
  },
] satisfies Routes;
