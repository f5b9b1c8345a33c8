import { computed, DOCUMENT, inject, Injectable, signal } from '@angular/core';

import { explain, inWords } from './problem';

export interface ToastAction {
  /** The key of the word on the button, such as Undo. */
  key: string;
  run: () => void | Promise<void>;
}

export interface Toast {
  id: number;
  key: string;
  params: Record<string, unknown>;
  action?: ToastAction;
}

const MOST = 3;
const SHORT_MS = 6_000;
/** Long enough to read, decide and reach the button, also by keyboard. */
const LONG_MS = 12_000;

/** Short messages about what has just been done, with a way to take it back. */
@Injectable({ providedIn: 'root' })
export class Toasts {
  private readonly document = inject(DOCUMENT);
  private readonly shown = signal<readonly Toast[]>([]);
  private readonly clocks = new Map<number, Clock>();
  private made = 0;
  private paused = false;

  /** The oldest first. */
  readonly stack = this.shown.asReadonly();
  /** The latest that can be taken back. */
  readonly undoable = computed(() =>
    this.stack()
      .filter((each) => each.action)
      .at(-1),
  );

  show(key: string, params: Record<string, unknown> = {}, action?: ToastAction): void {
    const toast = { id: ++this.made, key, params, action };
    // The same news twice is one piece of news; what can be taken back stays, each for itself.
    const others = this.shown().filter((each) => each.action ?? each.key !== key);
    const kept = [...others, toast].slice(-MOST);
    for (const each of this.shown()) if (!kept.includes(each)) this.clocks.get(each.id)?.stop();
    this.shown.set(kept);

    const clock = new Clock(action ? LONG_MS : SHORT_MS, () => this.dismiss(toast.id));
    this.clocks.set(toast.id, clock);
    if (!this.paused && !this.document.hidden) clock.start();
  }

  dismiss(id: number): void {
    this.clocks.get(id)?.stop();
    this.clocks.delete(id);
    this.shown.update((all) => all.filter((each) => each.id !== id));
  }

  /** Does what the button of the toast says; a failure becomes a toast itself. */
  async act(toast: Toast): Promise<void> {
    this.dismiss(toast.id);
    try {
      await toast.action?.run();
    } catch (error) {
      this.show(...inWords(explain(error)));
    }
  }

  /** While somebody reads, points at or works with a toast, none of them leaves. */
  pause(): void {
    this.paused = true;
    for (const clock of this.clocks.values()) clock.stop();
  }

  resume(): void {
    this.paused = false;
    for (const clock of this.clocks.values()) clock.start();
  }
}

/** A timer that can stand still. */
class Clock {
  private timer?: ReturnType<typeof setTimeout>;
  private since = 0;

  constructor(
    private left: number,
    private readonly ring: () => void,
  ) {}

  start(): void {
    if (this.timer !== undefined) return;
    this.since = Date.now();
    this.timer = setTimeout(this.ring, this.left);
  }

  stop(): void {
    if (this.timer === undefined) return;
    clearTimeout(this.timer);
    this.timer = undefined;
    this.left = Math.max(0, this.left - (Date.now() - this.since));
  }
}
