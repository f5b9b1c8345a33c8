import { Component, computed, effect, inject, linkedSignal } from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { Icon } from '../ui/icon';
import { Dialogs } from './dialogs';
import { Figures } from './figures';
import { Outgoing } from './outgoing';
import { Preferences } from './preferences';

/** What the server does not have yet, once it has to wait. What goes out at once is not worth a word. */
@Component({
  selector: 'praan-outgoing-badge',
  imports: [Icon, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      @if (count(); as all) {
        <button type="button" [class.refused]="refused()" (click)="open()">
          <praan-icon [name]="refused() ? 'alert' : 'outbox'" />
          <span class="words">{{ t(words(), { count: figures().number(all) }) }}</span>
          <span class="short" aria-hidden="true">{{ figures().number(all) }}</span>
        </button>
      }
      <p class="unseen" role="status">{{ news() ? t(news(), { count: figures().number(count()) }) : '' }}</p>
    </ng-container>
  `,
  styles: `
    :host {
      display: block;
    }
    button {
      display: inline-flex;
      align-items: center;
      gap: var(--space-2);
      min-width: var(--target);
      min-height: var(--target);
      padding: 0 var(--space-3);
      border: 1px solid transparent;
      border-radius: 999px;
      background: var(--marigold-wash);
      color: var(--on-marigold-wash);
      font: 550 var(--text-s) / 1.2 var(--font-body);
      cursor: pointer;
    }
    button.refused {
      background: var(--rose-wash);
      color: var(--on-rose-wash);
    }
    button:hover {
      border-color: currentcolor;
    }
    .short {
      display: none;
    }
    @media (width < 52.5em) {
      .words {
        position: absolute;
        width: 1px;
        height: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
      .short {
        display: inline;
      }
    }
    @media print {
      :host {
        display: none;
      }
    }
  `,
})
export class OutgoingBadge {
  private readonly outgoing = inject(Outgoing);
  private readonly dialogs = inject(Dialogs);
  private readonly preferences = inject(Preferences);

  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly refused = computed(
    () => this.outgoing.parcels().filter((each) => each.state === 'refused').length,
  );
  protected readonly count = computed(() => {
    const held = this.outgoing.delayed() || !this.outgoing.kept();
    return this.refused() || (held ? this.outgoing.parcels().length : 0);
  });
  protected readonly words = computed(() => (this.refused() ? 'outgoing.refused' : 'outgoing.waiting'));
  /** Said aloud when there is more to wait for, and when all is gone; not at each step in between. */
  protected readonly news = linkedSignal<number, string>({
    source: this.count,
    computation: (count, before) => {
      if (count > (before?.source ?? 0)) return this.words();
      return !count && before?.value ? 'outgoing.all_sent' : (before?.value ?? '');
    },
  });

  constructor() {
    effect(() => {
      // The number on the app's icon, where the device shows one.
      const count = this.count();
      const { navigator } = globalThis;
      const shown = count ? navigator.setAppBadge?.(count) : navigator.clearAppBadge?.();
      shown?.catch(() => undefined);
    });
  }

  protected open(): void {
    void this.dialogs.open(() => import('./outgoing-list').then((file) => file.OutgoingList));
  }
}
