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
  /** What was not open before, or not as bad; as long as it is open. */
  fresh: readonly AlertOut[];
}

interface News {
  /** The same words twice are two pieces of news. */
  key: string;
  severity: AlertOut['severity'];
  name: string;
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
        @for (each of news(); track each.key) {
          <span>{{ t('inbox.news.' + each.severity, { name: each.name }) }} </span>
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
      if (!known || !open) return { open: open ?? known, fresh: [] };
      const fresh = open.filter((each) => !known.some((other) => isSame(each, other)));
      const still = before.value.fresh.filter((each) => open.some((other) => isSame(each, other)));
      return { open, fresh: fresh.length ? fresh : still };
    },
  });
  protected readonly news = computed(() => {
    const news = this.heard().fresh.flatMap(({ id, severity, member_id }): News[] => {
      const member = this.family.members().find((each) => each.id === member_id);
      return member ? [{ key: `${id} ${severity}`, severity, name: member.name }] : [];
    });
    // Several alike of one person are one sentence.
    const words = ({ severity, name }: News) => `${severity} ${name}`;
    return news.filter((each, at) => news.findIndex((other) => words(other) === words(each)) === at);
  });
}

/** One that is less bad than before is no news. */
function isSame(one: AlertOut, before: AlertOut): boolean {
  return one.id === before.id && (one.severity === before.severity || one.severity === 'WARN');
}
