import { Component, computed, DOCUMENT, inject, resource, signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { MatButton } from '@angular/material/button';
import { SwPush } from '@angular/service-worker';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { readNotifications, subscribePush, unsubscribePush } from '../api/functions';
import { Preferences } from '../core/preferences';
import { Session } from '../core/session';
import { Icon } from '../ui/icon';

/**
 * Offers messages on this device for when no page is open. The browser's question is asked here and nowhere else,
 * after a press. Nothing is shown where the server or the browser sends none.
 */
@Component({
  selector: 'praan-push-offer',
  imports: [Icon, MatButton, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (key()) {
        <section class="card" aria-labelledby="push">
          <praan-icon name="bell" />
          <div class="words">
            <h2 id="push">{{ t('inbox.push.heading') }}</h2>
            <p role="status">{{ t('inbox.push.' + state()) }}</p>
          </div>
          @if (mayEnd()) {
            <button mat-button type="button" (click)="end()">{{ t('inbox.push.end') }}</button>
          } @else if (state() !== 'blocked') {
            <button mat-stroked-button type="button" (click)="begin()" [attr.aria-busy]="busy()">
              {{ t('inbox.push.begin') }}
            </button>
          }
        </section>
      }
    </ng-container>
  `,
  styles: `
    .card {
      display: flex;
      flex-wrap: wrap;
      align-items: center;
      gap: var(--space-3) var(--space-4);
      padding: var(--space-4) var(--space-5);
      border-radius: var(--round-l);
      background: var(--peacock-wash);
      color: var(--on-peacock-wash);
    }
    .words {
      flex: 1 1 14rem;
      min-width: 0;
    }
    h2 {
      font-size: var(--text-l);
    }
    p {
      font-size: var(--text-s);
    }
  `,
})
export class PushOffer {
  private readonly api = inject(Api);
  private readonly worker = inject(SwPush);
  private readonly preferences = inject(Preferences);
  private readonly session = inject(Session);
  private readonly window = inject(DOCUMENT).defaultView;

  private readonly choices = resource({
    params: () => this.worker.isEnabled || undefined,
    loader: () => this.api.invoke(readNotifications),
  });
  protected readonly key = computed(() => (this.choices.hasValue() ? this.choices.value().push_key : null));
  private readonly permission = signal(this.asked());
  private readonly told = signal<'on' | 'off' | 'failed' | 'not_ended'>('off');
  protected readonly busy = signal(false);
  protected readonly state = computed(() => {
    if (this.permission() === 'denied') return 'blocked';
    // By what the person wants of alerts, so that nothing is claimed which does not come.
    const wanted = this.choices.hasValue() ? this.choices.value().kinds.alerts : undefined;
    const told = this.told();
    if (told === 'on' && !wanted?.push) return 'silent';
    return told === 'failed' && wanted?.email ? 'failed_letters' : told;
  });
  protected readonly mayEnd = computed(() => ['on', 'silent', 'not_ended'].includes(this.state()));

  constructor() {
    if (!this.worker.isEnabled) return;
    // What the browser holds may have ended with an earlier session: told again, it holds for this one. Somebody
    // else's is nobody's to go on with unasked.
    this.worker.subscription.pipe(takeUntilDestroyed()).subscribe((held) => {
      if (held && this.permission() === 'granted' && this.preferences.pushFor() === this.person())
        void this.tell(held);
      else this.told.set('off');
    });
  }

  protected async begin(): Promise<void> {
    const key = this.key();
    if (!key || this.busy()) return;
    this.busy.set(true);
    try {
      await this.tell(await this.worker.requestSubscription({ serverPublicKey: key }));
    } catch {
      this.told.set('failed');
    } finally {
      this.permission.set(this.asked());
      this.busy.set(false);
    }
  }

  protected async end(): Promise<void> {
    if (this.busy()) return;
    this.busy.set(true);
    try {
      const held = await this.held();
      if (held) await this.api.invoke(unsubscribePush, { body: { endpoint: held.endpoint } });
      await this.worker.unsubscribe();
      this.preferences.pushFor.set(null);
      this.told.set('off');
    } catch {
      this.told.set('not_ended');
    } finally {
      this.busy.set(false);
    }
  }

  private async tell(held: PushSubscription): Promise<void> {
    const { endpoint, keys } = held.toJSON();
    if (!endpoint || !keys?.['p256dh'] || !keys['auth']) return;
    try {
      const body = { endpoint, keys: { p256dh: keys['p256dh'], auth: keys['auth'] } };
      await this.api.invoke(subscribePush, { body });
      this.preferences.pushFor.set(this.person());
      this.told.set('on');
    } catch {
      this.told.set('failed');
    }
  }

  private async held(): Promise<PushSubscription | null | undefined> {
    const worker = await this.window?.navigator.serviceWorker.getRegistration();
    return worker?.pushManager.getSubscription();
  }

  private person(): string {
    return String(this.session.user()?.id);
  }

  private asked(): NotificationPermission | undefined {
    return this.window && 'Notification' in this.window ? this.window.Notification.permission : undefined;
  }
}
