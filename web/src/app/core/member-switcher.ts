import { Component, inject, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatDivider } from '@angular/material/divider';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { Family } from './family';
import { Places } from './places';

/** Whose pages are open, and the way to everybody else's. */
@Component({
  selector: 'praan-member-switcher',
  imports: [
    Avatar,
    Icon,
    MatButton,
    MatDivider,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    RouterLink,
    TranslocoDirective,
  ],
  template: `
    <ng-container *transloco="let t">
      @if (family.members().length) {
        <button mat-button type="button" class="who" [matMenuTriggerFor]="memberMenu">
          @if (places.member(); as member) {
            <praan-avatar matButtonIcon [name]="member.name" [seed]="member.id" />
          }
          <span class="unseen">{{ t('shell.switch') }}</span>
          <span class="name">{{ places.member()?.name ?? t('shell.family') }}</span>
          <praan-icon matButtonIcon iconPositionEnd name="chevron" />
        </button>
        <mat-menu #memberMenu="matMenu">
          @for (each of family.members(); track each.id) {
            <a
              mat-menu-item
              [routerLink]="places.sameFor(each.id)"
              [attr.aria-current]="places.onMember() && each.id === places.memberId() ? 'page' : null"
            >
              <praan-avatar matMenuItemIcon [name]="each.name" [seed]="each.id" />
              <span>{{ each.name }}</span>
              @if (each.id === places.memberId()) {
                <praan-icon class="chosen" name="check" />
              }
            </a>
          }
          <mat-divider />
          <a mat-menu-item routerLink="/onboarding">
            <praan-icon matMenuItemIcon name="add" />
            <span>{{ t('shell.add_person') }}</span>
          </a>
        </mat-menu>
      }
    </ng-container>
  `,
  styles: `
    :host {
      display: block;
      min-width: 0;
    }
    .who {
      max-width: 100%;
    }
    .who praan-avatar {
      font-size: 0.8125rem;
    }
    .name {
      display: inline-block;
      max-width: min(14rem, 30vw);
      overflow: hidden;
      text-overflow: ellipsis;
      white-space: nowrap;
      vertical-align: bottom;
    }
  `,
})
export class MemberSwitcher {
  protected readonly family = inject(Family);
  protected readonly places = inject(Places);
  private readonly trigger = viewChild(MatMenuTrigger);

  /** Opens the list and puts the focus into it. */
  open(): void {
    const trigger = this.trigger();
    if (!trigger) return;
    trigger.focus('keyboard');
    trigger.openMenu();
  }
}
