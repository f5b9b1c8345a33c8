import { computed, DOCUMENT, effect, inject, Injectable, signal } from '@angular/core';
import { CanActivateChildFn } from '@angular/router';

import { Ask } from './ask';

/** Knows whether something typed would be lost, and asks before it is. */
@Injectable({ providedIn: 'root' })
export class Unsaved {
  private readonly ask = inject(Ask);
  private readonly holds = signal<readonly symbol[]>([]);

  readonly dirty = computed(() => this.holds().length > 0);

  constructor() {
    const page = inject(DOCUMENT).defaultView;
    effect((onCleanup) => {
      if (!this.dirty()) return;
      const stay = (event: Event) => {
        // It may have been given up in the same moment.
        if (this.dirty()) event.preventDefault();
      };
      page?.addEventListener('beforeunload', stay);
      onCleanup(() => page?.removeEventListener('beforeunload', stay));
    });
  }

  /** Call it when something is typed, and what it returns when that is saved or given up. */
  hold(): () => void {
    const own = Symbol('unsaved');
    this.holds.update((all) => [...all, own]);
    return () => this.holds.update((all) => all.filter((each) => each !== own));
  }

  /** Gives up whatever is held. */
  release(): void {
    this.holds.set([]);
  }

  /** Whether the page may be left: at once when nothing is held, else as the visitor answers. */
  async mayLeave(): Promise<boolean> {
    if (!this.dirty()) return true;
    const leaves = await this.ask.question({
      title: 'unsaved.title',
      text: 'unsaved.text',
      yes: 'unsaved.leave',
      no: 'unsaved.stay',
    });
    if (leaves) this.release();
    return leaves;
  }
}

/** Holds as long as `typed` says so and the caller lives. Call it where `inject` works. */
export function holdWhile(typed: () => boolean): void {
  const unsaved = inject(Unsaved);
  effect((onCleanup) => {
    if (typed()) onCleanup(unsaved.hold());
  });
}

/** Guards every way out of a page: to another one within the frame, and out of the frame. */
export const leavesNothingTyped: CanActivateChildFn & (() => Promise<boolean>) = () =>
  inject(Unsaved).mayLeave();
