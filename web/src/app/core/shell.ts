import { Component, computed, inject, signal } from '@angular/core';
import { toSignal } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { MatDivider } from '@angular/material/divider';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { NavigationEnd, Router, RouterLink, RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';
import { filter, map } from 'rxjs';

import { Icon } from '../ui/icon';
import { Logo } from '../ui/logo';
import { Notice } from '../ui/notice';
import { Family } from './family';
import { PreferencesMenu } from './preferences-menu';
import { explain, Failure } from './problem';
import { Session } from './session';
import { SkipLink } from './skip-link';

/** The frame around every page of the signed-in: whose page it is, preferences, and the way out. */
@Component({
  selector: 'praan-shell',
  imports: [
    Icon,
    Logo,
    MatButton,
    MatDivider,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    Notice,
    PreferencesMenu,
    RouterLink,
    RouterOutlet,
    SkipLink,
    TranslocoDirective,
  ],
  templateUrl: './shell.html',
  styleUrl: './shell.scss',
})
export class Shell {
  private readonly session = inject(Session);
  private readonly router = inject(Router);
  protected readonly family = inject(Family);
  protected readonly user = this.session.user;
  protected readonly failure = signal<Failure | null>(null);

  private readonly url = toSignal(
    this.router.events.pipe(
      filter((event) => event instanceof NavigationEnd),
      map((event) => event.urlAfterRedirects),
    ),
    { initialValue: this.router.url },
  );

  /** The member whose page is open, by the URL. */
  protected readonly member = computed(() => {
    const id = Number(/^\/m\/(\d+)\//.exec(this.url())?.[1]);
    return this.family.members().find((each) => each.id === id);
  });

  protected async signOut(): Promise<void> {
    try {
      await this.session.signOut();
    } catch (error) {
      const failure = explain(error);
      if (failure.cause !== 'signed_out') {
        this.failure.set(failure);
        return;
      }
      this.session.forget();
    }
    await this.router.navigate(['/welcome']);
  }
}
