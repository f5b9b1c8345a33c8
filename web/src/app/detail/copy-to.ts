import { Component, computed, inject, input, signal } from '@angular/core';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { LogOut, MemberOut } from '../api/models';
import { Family } from '../core/family';
import { explain } from '../core/problem';
import { Toasts } from '../core/toasts';
import { Avatar } from '../ui/avatar';
import { Notice } from '../ui/notice';
import { LogKeeper } from './log-keeper';

/** The same meal, workout or reading for somebody else of the family. */
@Component({
  selector: 'praan-copy-to',
  imports: [Avatar, Notice, TranslocoDirective],
  template: `
    <section *transloco="let t" aria-labelledby="copy-to">
      <h2 id="copy-to">{{ t('detail.copy_heading') }}</h2>
      @if (mistake(); as wrong) {
        <praan-notice>{{ t(wrong.key, wrong.params) }}</praan-notice>
      }
      @if (others().length) {
        <div class="people">
          @for (person of others(); track person.id) {
            <button type="button" [attr.aria-busy]="copying() === person.id" (click)="copy(person)">
              <praan-avatar [name]="person.name" [seed]="person.id" />
              <span>{{ person.name }}</span>
            </button>
          }
        </div>
      } @else {
        <p>{{ t('detail.copy_nobody') }}</p>
      }
    </section>
  `,
  styles: `
    section {
      display: grid;
      gap: var(--space-3);
    }
    h2 {
      font-size: 1.25rem;
    }
    .people {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-3);
    }
    button {
      display: inline-flex;
      align-items: center;
      gap: var(--space-3);
      min-height: 3.25rem;
      padding: var(--space-1) var(--space-5) var(--space-1) var(--space-2);
      border: 1.5px solid var(--line-strong);
      border-radius: 999px;
      background: var(--paper);
      color: var(--ink);
      font: inherit;
      cursor: pointer;
    }
    button:hover {
      border-color: var(--peacock);
    }
  `,
})
export class CopyTo {
  private readonly family = inject(Family);
  private readonly keeper = inject(LogKeeper);
  private readonly router = inject(Router);
  private readonly toasts = inject(Toasts);
  /** One for each person, so that a second tap makes no second copy. */
  private readonly keys = new Map<number, string>();

  readonly log = input.required<LogOut>();

  protected readonly others = computed(() =>
    this.family.members().filter((each) => each.role !== 'READ_ONLY' && each.id !== this.log().member_id),
  );
  protected readonly copying = signal<number | null>(null);
  protected readonly mistake = signal<{ key: string; params: Record<string, unknown> } | null>(null);

  protected async copy({ id, name }: MemberOut): Promise<void> {
    if (this.copying() !== null) return;
    const key = this.keys.get(id) ?? crypto.randomUUID();
    this.keys.set(id, key);
    this.copying.set(id);
    this.mistake.set(null);
    try {
      const copied = await this.keeper.copy(this.log().id, id, key);
      if (copied) {
        this.toasts.show(
          'detail.copied',
          { name },
          {
            key: 'detail.copied_look',
            run: async () => void (await this.router.navigate(['/m', id, 'logs', copied.id])),
          },
        );
      } else this.mistake.set({ key: 'detail.copy_no_program', params: { name } });
    } catch (error) {
      const failure = explain(error);
      const outside = failure.cause === 'invalid';
      this.mistake.set({
        key: outside ? 'detail.copy_outside' : `failure.${failure.cause}`,
        params: { name, wait: failure.wait ?? 60 },
      });
    } finally {
      this.copying.set(null);
    }
  }
}
