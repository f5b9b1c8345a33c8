import { Component, computed, inject, signal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { InvitationOut } from '../api/models';
import { Invitations } from '../core/invitations';
import { explain, Failure } from '../core/problem';
import { Session } from '../core/session';
import { Toasts } from '../core/toasts';
import { Notice } from '../ui/notice';

/** Who asks the signed-in person to look after somebody. Nothing is shown while there is nothing to say. */
@Component({
  selector: 'praan-invitation-card',
  imports: [MatButton, Notice, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (waiting().length) {
        <section class="card" aria-labelledby="invitations">
          <h2 id="invitations">{{ t('people.invitations.heading') }}</h2>
          @if (failure(); as failed) {
            <praan-notice>{{ t('failure.' + failed.cause, { wait: failed.wait ?? 60 }) }}</praan-notice>
          }
          <ul>
            @for (each of waiting(); track each.token) {
              <li>
                <p>
                  {{ t('people.invitations.' + each.role, { from: each.from, name: each.member_name }) }}
                </p>
                <button
                  mat-flat-button
                  type="button"
                  [attr.aria-label]="t('people.invitations.accept_of', { name: each.member_name })"
                  (click)="accept(each)"
                >
                  {{
                    t(busy() === each.token ? 'people.invitations.accepting' : 'people.invitations.accept')
                  }}
                </button>
              </li>
            }
          </ul>
        </section>
      } @else if (unverified(); as email) {
        <p class="mild">{{ t('people.invitations.unverified', { email }) }}</p>
      }
    </ng-container>
  `,
  host: { '[class.hint]': '!waiting().length' },
  styles: `
    .card {
      display: grid;
      gap: var(--space-3);
      padding: var(--space-5) clamp(var(--space-4), 4vw, var(--space-6));
      border-radius: var(--round-l);
      background: var(--marigold-wash);
      color: var(--on-marigold-wash);
    }
    h2 {
      font-size: 1.375rem;
    }
    ul {
      display: grid;
      gap: var(--space-4);
      margin: 0;
      padding: 0;
      list-style: none;
    }
    li {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-3);
    }
    li p {
      flex: 1 1 16rem;
      min-width: 0;
    }
    .mild {
      color: var(--ink-soft);
      font-size: var(--text-s);
      overflow-wrap: anywhere;
    }
  `,
})
export class InvitationCard {
  private readonly invitations = inject(Invitations);
  private readonly session = inject(Session);
  private readonly toasts = inject(Toasts);

  /** The same list as the frame's notice reads, so that what is accepted here waits nowhere else. */
  protected readonly waiting = this.invitations.open;
  /** The address whose invitations cannot be shown yet. */
  protected readonly unverified = computed(() => {
    const user = this.session.user();
    return user && !user.email_verified ? user.email : undefined;
  });
  protected readonly busy = signal('');
  protected readonly failure = signal<Failure | null>(null);

  constructor() {
    // A page about the family is of use without it.
    void this.invitations.load().catch(() => undefined);
  }

  protected async accept(invitation: InvitationOut): Promise<void> {
    if (this.busy()) return;
    this.busy.set(invitation.token);
    this.failure.set(null);
    try {
      const member = await this.invitations.accept(invitation);
      this.toasts.show('people.invitations.accepted', { name: member.name });
    } catch (error) {
      this.failure.set(explain(error));
    } finally {
      this.busy.set('');
    }
  }
}
