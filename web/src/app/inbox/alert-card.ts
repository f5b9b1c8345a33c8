import {
  afterNextRender,
  Component,
  computed,
  ElementRef,
  inject,
  Injector,
  input,
  model,
  output,
  signal,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { MatMenu, MatMenuItem, MatMenuTrigger } from '@angular/material/menu';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { AlertOut, DeliveryOut, MemberOut, ReadingOut } from '../api/models';
import { Alerts } from '../core/alerts';
import { Bound, Rule, sideOf } from '../core/bounds';
import { shortDay } from '../core/day';
import { describe, Translate } from '../core/entry';
import { Figures } from '../core/figures';
import { FirstSteps } from '../core/first-steps';
import { look } from '../core/look';
import { asLog } from '../core/outgoing-parcel';
import { Preferences } from '../core/preferences';
import { explain, Failure } from '../core/problem';
import { ReadingMark } from '../core/reading-mark';
import { Readings } from '../core/readings';
import { Toasts } from '../core/toasts';
import { Avatar } from '../ui/avatar';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { TableTwin } from '../ui/table-twin';
import { boundWords, canonicalWords, enteredWords } from './alert-words';
import { SeenTo } from './seen-to';
import { Spark } from './spark';

type Rest = 30 | 60 | 120;
const RESTS: readonly Rest[] = [30, 60, 120];

/** One alert: whose, what was measured, what that means by which rule, what to do, and what was done. */
@Component({
  selector: 'praan-alert-card',
  imports: [
    Avatar,
    FirstSteps,
    Icon,
    MatButton,
    MatMenu,
    MatMenuItem,
    MatMenuTrigger,
    Notice,
    ReadingMark,
    RouterLink,
    SeenTo,
    Spark,
    TableTwin,
    TranslocoDirective,
  ],
  templateUrl: './alert-card.html',
  styleUrl: './alert-card.scss',
  host: { class: 'card', 'data-card': '', '[class.urgent]': 'alert().severity === "URGENT" && !over()' },
})
export class AlertCard {
  private readonly alerts = inject(Alerts);
  private readonly readings = inject(Readings);
  private readonly preferences = inject(Preferences);
  private readonly toasts = inject(Toasts);
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly alert = input.required<AlertOut>();
  readonly member = input<MemberOut>();
  /** What the person is judged by; empty while it is not known. */
  readonly bounds = input<readonly Bound[]>([]);
  /** Somebody writes a word about it: until that is done it stays where it is, whatever becomes of it. */
  readonly seeing = model(false);
  /** Something was done about it, after which it may stand elsewhere on the page. */
  readonly done = output();

  protected readonly enteredWords = enteredWords;
  protected readonly sideOf = sideOf;
  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly over = computed(() => this.alert().status === 'CLEARED');
  /** The rule of a reading; undefined where readings did not come. */
  protected readonly rule = computed(() => {
    const rule = this.alert().rule;
    return rule === 'stale' ? undefined : rule;
  });
  protected readonly writes = computed(() => {
    const role = this.member()?.role;
    return !this.over() && (role === 'OWNER' || role === 'MANAGER');
  });
  protected readonly zone = computed(() => this.member()?.time_zone);
  /** A later one than the worst. */
  protected readonly later = computed(() => {
    const { latest, reading } = this.alert();
    return latest && latest.log_id !== reading?.log_id ? latest : undefined;
  });
  protected readonly rests = computed(() => (this.alert().severity === 'URGENT' ? RESTS.slice(0, 1) : RESTS));

  /** Who has got a letter or a message of it; several by one person are one. */
  protected readonly told = computed(() => this.names('SENT'));
  protected readonly untold = computed(() => this.names('DEAD', 'SENT'));
  /** Nobody hears of it unless they look here. */
  protected readonly unheard = computed(() => {
    const { delivery } = this.alert();
    const missed = delivery.every(({ reason }) => reason === 'NO_ADDRESS' || reason === 'SWITCHED_OFF');
    return !this.over() && delivery.length > 0 && missed;
  });
  /** What got worse since somebody saw to it has been seen to by nobody. */
  protected readonly seen = computed(() => {
    const { acknowledged_at, escalated_at, status } = this.alert();
    const before = acknowledged_at && escalated_at && Date.parse(acknowledged_at) < Date.parse(escalated_at);
    return !before && (status === 'ACKNOWLEDGED' || status === 'CLEARED');
  });

  protected readonly trend = look(
    () => {
      const { member_id, latest, readings } = this.alert();
      const rule = this.rule();
      // What is over was seen; another reading is another line.
      return rule && !this.over() ? { member_id, rule, stamp: `${latest?.log_id}:${readings}` } : undefined;
    },
    ({ member_id, rule }) => this.readings.trend(member_id, rule),
  );

  protected readonly busy = signal(false);
  protected readonly refused = signal<Failure | undefined>(undefined);

  protected when(instant: string): string {
    return this.figures().asOf(new Date(instant), this.zone());
  }

  protected day(date: string): string {
    return shortDay(date, this.preferences.language());
  }

  protected minutes(count: number): string {
    return this.figures().unit(count, 'minute');
  }

  protected missing(t: Translate): string {
    return this.alert()
      .missing.map((kind) => t(`reading.${kind}`))
      .join(', ');
  }

  protected canonical(rule: Rule, t: Translate): string {
    const { reading } = this.alert();
    return reading ? canonicalWords(reading, rule, this.figures(), t) : '';
  }

  protected bound(t: Translate): string {
    return boundWords(this.alert(), this.bounds(), this.figures(), t);
  }

  /** The first and the last of the line, in words. */
  protected trendWords(readings: readonly ReadingOut[], t: Translate): string {
    const [first, last] = [readings[0], readings.at(-1)];
    return t('inbox.trend', {
      count: this.figures().number(readings.length),
      first: first && this.value(first, t),
      last: last && this.value(last, t),
    });
  }

  protected rows(readings: readonly ReadingOut[], t: Translate): string[][] {
    return [...readings]
      .reverse()
      .map((each) => [
        this.when(each.at),
        this.value(each, t),
        each.band ? t(`vitals.band.${each.band}`) : '',
      ]);
  }

  protected see(): void {
    this.refused.set(undefined);
    this.seeing.set(true);
  }

  protected leave(): void {
    this.seeing.set(false);
    afterNextRender(() => this.host.querySelector<HTMLElement>('.see')?.focus(), { injector: this.injector });
  }

  protected async acknowledge(note: string): Promise<void> {
    if (await this.act(() => this.alerts.acknowledge(this.alert().id, note || undefined))) {
      this.toasts.show('inbox.thanks');
    }
  }

  protected async rest(minutes: Rest): Promise<void> {
    if (await this.act(() => this.alerts.snooze(this.alert().id, minutes))) {
      this.toasts.show('inbox.rests', { time: this.minutes(minutes) });
    }
  }

  private async act(deed: () => Promise<void>): Promise<boolean> {
    if (this.busy()) return false;
    this.busy.set(true);
    this.refused.set(undefined);
    try {
      await deed();
      this.seeing.set(false);
      this.done.emit();
      return true;
    } catch (error) {
      this.refused.set(explain(error));
      // It may be over, or no longer the visitor's.
      this.alerts.again();
      return false;
    } finally {
      this.busy.set(false);
    }
  }

  /** Those for whom one of their deliveries is so, and none is as `unless`. */
  private names(status: DeliveryOut['status'], unless?: DeliveryOut['status']): string {
    const named = (wanted: DeliveryOut['status'] | undefined) =>
      this.alert()
        .delivery.filter((each) => each.status === wanted)
        .map(({ name }) => name);
    const others = new Set(named(unless));
    return [...new Set(named(status))].filter((name) => !others.has(name)).join(', ');
  }

  private value({ rule, value, value2, unit }: ReadingOut, t: Translate): string {
    const payload =
      value2 === null ? { kind: rule, value, unit } : { kind: rule, systolic: value, diastolic: value2 };
    return describe(asLog({ logType: 'VITALS', payload }), this.figures(), t).facts.join(' · ');
  }
}
