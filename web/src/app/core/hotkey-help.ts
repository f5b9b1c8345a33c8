import { Component, computed, inject, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Modal } from '../ui/modal';
import { Hotkeys } from './hotkeys';
import { Preferences } from './preferences';

/** What can be pressed on the open page. */
@Component({
  selector: 'praan-hotkey-help',
  imports: [MatButton, Modal, RouterLink, TranslocoDirective],
  template: `
    <praan-modal *transloco="let t" [heading]="t('hotkeys.heading')" (closed)="done.emit(true)">
      @if (!preferences.hotkeys()) {
        <p>
          {{ t('hotkeys.off') }}
          <a routerLink="/settings" (click)="done.emit(true)">{{ t('shell.settings') }}</a>
        </p>
      } @else {
        <table>
          <tbody>
            @for (each of bound(); track each.keys) {
              <tr>
                <th scope="row">
                  @for (key of each.presses; track $index) {
                    @if (!$first) {
                      <span>{{ t('hotkeys.then') }}</span>
                    }
                    <kbd>{{ key }}</kbd>
                  }
                </th>
                <td>{{ t(each.description) }}</td>
              </tr>
            }
          </tbody>
        </table>
      }
      <button mat-flat-button type="button" (click)="done.emit(true)">{{ t('hotkeys.close') }}</button>
    </praan-modal>
  `,
  styles: `
    table {
      border-collapse: collapse;
    }
    th,
    td {
      padding: var(--space-2) 0;
      border-bottom: 1px solid var(--line);
      text-align: start;
      font-weight: inherit;
      vertical-align: baseline;
    }
    th {
      padding-inline-end: var(--space-5);
      white-space: nowrap;
      color: var(--ink-soft);
      font-size: var(--text-s);
    }
    th span {
      margin-inline: var(--space-2);
    }
    kbd {
      display: inline-block;
      min-width: 1.9em;
      padding: 0 0.4em;
      border: 1px solid var(--line-strong);
      border-bottom-width: 2px;
      border-radius: 0.4em;
      background: var(--paper);
      color: var(--ink);
      font: 600 0.9375rem / 1.7 var(--font-body);
      text-align: center;
    }
    button {
      justify-self: start;
    }
  `,
})
export class HotkeyHelp {
  private readonly hotkeys = inject(Hotkeys);
  protected readonly preferences = inject(Preferences);

  readonly done = output<true>();

  /** Each key once, with what it means here. */
  protected readonly bound = computed(() => {
    const byKeys = new Map(this.hotkeys.all().map((each) => [each.keys, each]));
    return [...byKeys.values()].map((each) => ({ ...each, presses: each.keys.split(' ') }));
  });
}
