import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  untracked,
  viewChild,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { Family } from '../core/family';
import { Figures } from '../core/figures';
import { PartFailure } from '../core/part-failure';
import { Preferences } from '../core/preferences';
import { Avatar } from '../ui/avatar';
import { EmptyState } from '../ui/empty-state';
import { Icon } from '../ui/icon';
import { Finder } from './finder';
import { byPerson } from './groups';
import { HitRow } from './hit-row';

const PAUSE_MS = 250;

/** Finds what was told of everybody one looks after; what is looked for stays on this page. */
@Component({
  selector: 'praan-search-page',
  imports: [Avatar, EmptyState, HitRow, Icon, MatButton, PartFailure, TranslocoDirective],
  templateUrl: './search-page.html',
  styleUrl: './search-page.scss',
  host: { '(keydown)': 'walk($event)' },
})
export class SearchPage {
  private readonly family = inject(Family);
  private readonly preferences = inject(Preferences);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly field = viewChild.required<ElementRef<HTMLInputElement>>('field');

  protected readonly finder = inject(Finder);
  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly groups = computed(() => byPerson(this.finder.hits(), this.family.members()));
  protected readonly enough = computed(() => Finder.isEnough(this.finder.typed()));
  /** What is there belongs to what is typed. */
  protected readonly settled = computed(
    () => !this.finder.looking() && this.finder.asked() === this.finder.typed().trim(),
  );

  constructor() {
    void this.family.load().catch(() => undefined);
    let first = true;
    effect((onCleanup) => {
      const typed = this.finder.typed().trim();
      // Who comes back finds what was found.
      const known = first && typed === untracked(this.finder.asked) && !untracked(this.finder.failure);
      first = false;
      if (known) return;
      const timer = setTimeout(() => void this.finder.look(), typed ? PAUSE_MS : 0);
      onCleanup(() => clearTimeout(timer));
    });
    afterNextRender(() => {
      if (!this.finder.typed()) this.field().nativeElement.focus();
    });
  }

  protected type(event: Event): void {
    this.finder.typed.set((event.target as HTMLInputElement).value);
  }

  protected clear(): void {
    this.finder.typed.set('');
    this.field().nativeElement.focus();
  }

  /** Enter takes the first, once it is the answer to what is typed. */
  protected take(event: Event): void {
    event.preventDefault();
    if (this.settled()) this.rows()[0]?.click();
    else void this.finder.look();
  }

  /** The arrow keys go from the field through the list and back. */
  protected walk(event: KeyboardEvent): void {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Escape' && this.finder.typed()) this.clear();
    else if (by !== undefined && !event.altKey && !event.ctrlKey && !event.metaKey) this.step(by);
    else return;
    event.preventDefault();
  }

  private step(by: number): void {
    const stops = [this.field().nativeElement, ...this.rows()];
    const at = stops.findIndex((each) => each === this.host.ownerDocument.activeElement);
    stops[Math.min(Math.max(at + by, 0), stops.length - 1)]?.focus();
  }

  private rows(): HTMLElement[] {
    return [...this.host.querySelectorAll<HTMLElement>('[data-hit]')];
  }
}
