import { Component, inject, signal } from '@angular/core';
import { Router, RouterLink, RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Logo } from '../ui/logo';
import { Notice } from '../ui/notice';
import { Family } from './family';
import { LiveDot } from './live-dot';
import { MemberSwitcher } from './member-switcher';
import { Navigation } from './navigation';
import { Places } from './places';
import { PreferencesMenu } from './preferences-menu';
import { explain, Failure } from './problem';
import { Session } from './session';
import { SkipLink } from './skip-link';

/** The frame around every page of the signed-in: the places, whose page it is, preferences, and the way out. */
@Component({
  selector: 'praan-shell',
  imports: [
    LiveDot,
    Logo,
    MemberSwitcher,
    Navigation,
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
  private readonly family = inject(Family);
  protected readonly places = inject(Places);
  protected readonly user = this.session.user;
  protected readonly failure = signal<Failure | null>(null);

  constructor() {
    // The pages tell of a failure themselves; the frame only wants the names.
    void this.family.load().catch(() => undefined);
  }

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
