import { Component, computed, input } from '@angular/core';

const TONES = 5;

/** A person's initials on a colour of their own. The name stands beside it, so it says nothing itself. */
@Component({
  selector: 'praan-avatar',
  template: '{{ initials() }}',
  host: { 'aria-hidden': 'true', '[class]': "'tone-' + tone()" },
  styles: `
    :host {
      display: inline-grid;
      flex: none;
      place-items: center;
      width: 2.25em;
      height: 2.25em;
      border-radius: 50%;
      background: var(--marigold-wash);
      color: var(--on-marigold-wash);
      font: 600 1rem / 1 var(--font-display);
      letter-spacing: 0;
      white-space: nowrap;
    }
    :host(.tone-1) {
      background: var(--peacock-wash);
      color: var(--on-peacock-wash);
    }
    :host(.tone-2) {
      background: var(--rose-wash);
      color: var(--on-rose-wash);
    }
    :host(.tone-3) {
      background: var(--leaf-wash);
      color: var(--on-leaf-wash);
    }
    :host(.tone-4) {
      background: var(--dusk-wash);
      color: var(--on-dusk-wash);
    }
    @media (forced-colors: active) {
      :host {
        border: 1px solid CanvasText;
      }
    }
  `,
})
export class Avatar {
  readonly name = input.required<string>();
  /** Chooses the colour: the person's id, so that it is the same on every page. */
  readonly seed = input(0);

  protected readonly tone = computed(() => Math.abs(this.seed()) % TONES);
  protected readonly initials = computed(() => initialsOf(this.name()));
}

/** The first letters of the first and the last word; a letter is what a reader of the script calls one. */
export function initialsOf(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const chosen = words.length > 1 ? [words[0], words.at(-1)] : words;
  return chosen.map((word) => firstLetter(word ?? '')).join('');
}

/** A sign with all that is written on it; in Devanagari also what a virama joins to it. */
const FIRST_LETTER = /^\P{M}(?:\p{M}|(?<=\u094d)\p{Lo})*/u;

export function firstLetter(word: string): string {
  return FIRST_LETTER.exec(word)?.[0].toLocaleUpperCase() ?? '';
}
