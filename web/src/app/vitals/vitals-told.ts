import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  untracked,
} from '@angular/core';
import { MatButton } from '@angular/material/button';
import { RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberOut } from '../api/models';
import { Alerts } from '../core/alerts';
import { Rule, Side, sideOf } from '../core/bounds';
import { describe } from '../core/entry';
import { Figures } from '../core/figures';
import { FirstSteps } from '../core/first-steps';
import { Live } from '../core/live';
import { look } from '../core/look';
import { Outgoing, Parcel } from '../core/outgoing';
import { asLog } from '../core/outgoing-parcel';
import { Preferences } from '../core/preferences';
import { ReadingMark } from '../core/reading-mark';
import { Readings } from '../core/readings';
import { Icon } from '../ui/icon';

interface Urgent {
  rule: Rule;
  side: Side;
  /** The server's. */
  band?: string;
}

/** A reading that has been told: what it means once the server has it, and where an alert of it is. */
@Component({
  selector: 'praan-vitals-told',
  imports: [FirstSteps, Icon, MatButton, ReadingMark, RouterLink, TranslocoDirective],
  template: `
    <section *transloco="let t" class="card" aria-labelledby="told">
      @let entry = describe(log(), figures(), t);
      <h2 id="told" tabindex="-1">{{ t('vitals.told') }}</h2>
      <p class="what">
        <span>{{ entry.title }}</span>
        <strong>{{ entry.facts.join(' · ') }}</strong>
      </p>
      <div role="status">
        @if (refused()) {
          <p class="state"><praan-icon name="alert" />{{ t('outgoing.why_refused') }}</p>
        } @else if (judged.value(); as known) {
          @if (known.severity && known.band) {
            <praan-reading-mark [severity]="known.severity" [band]="known.band" />
          } @else {
            <p class="state"><praan-icon name="check" />{{ t('vitals.counted') }}</p>
          }
        } @else if (away() || judged.failure()) {
          <p class="state"><praan-icon name="outbox" />{{ t('vitals.kept') }}</p>
        } @else {
          <p class="state">{{ t('log.sending') }}…</p>
        }
      </div>
      <div class="crisis" role="alert">
        @if (urgent(); as found) {
          <praan-first-steps
            severity="URGENT"
            [rule]="found.rule"
            [side]="found.side"
            [band]="found.band"
            [member]="member()"
          />
        }
      </div>
      <div class="ways">
        <ng-content />
        <a mat-button [routerLink]="['/m', member().id, 'today']">{{ t('move.to_today') }}</a>
        <!-- Last: it comes a moment after the others, and must not move them from under a press. -->
        @if (alert()) {
          <a mat-flat-button routerLink="/inbox" [queryParams]="{ person: member().id }">
            <praan-icon matButtonIcon name="bell" />{{ t('vitals.to_alert') }}
          </a>
        }
      </div>
    </section>
  `,
  styleUrl: './vitals-told.scss',
})
export class VitalsTold {
  private readonly readings = inject(Readings);
  private readonly outgoing = inject(Outgoing);
  private readonly alerts = inject(Alerts);
  private readonly live = inject(Live);
  private readonly preferences = inject(Preferences);

  readonly parcel = input.required<Parcel>();
  /** The log that it has become, once the server has it. */
  readonly logId = input<number>();
  readonly member = input.required<MemberOut>();
  /** What was urgent about it as it was typed. */
  readonly crisis = input<Pick<Urgent, 'rule' | 'side'>>();

  protected readonly describe = describe;
  protected readonly figures = computed(() => new Figures(this.preferences.language()));
  protected readonly log = computed(() => asLog(this.parcel()));
  protected readonly judged = look(
    () => {
      const id = this.logId();
      return id === undefined ? undefined : { id };
    },
    ({ id }) => this.readings.judged(id),
  );
  protected readonly refused = computed(() =>
    this.outgoing.parcels().some(({ id, state }) => id === this.parcel().id && state === 'refused'),
  );
  /** It waits for the network, or for somebody's turn. */
  protected readonly away = computed(
    () => this.logId() === undefined && (this.outgoing.delayed() || this.live.state() === 'offline'),
  );
  protected readonly alert = computed(() => {
    const id = this.logId();
    if (id === undefined) return undefined;
    return this.alerts
      .running()
      ?.filter(({ log_id, reading, latest }) => [log_id, reading?.log_id, latest?.log_id].includes(id))
      .sort((one, other) => Number(other.severity === 'URGENT') - Number(one.severity === 'URGENT'))[0];
  });
  /** What is urgent about it: as the server found, which knows more, or as it was typed. */
  protected readonly urgent = computed<Urgent | undefined>(() => {
    const { severity, band } = this.judged.value() ?? {};
    if (severity !== 'URGENT' || !band) return this.crisis();
    return { rule: this.ruleOf(band), side: sideOf(band), band };
  });

  constructor() {
    const host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;
    afterNextRender(() => host.querySelector('h2')?.focus());
    effect(() => {
      const severity = this.judged.value()?.severity;
      // Its alert is there since the same moment; the live message of it may be under way, or lost.
      if (severity === 'WARN' || severity === 'URGENT') untracked(() => this.alerts.again());
    });
  }

  /** Which of its numbers has this band: the worse of a blood pressure and its pulse is said without its name. */
  private ruleOf(band: string): Rule {
    const kind = this.parcel().payload['kind'] as Rule;
    if (kind !== 'blood_pressure') return kind;
    const typed = this.crisis();
    if (typed?.side === sideOf(band)) return typed.rule;
    const alert = this.alert();
    if (alert?.severity === 'URGENT' && alert.rule !== 'stale') return alert.rule;
    return band === 'very_high' ? 'pulse' : kind;
  }
}
