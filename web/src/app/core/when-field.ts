import {
  afterNextRender,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  signal,
} from '@angular/core';
import {
  AbstractControl,
  FormControl,
  FormGroup,
  ReactiveFormsModule,
  ValidationErrors,
} from '@angular/forms';
import { TranslocoDirective } from '@jsverse/transloco';

import { Control, Field } from '../ui/field';
import { instantOf, wallTime } from './clock';
import { inWords } from './day';
import { Preferences } from './preferences';

/**
 * When something was: a day and a time of day by the clock on the member's wall, now unless somebody says
 * otherwise. Ask `read()` for the instant.
 */
@Component({
  selector: 'praan-when-field',
  imports: [Control, Field, ReactiveFormsModule, TranslocoDirective],
  template: `
    <ng-container *transloco="let t">
      <div class="when" role="group" [attr.aria-label]="t('move.when')" [formGroup]="fields()">
        <praan-field
          [label]="t('move.day')"
          [hint]="over() ? t('move.day_over', { date: lastDay() }) : undefined"
          [errors]="{ any: t(over() ? 'move.day_over' : 'move.day_invalid', { date: lastDay() }) }"
        >
          <input
            praanControl
            type="date"
            formControlName="date"
            [min]="earliest()"
            [max]="last()"
            autocomplete="off"
            required
          />
        </praan-field>
        <praan-field
          [label]="t('move.time')"
          [hint]="elsewhere() ? t('move.time_there', { zone: zoneName() }) : undefined"
          [errors]="{ ahead: t('move.time_ahead'), any: t('move.time_invalid') }"
        >
          <input praanControl type="time" formControlName="time" autocomplete="off" required />
        </praan-field>
      </div>
    </ng-container>
  `,
  host: { '(input)': 'dirty.set(true)' },
  styles: `
    .when {
      align-items: start;
      display: grid;
      grid-template-columns: repeat(auto-fit, minmax(min(100%, 10rem), 1fr));
      gap: var(--space-3);
    }
  `,
})
export class WhenField {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
  private readonly injector = inject(Injector);
  private readonly language = inject(Preferences).language;

  readonly timeZone = input.required<string>();
  /** The first day that may be chosen (YYYY-MM-DD): the program's first. */
  readonly earliest = input.required<string>();
  /** The program's last day: the last that may be chosen once it has passed. */
  readonly latest = input.required<string>();
  /** The instant to begin with; now when it is not given. */
  readonly start = input<string>();

  protected readonly over = computed(() => wallTime(this.timeZone()).date > this.latest());
  protected readonly last = computed(() => lastOf(this.latest(), this.timeZone()));
  protected readonly lastDay = computed(() => inWords(this.last(), this.language()));
  protected readonly elsewhere = computed(
    () => wallTime(this.timeZone()).time !== wallTime(Intl.DateTimeFormat().resolvedOptions().timeZone).time,
  );
  protected readonly zoneName = computed(() =>
    (this.timeZone().split('/').at(-1) ?? this.timeZone()).replaceAll('_', ' '),
  );
  protected readonly fields = linkedSignal(() => {
    const zone = this.timeZone();
    const [earliest, latest] = [this.earliest(), this.latest()];
    const { date, time } = wallTime(zone, this.start());
    // Which of the days it was, once they are over, only a person can say.
    const begun = date > latest ? '' : date;
    const day = new FormControl(begun, { nonNullable: true, validators: within(earliest, latest, zone) });
    return new FormGroup({
      date: day,
      time: new FormControl(time, { nonNullable: true, validators: notAhead(day, zone) }),
    });
  });

  /** Whether somebody has chosen another moment. */
  readonly dirty = signal(false);

  /** The instant as the API reads it; undefined after showing what is wrong, with the cursor there. */
  read(): string | undefined {
    const fields = this.fields();
    const chosen = this.dirty() || !fields.controls.date.value;
    if (!chosen) return this.start() ?? new Date().toISOString();
    fields.controls.time.updateValueAndValidity();
    if (fields.valid) return instantOf(fields.getRawValue(), this.timeZone());
    fields.markAllAsTouched();
    afterNextRender(() => this.host.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus(), {
      injector: this.injector,
    });
    return undefined;
  }
}

/** The smaller of a day and today. */
function lastOf(latest: string, timeZone: string): string {
  const today = wallTime(timeZone).date;
  return latest < today ? latest : today;
}

function within(earliest: string, latest: string, timeZone: string) {
  return ({ value }: AbstractControl<string>): ValidationErrors | null =>
    value >= earliest && value <= lastOf(latest, timeZone) ? null : { range: true };
}

function notAhead(day: FormControl<string>, timeZone: string) {
  return ({ value }: AbstractControl<string>): ValidationErrors | null => {
    if (!/^\d\d:\d\d/.test(value)) return { required: true };
    const now = wallTime(timeZone);
    return day.value === now.date && value.slice(0, 5) > now.time ? { ahead: true } : null;
  };
}
