import {
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  output,
  resource,
  signal,
  viewChild,
} from '@angular/core';
import { TranslocoDirective } from '@jsverse/transloco';

import { FoodOut } from '../api/models';
import { Icon } from '../ui/icon';
import { Figures } from './figures';
import { Foods } from './foods';
import { Preferences } from './preferences';
import { failureOf } from './problem';

const PAUSE_MS = 180;
let made = 0;

/** Finds a food by a few letters and hands on the one that is chosen; what was eaten lately comes first. */
@Component({
  selector: 'praan-food-search',
  imports: [Icon, TranslocoDirective],
  templateUrl: './food-search.html',
  styleUrl: './food-search.scss',
  host: { '(focusout)': 'left($event)' },
})
export class FoodSearch {
  private readonly foods = inject(Foods);
  private readonly preferences = inject(Preferences);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly field = viewChild<ElementRef<HTMLInputElement>>('field');

  readonly label = input.required<string>();
  /** What to offer before anything is typed. */
  readonly recent = input<readonly FoodOut[]>([]);
  readonly chosen = output<FoodOut>();

  protected readonly id = `food-search-${++made}`;
  protected readonly typed = signal('');
  protected readonly open = signal(false);
  protected readonly active = signal(-1);
  /** What is asked for: the letters, once the person pauses. */
  private readonly asked = signal('');

  protected readonly found = resource({
    params: () => this.asked() || undefined,
    loader: ({ params }) => this.foods.search(params),
  });
  protected readonly failure = computed(() => (this.asked() ? failureOf(this.found.error()) : undefined));
  /** Still looking: what stands there belongs to other letters. */
  protected readonly looking = computed(
    () => this.typed().trim() !== this.asked() || (!!this.asked() && this.found.isLoading()),
  );
  protected readonly options = computed<readonly FoodOut[]>(() => {
    if (!this.typed().trim()) return this.recent();
    return !this.looking() && this.found.hasValue() ? this.found.value() : [];
  });
  protected readonly shown = computed(() => this.open() && this.options().length > 0);
  protected readonly hindi = computed(() => this.preferences.language() === 'hi');
  protected readonly figures = computed(() => new Figures(this.preferences.language()));

  constructor() {
    effect((onCleanup) => {
      const letters = this.typed().trim().slice(0, 100);
      const timer = setTimeout(() => this.asked.set(letters), letters ? PAUSE_MS : 0);
      onCleanup(() => clearTimeout(timer));
    });
    effect(() => {
      // With letters the likeliest is ready to be taken by Enter; without, nothing is taken by chance.
      this.active.set(this.typed().trim() && this.options().length ? 0 : -1);
    });
    effect(() => {
      if (this.shown() && this.active() >= 0) {
        this.host.querySelector(`#${this.option(this.active())}`)?.scrollIntoView?.({ block: 'nearest' });
      }
    });
  }

  protected option(place: number): string {
    return `${this.id}-${place}`;
  }

  protected type(event: Event): void {
    this.typed.set((event.target as HTMLInputElement).value);
    this.open.set(true);
  }

  protected press(event: KeyboardEvent): void {
    const last = this.options().length - 1;
    switch (event.key) {
      case 'ArrowDown':
      case 'ArrowUp': {
        if (last < 0) return;
        const way = event.key === 'ArrowDown' ? 1 : -1;
        const from = this.shown() ? this.active() : -1;
        this.open.set(true);
        this.active.set(from < 0 && way < 0 ? last : (from + way + last + 1) % (last + 1));
        break;
      }
      case 'Enter': {
        const food = this.shown() ? this.options()[this.active()] : undefined;
        // A search in a form never sends the form.
        if (food) this.take(food);
        break;
      }
      case 'Escape':
        if (!this.typed() && !this.shown()) return;
        if (this.shown()) this.open.set(false);
        else this.typed.set('');
        break;
      default:
        return;
    }
    event.preventDefault();
    event.stopPropagation();
  }

  protected take(food: FoodOut): void {
    this.typed.set('');
    this.open.set(false);
    this.chosen.emit(food);
    this.field()?.nativeElement.focus();
  }

  protected left(event: FocusEvent): void {
    if (!this.host.contains(event.relatedTarget as Node | null)) this.open.set(false);
  }
}
