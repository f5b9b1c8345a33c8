import { Component, computed, inject, linkedSignal } from '@angular/core';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { AlertOut } from '../api/models';
import { Icon } from '../ui/icon';
import { AlertCount } from './alert-count';
import { Alerts } from './alerts';
import { Family } from './family';

interface Heard {
  open: readonly AlertOut[] | undefined;
  /** Who has an alert that was not open before. */
  fresh: AlertOut | undefined;
}

/** The way to the inbox from every page, with how many alerts are open; what is new is said aloud. */
@Component({
  selector: 'praan-bell',
  imports: [AlertCount, Icon, RouterLink, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <a routerLink="/inbox">
        <praan-icon name="bell" />
        <span class="unseen">{{ t('shell.place.inbox') }}</span>
        <praan-alert-count />
      </a>
      <p class="unseen" role="status">
        @if (news(); as alert) {
          {{ t('inbox.news.' + alert.severity, { name: alert.name }) }}
        }
      </p>
    </ng-container>
  `,
  styles: `
    :host {
      display: block;
    }
    a {
      position: relative;
      display: grid;
      place-content: center;
      width: var(--target);
      height: var(--target);
      border-radius: 50%;
      color: var(--ink-soft);
    }
    a:hover {
      background: var(--paper-sunken);
    }
    praan-alert-count {
      position: absolute;
      top: -0.1rem;
      inset-inline-end: -0.2rem;
    }
    /* There the bar under the thumb has the sign. */
    @media (width < 30em) {
      a {
        display: none;
      }
    }
  `,
})
export class Bell {
  private readonly alerts = inject(Alerts);
  private readonly family = inject(Family);

  private readonly heard = linkedSignal<readonly AlertOut[] | undefined, Heard>({
    source: () => this.alerts.running() && this.alerts.open(),
    computation: (open, before) => {
      const known = before?.value.open;
      if (!known || !open) return { open: open ?? known, fresh: undefined };
      return { open, fresh: open.find((each) => !known.some(({ id }) => id === each.id)) };
    },
  });
  protected readonly news = computed(() => {
    const fresh = this.heard().fresh;
    const member = this.family.members().find(({ id }) => id === fresh?.member_id);
    return fresh && member && { severity: fresh.severity, name: member.name };
  });
}
