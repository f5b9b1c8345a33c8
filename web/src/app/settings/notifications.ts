import { Component, computed, DestroyRef, effect, inject, resource, untracked } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { AbstractControl, NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { TranslocoDirective } from '@jsverse/transloco';

import { Api } from '../api/api';
import { readNotifications, setNotifications } from '../api/functions';
import { Channels, Choices, ChoicesOut, Kinds } from '../api/models';
import { formerNames, ownTimeZone, timeZones, zoneLabel } from '../core/calendar';
import { PartFailure } from '../core/part-failure';
import { explain, failureOf, inWords } from '../core/problem';
import { Toasts } from '../core/toasts';
import { Control, Field } from '../ui/field';
import { SearchChoice } from '../ui/search-choice';
import { Skeleton } from '../ui/skeleton';

type Kind = keyof Kinds;
type Way = keyof Channels;

/** What is sent at all by now; the rest is kept as it is. */
const SENT: Partial<Record<Kind, Way[]>> = { alerts: ['email', 'push'], reports: ['email'] };
const NIGHT = { from: '22:00', to: '07:00' };
const differ = (form: AbstractControl<{ from: string; to: string }>) =>
  form.value.from === form.value.to ? { same: true } : null;

/** What the person wants to be told, by which ways, and when not. Each change is kept at once. */
@Component({
  selector: 'praan-notifications',
  imports: [Control, Field, PartFailure, ReactiveFormsModule, SearchChoice, Skeleton, TranslocoDirective],
  templateUrl: './notifications.html',
  styleUrl: './notifications.scss',
})
export class Notifications {
  private readonly api = inject(Api);
  private readonly toasts = inject(Toasts);
  private gone = false;
  private sending = Promise.resolve();
  private changes = 0;

  protected readonly told = resource({ loader: () => this.api.invoke(readNotifications) });
  protected readonly failure = computed(() => failureOf(this.told.error()));
  protected readonly choices = computed(() => (this.told.hasValue() ? this.told.value() : undefined));
  /** Push only where the server sends any. */
  protected readonly ways = computed<Way[]>(() => (this.choices()?.push_key ? ['email', 'push'] : ['email']));
  protected readonly kinds = Object.keys(SENT) as Kind[];
  protected readonly sent: Partial<Record<Kind, Way[]>> = SENT;
  protected readonly zones = timeZones().map((zone) => ({
    value: zone,
    label: zoneLabel(zone),
    also: `${zone} ${formerNames(zone)}`,
  }));
  /** A time is read when its field is left: half of one is a time too. */
  protected readonly hours = inject(NonNullableFormBuilder).group(
    {
      from: [NIGHT.from, { validators: Validators.required, updateOn: 'blur' }],
      to: [NIGHT.to, { validators: Validators.required, updateOn: 'blur' }],
      time_zone: [ownTimeZone(), Validators.required],
    },
    { validators: differ },
  );

  constructor() {
    effect(() => {
      const choices = this.choices();
      if (!choices?.quiet_hours) return;
      const { quiet_hours, time_zone } = choices;
      untracked(() => this.hours.setValue({ ...quiet_hours, time_zone }, { emitEvent: false }));
    });
    this.hours.valueChanges.pipe(takeUntilDestroyed()).subscribe(() => this.changeHours());
    inject(DestroyRef).onDestroy(() => (this.gone = true));
  }

  protected choose(kind: Kind, way: Way, event: Event): void {
    const choices = this.choices();
    if (!choices) return;
    const on = (event.target as HTMLInputElement).checked;
    const kinds = { ...choices.kinds, [kind]: { ...choices.kinds[kind], [way]: on } };
    this.save({ ...choices, kinds });
  }

  protected rest(event: Event): void {
    const choices = this.choices();
    if (!choices) return;
    const on = (event.target as HTMLInputElement).checked;
    this.save(
      on ? { ...choices, quiet_hours: NIGHT, time_zone: ownTimeZone() } : { ...choices, quiet_hours: null },
    );
  }

  private changeHours(): void {
    const choices = this.choices();
    const { from, to, time_zone } = this.hours.getRawValue();
    const quiet = choices?.quiet_hours;
    if (!quiet || this.hours.invalid) return;
    if (quiet.from === from && quiet.to === to && choices.time_zone === time_zone) return;
    this.save({ ...choices, quiet_hours: { from, to }, time_zone });
  }

  /** Shows it at once, and sends one after the other, so that the last choice stands. */
  private save(choices: ChoicesOut): void {
    this.told.set(choices);
    const { kinds, quiet_hours, time_zone } = choices;
    const change = ++this.changes;
    this.sending = this.sending.then(() => this.send({ kinds, quiet_hours, time_zone }, change));
  }

  private async send(body: Choices, change: number): Promise<void> {
    try {
      await this.api.invoke(setNotifications, { body });
      this.toasts.show('settings.saved');
    } catch (error) {
      this.toasts.show(...inWords(explain(error)));
      // Each says everything: one that is still to be sent sets right what failed before it.
      if (!this.gone && change === this.changes) this.told.reload();
    }
  }
}
