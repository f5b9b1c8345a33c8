import { Component, inject } from '@angular/core';
import { RouterOutlet } from '@angular/router';

import { ToastStack } from './core/toast-stack';
import { UpdateBanner } from './core/update-banner';
import { Updates } from './core/updates';

@Component({
  selector: 'praan-root',
  imports: [RouterOutlet, ToastStack, UpdateBanner],
  template: `
    @defer (when updates.ready()) {
      <praan-update-banner />
    }
    <router-outlet />
    <praan-toast-stack />
  `,
})
export class App {
  protected readonly updates = inject(Updates);
}
