import { Component, DOCUMENT, effect, inject, untracked, viewChild } from '@angular/core';
import { Router, RouterLink, RouterOutlet } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../ui/icon';
import { Logo } from '../ui/logo';
import { AccountNotice } from './account-notice';
import { AsOf } from './as-of';
import { Bell } from './bell';
import { Dialogs } from './dialogs';
import { Family } from './family';
import { bindFrameKeys, openHotkeyHelp } from './frame-keys';
import { LiveDot } from './live-dot';
import { MemberSwitcher } from './member-switcher';
import { Navigation } from './navigation';
import { OutgoingBadge } from './outgoing-badge';
import { Places } from './places';
import { PreferencesMenu } from './preferences-menu';
import { Preferences } from './preferences';
import { Session } from './session';
import { SignOut } from './sign-out';
import { SkipLink } from './skip-link';
import { Unsaved } from './unsaved';

/** The frame around every page of the signed-in: the places, whose page it is, preferences, and the way out. */
@Component({
  selector: 'praan-shell',
  imports: [
    AccountNotice,
    AsOf,
    Bell,
    Icon,
    LiveDot,
    Logo,
    MemberSwitcher,
    Navigation,
    OutgoingBadge,
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
  private readonly signOut = inject(SignOut);
  private readonly dialogs = inject(Dialogs);
  private readonly family = inject(Family);
  protected readonly places = inject(Places);
  protected readonly user = this.session.user;
  private readonly switcher = viewChild.required(MemberSwitcher);

  constructor() {
    bindFrameKeys(() => this.switcher().open());
    // The pages tell of a failure themselves; the frame only wants the names.
    void this.family.load().catch(() => undefined);
    this.tellLanguage();
    this.closeBehind();
  }

  protected openHelp(): void {
    void openHotkeyHelp(this.dialogs);
  }

  /** When somebody chooses another language, the letters they get follow. */
  private tellLanguage(): void {
    const preferences = inject(Preferences);
    let told = preferences.language();
    effect(() => {
      const language = preferences.language();
      if (language === told) return;
      told = language;
      untracked(() => void this.session.change({ language }).catch(() => undefined));
    });
  }

  /** Whoever was signed in here and is not any more, wherever they left, leaves no page open behind them. */
  private closeBehind(): void {
    const [router, unsaved, page] = [inject(Router), inject(Unsaved), inject(DOCUMENT)];
    let known = false;
    effect(() => {
      const signedIn = this.session.signedIn();
      if (known && !signedIn) {
        unsaved.release();
        if (untracked(this.session.displaced)) openAnew(page);
        else void router.navigate(['/welcome']);
      }
      known = signedIn;
    });
  }

  protected leave(): void {
    void this.signOut.leave();
  }
}

/** Begins again as whoever is signed in now; until that is there, nothing of the one before is to be seen. */
function openAnew(page: Document): void {
  page.body.replaceChildren();
  page.defaultView?.location.assign('/');
}
