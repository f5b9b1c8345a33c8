import { DestroyRef, DOCUMENT, inject, Injectable, signal } from '@angular/core';

import { Preferences } from './preferences';

export interface Hotkey {
  /** One key, or several to press one after the other, parted by blanks: `g t`. */
  keys: string;
  /** The key of its description in the language files. */
  description: string;
  run: () => void;
}

const SEQUENCE_MS = 1_500;
const TYPING = 'input, select, textarea, [contenteditable]:not([contenteditable=false])';
/* There letters choose by their names, or the page behind rests. */
const ELSEWHERE = '[role=menu], [role=listbox], [role=dialog], [role=alertdialog], dialog';

/** Single keys for those who rarely touch the mouse; never heard while somebody types. */
@Injectable({ providedIn: 'root' })
export class Hotkeys {
  private readonly document = inject(DOCUMENT);
  private readonly preferences = inject(Preferences);
  private readonly bound = signal<readonly Hotkey[]>([]);
  private pressed: string[] = [];
  private lastAt = 0;

  /** What can be pressed now, in the order of binding. */
  readonly all = this.bound.asReadonly();

  constructor() {
    const listen = (event: KeyboardEvent) => this.hear(event);
    this.document.addEventListener('keydown', listen);
    inject(DestroyRef).onDestroy(() => this.document.removeEventListener('keydown', listen));
  }

  /** The latest binding of the same keys wins until it is taken back. */
  bind(keys: string, description: string, run: () => void): () => void {
    const own: Hotkey = { keys, description, run };
    this.bound.update((all) => [...all, own]);
    return () => this.bound.update((all) => all.filter((each) => each !== own));
  }

  private latest(keys: string): Hotkey | undefined {
    return this.bound()
      .filter((each) => each.keys === keys)
      .at(-1);
  }

  private isBegun(keys: string): boolean {
    return this.bound().some((each) => each.keys.startsWith(keys));
  }

  private hear(event: KeyboardEvent): void {
    if (!this.preferences.hotkeys() || !meant(event)) return;
    const key = keyOf(event);
    if (key.length !== 1) return;
    const now = event.timeStamp;
    this.pressed = now - this.lastAt > SEQUENCE_MS ? [key] : [...this.pressed, key];
    this.lastAt = now;

    // The longest of what was pressed that means something: `g t` after a stray `g` is still `g t`.
    for (let from = 0; from < this.pressed.length; from++) {
      const keys = this.pressed.slice(from).join(' ');
      const hotkey = this.latest(keys);
      if (hotkey) {
        event.preventDefault();
        this.pressed = [];
        hotkey.run();
        return;
      }
    }
    while (this.pressed.length && !this.isBegun(`${this.pressed.join(' ')} `)) this.pressed.shift();
  }
}

function meant(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.repeat || event.isComposing) return false;
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const at = event.target;
  return !(at instanceof Element && (at.closest(TYPING) ?? at.closest(ELSEWHERE)));
}

/** The key by its Latin letter, on keyboards of other scripts by its place. */
function keyOf(event: KeyboardEvent): string {
  if (/^[\x20-\x7e]$/.test(event.key)) return event.key;
  if (event.code === 'Slash') return event.shiftKey ? '?' : '/';
  return /^Key([A-Z])$/.exec(event.code)?.[1]?.toLowerCase() ?? event.key;
}
