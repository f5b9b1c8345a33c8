import {
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  OnDestroy,
  OnInit,
  signal,
  viewChild,
} from '@angular/core';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { Subscription } from 'rxjs';

import { Control, Field } from './field';

export interface Choice {
  value: string;
  label: string;
  /** Other words it is found by. */
  also?: string;
}

const MOST = 40;
let made = 0;

/** One of many, found by typing a part of its name: a field with a list below it. */
@Component({
  selector: 'praan-search-choice',
  imports: [Control, Field, ReactiveFormsModule],
  templateUrl: './search-choice.html',
  styleUrl: './search-choice.scss',
})
export class SearchChoice implements OnInit, OnDestroy {
  /** Holds the value of the choice, '' while what is typed names none. */
  readonly control = input.required<FormControl<string>>();
  readonly choices = input.required<readonly Choice[]>();
  readonly label = input.required<string>();
  readonly hint = input<string>();
  readonly errors = input<Record<string, string>>({});
  /** What is said when nothing is found. */
  readonly nothing = input('');
  /** A word beside each choice, told for those on the screen only. */
  readonly note = input<(value: string) => string>(() => '');

  protected readonly typed = new FormControl('', { nonNullable: true });
  protected readonly listId = `choices-${++made}`;
  protected readonly open = signal(false);
  protected readonly active = signal(-1);
  private readonly search = signal('');
  private readonly box = viewChild.required<string, ElementRef<HTMLInputElement>>('box', {
    read: ElementRef,
  });
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private watch?: Subscription;

  protected readonly found = computed(() => matching(this.choices(), this.search()).slice(0, MOST));
  protected readonly activeId = computed(() =>
    this.open() && this.active() >= 0 ? `${this.listId}-${this.active()}` : null,
  );

  constructor() {
    effect(() => {
      const id = this.activeId();
      if (id) this.host.querySelector(`#${id}`)?.scrollIntoView({ block: 'nearest' });
    });
  }

  ngOnInit(): void {
    this.mirror();
    this.watch = this.control().events.subscribe(() => this.mirror());
  }

  ngOnDestroy(): void {
    this.watch?.unsubscribe();
  }

  protected type(): void {
    const words = this.typed.value;
    this.search.set(words);
    this.active.set(words.trim() && this.found().length ? 0 : -1);
    this.open.set(true);
    const same = this.choices().find((each) => plain(each.label) === plain(words));
    this.control().setValue(same?.value ?? '');
    this.control().markAsDirty();
  }

  /** Shows all there is, beginning with what is chosen. */
  protected show(): void {
    if (this.open()) return;
    this.search.set('');
    this.active.set(this.found().findIndex((each) => each.value === this.control().value));
    this.open.set(true);
    this.box().nativeElement.select();
  }

  protected move(event: Event, by: number): void {
    event.preventDefault();
    if (!this.open()) return this.show();
    const count = this.found().length;
    if (count) this.active.update((at) => (at < 0 && by < 0 ? count - 1 : (at + by + count) % count));
  }

  protected take(event: Event): void {
    const choice = this.open() ? this.found()[this.active()] : undefined;
    if (!choice) return;
    event.preventDefault();
    this.choose(choice);
  }

  protected choose(choice: Choice): void {
    this.control().setValue(choice.value);
    this.control().markAsDirty();
    this.typed.setValue(choice.label);
    this.open.set(false);
  }

  /** Closes the list; Escape goes no further while it closes something. */
  protected giveUp(event: Event): void {
    if (!this.open()) return;
    event.stopPropagation();
    this.open.set(false);
  }

  protected leave(): void {
    this.open.set(false);
    this.control().markAsTouched();
  }

  /** Shows the control's value and what is wrong with it. */
  private mirror(): void {
    const { value, touched, errors } = this.control();
    const label = this.choices().find((each) => each.value === value)?.label;
    if (label !== undefined && plain(label) !== plain(this.typed.value)) this.typed.setValue(label);
    this.typed.setErrors(errors);
    if (touched) this.typed.markAsTouched();
  }
}

/** The choices that hold all the words, in any order; whose name begins so come first. */
export function matching(choices: readonly Choice[], search: string): Choice[] {
  const words = plain(search).split(' ').filter(Boolean);
  if (!words.length) return [...choices];
  const found = choices.filter((each) => {
    const text = plain(`${each.label} ${each.also ?? ''}`);
    return words.every((word) => text.includes(word));
  });
  const begins = (each: Choice) =>
    plain(each.label)
      .split(' ')
      .some((part) => part.startsWith(words[0] ?? ''));
  return [...found.filter(begins), ...found.filter((each) => !begins(each))];
}

/** Without case, accents, and the signs between words. */
function plain(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[\s/_-]+/g, ' ')
    .trim();
}
