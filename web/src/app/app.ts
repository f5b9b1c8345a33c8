import { Component } from '@angular/core';
import { RouterOutlet } from '@angular/router';

import { ToastStack } from './core/toast-stack';

@Component({
  selector: 'praan-root',
  imports: [RouterOutlet, ToastStack],
  template: `
    <router-outlet />
    <praan-toast-stack />
  `,
})
export class App {}
