import { Component, computed, effect, inject, signal } from '@angular/core';
import { MatButton, MatIconButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../ui/icon';
import { ConfirmAddress } from './confirm-address';
import { Invitations } from './invitations';
import { Session } from './session';

/** What waits for the signed-in person: an address to confirm, or somebody's invitation. Calm, and easy to put away. */
@Component({
  selector: 'praan-account-notice',
  imports: [ConfirmAddress, Icon, MatButton, MatIconButton, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (waits() && !away()) {
        <section [attr.aria-label]="t('links.notice.label')">
          <praan-icon name="mail" />
          <div class="words">
            @if (unconfirmed(); as email) {
              <p>{{ t('links.notice.confirm', { email }) }}</p>
              <praan-confirm-address />
            } @else if (invitations.open()[0]; as first) {
              <p>{{ t('links.notice.invited', { name: first.from }) }}</p>
              <a mat-stroked-button routerLink="/invitations">{{ t('links.notice.look') }}</a>
            }
          </div>
          <button
            matIconButton
            type="button"
            [attr.aria-label]="t('links.notice.later')"
            (click)="away.set(true)"
          >
            <praan-icon name="close" />
          </button>
        </section>
      }
    </ng-container>
  `,
  styleUrl: './account-notice.scss',
  host: { '(window:focus)': 'look()' },
})
export class AccountNotice {
  private readonly session = inject(Session);
  protected readonly invitations = inject(Invitations);
  protected readonly away = signal(false);

  protected readonly unconfirmed = computed(() => {
    const user = this.session.user();
    return user && !user.email_verified ? user.email : undefined;
  });
  protected readonly waits = computed(() => this.unconfirmed() ?? this.invitations.open().length > 0);

  /** Whoever it is, once their address is confirmed. */
  private readonly confirmed = computed(() => {
    const user = this.session.user();
    return user?.email_verified ? user.id : undefined;
  });

  constructor() {
    effect(() => {
      this.invitations.forget();
      if (this.confirmed()) void this.invitations.load().catch(() => undefined);
    });
  }

  /** Back at this tab: the letter may have been followed in another one. */
  protected look(): void {
    if (this.unconfirmed()) void this.session.look();
  }
}
