import {
  afterNextRender,
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  Injector,
  input,
  linkedSignal,
  numberAttribute,
  resource,
  signal,
  untracked,
  viewChild,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { FormControl, ReactiveFormsModule } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ago } from '../core/ago';
import { judge, worstOf } from '../core/bounds';
import { EmergencyCall } from '../core/emergency-call';
import { describe, Translate } from '../core/entry';
import { Figures, localeOf } from '../core/figures';
import { FirstSteps } from '../core/first-steps';
import { Minutes } from '../core/minutes';
import { asLog } from '../core/outgoing-parcel';
import { Outgoing, Parcel } from '../core/outgoing';
import { PageFailure } from '../core/page-failure';
import { placeOf } from '../core/place';
import { Preferences } from '../core/preferences';
import { explain, Failure } from '../core/problem';
import { publishedFor, Readings } from '../core/readings';
import { holdWhile } from '../core/unsaved';
import { VitalsForm } from '../core/vitals-form';
import { WhenField } from '../core/when-field';
import { BreakfastScene } from '../ui/breakfast-scene';
import { Choice } from '../ui/choice';
import { EmptyState } from '../ui/empty-state';
import { Control, Field } from '../ui/field';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Skeleton } from '../ui/skeleton';
import { Doubt, doubtOf, otherUnit } from './doubts';
import { CONTEXTS, ICONS, Kind, KINDS, latestOf, unitsOf, unitWord, usualUnit } from './kinds';
import { VitalsTold } from './vitals-told';

type Payload = Record<string, unknown>;

/** So long a number has to stand before it is judged: somebody may be in the middle of it. */
const SETTLES_MS = 500;
/** Here the beginning of an everyday number is an urgent one: 10 on the way to 104. */
const SLOWLY_MS = 1500;
const SLOWLY: readonly Kind[] = ['glucose', 'temperature'];

/** Tells a reading; one that is urgent says at once what to do, before anything is sent. */
@Component({
  selector: 'praan-log-vitals',
  imports: [
    BreakfastScene,
    Choice,
    Control,
    EmergencyCall,
    EmptyState,
    Field,
    FirstSteps,
    Icon,
    MatButton,
    Notice,
    PageFailure,
    ReactiveFormsModule,
    RouterLink,
    Skeleton,
    TranslocoDirective,
    VitalsForm,
    VitalsTold,
    WhenField,
  ],
  templateUrl: './log-vitals.html',
  styleUrl: './log-vitals.scss',
  host: { '(change)': 'settle()' },
})
export class LogVitals {
  private readonly readings = inject(Readings);
  private readonly outgoing = inject(Outgoing);
  private readonly preferences = inject(Preferences);
  private readonly minutes = inject(Minutes);
  private readonly injector = inject(Injector);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly memberId = input.required({ transform: numberAttribute });

  private readonly form = viewChild(VitalsForm);
  private readonly when = viewChild(WhenField);

  private readonly places = placeOf(this.memberId);
  protected readonly member = this.places.member;
  protected readonly program = computed(() => this.places.ready()?.program);
  protected readonly heading = computed(() => {
    const member = this.member();
    if (!member) return 'vitals.title';
    return member.relation_type === 'SELF' ? 'vitals.heading_self' : 'vitals.heading';
  });
  protected readonly failure = computed<Failure | undefined>(() => {
    const mayNot = this.places.hindrance() === 'only_reading';
    return mayNot ? { cause: 'forbidden', fields: [] } : this.places.failure();
  });

  /** What was measured before is a convenience: the page is of use without it. */
  private readonly before = resource({
    params: () => this.program()?.id,
    loader: ({ params: programId }) => this.readings.latest(programId).catch(() => []),
  });
  private readonly latest = computed(() => latestOf(this.before.value() ?? []));
  private readonly told = resource({
    params: () => this.program() && this.memberId(),
    loader: ({ params: memberId }) => this.readings.bounds(memberId),
  });
  /** The member's own bounds, which are kept nowhere; until they are known, the published ones. */
  private readonly bounds = computed(() => {
    const member = this.member();
    if (this.told.hasValue()) return this.told.value();
    return member ? publishedFor(member) : [];
  });

  protected readonly kinds = KINDS;
  protected readonly icons = ICONS;
  protected readonly contexts = CONTEXTS;
  protected readonly unitWord = unitWord;
  protected readonly kind = signal<Kind>(kindAskedFor(inject(Router)) ?? 'blood_pressure');
  private readonly chosenUnits = signal<Partial<Record<Kind, string>>>({});
  protected readonly unit = computed(() => {
    const member = this.member();
    const [kind, last] = [this.kind(), this.latest()[this.kind()]?.payload];
    return this.chosenUnits()[kind] ?? (member && usualUnit(kind, member, last));
  });
  protected readonly units = computed(() =>
    unitsOf(this.kind())?.map((unit) => ({ value: unit, word: unitWord(unit) })),
  );
  /** Numbers that stay when only their unit changes. */
  private readonly numbers = signal<Payload>({});
  protected readonly start = computed<Payload>(() => {
    const [kind, unit] = [this.kind(), this.unit()];
    return { kind, ...(unit !== undefined && { unit }), ...this.numbers() };
  });
  protected readonly context = new FormControl('', { nonNullable: true });

  private readonly typed = computed(() => this.form()?.told() ?? {});
  private readonly hasNumbers = computed(() =>
    Object.values(this.typed()).some((each) => typeof each === 'number'),
  );
  /** What stands there for long enough, or has been left. */
  protected readonly settled = linkedSignal<Kind, Payload>({
    source: this.kind,
    computation: () => ({}),
  });
  protected readonly crisis = computed(() => {
    const worst = worstOf(judge(this.settled(), this.bounds()));
    return worst?.severity === 'URGENT' && worst.side ? { rule: worst.rule, side: worst.side } : undefined;
  });
  /** What somebody has said to be right as it stands. */
  private readonly certain = signal<string | undefined>(undefined);
  /**
   * The unit in which an urgent number would be an everyday one: before that is answered, what to do may be the
   * opposite of what helps.
   */
  protected readonly unsure = computed(() => {
    const settled = this.settled();
    if (!this.crisis() || this.certain() === JSON.stringify(settled)) return undefined;
    return doubtOf(settled)?.unit;
  });
  /** The unit in which the number would be possible. */
  protected readonly meant = computed(() => otherUnit(this.settled()));

  private readonly asked = signal<{ of: string; doubt: Doubt; payload: Payload } | undefined>(undefined);
  /** A question is about what was sent: another number is another reading. */
  protected readonly doubt = computed(() => {
    const asked = this.asked();
    const now = this.typed();
    return asked && sameNumbers(asked.payload, now) ? asked : undefined;
  });

  protected readonly busy = signal(false);
  protected readonly notSent = signal<Failure | null>(null);
  protected readonly parcel = signal<Parcel | undefined>(undefined);
  private readonly arrived = signal<Readonly<Record<string, number>>>({});
  protected readonly logId = computed(() => this.arrived()[this.parcel()?.id ?? '']);
  private readonly figures = computed(() => new Figures(this.preferences.language()));

  constructor() {
    holdWhile(() => !this.parcel() && (this.hasNumbers() || this.when()?.dirty() === true));
    this.outgoing.delivered.pipe(takeUntilDestroyed()).subscribe(({ parcel, logId }) => {
      this.arrived.update((all) => ({ ...all, [parcel.id]: logId }));
    });
    effect((onCleanup) => {
      // Afterwards what was urgent stays so.
      if (!this.form() || this.parcel()) return;
      this.typed();
      const wait = SLOWLY.includes(this.kind()) ? SLOWLY_MS : SETTLES_MS;
      const timer = setTimeout(() => this.settle(), wait);
      onCleanup(() => clearTimeout(timer));
    });
    effect(() => {
      // Who has begun to type goes on in the unit that they see.
      const unit = this.unit();
      if (unit === undefined || !this.hasNumbers()) return;
      const kind = untracked(this.kind);
      if (untracked(this.chosenUnits)[kind] === undefined) this.keepUnit(unit);
    });
  }

  protected reload(): void {
    this.places.again();
  }

  /** A number that was left is meant. */
  protected settle(): void {
    const typed = this.typed();
    if (typed['kind'] === this.kind()) this.settled.set(typed);
    if (this.told.status() === 'error') this.told.reload();
  }

  /** The number is meant in this unit; once it was to be sent, that goes on. */
  protected async confirm(): Promise<void> {
    this.certain.set(JSON.stringify(this.settled()));
    if (this.doubt()) await this.submit();
    else this.form()?.focus();
  }

  protected choose(kind: Kind): void {
    this.numbers.set({});
    this.context.reset();
    this.kind.set(kind);
  }

  protected chooseUnit(unit: string): void {
    const { value } = this.typed();
    this.numbers.set(typeof value === 'number' ? { value } : {});
    this.keepUnit(unit);
    afterNextRender(() => this.settle(), { injector: this.injector });
  }

  /** The last reading of the kind, such as "126/81 mmHg, yesterday". */
  protected last(t: Translate): string | undefined {
    const log = this.latest()[this.kind()];
    if (!log) return undefined;
    const what = describe(log, this.figures(), t).facts.join(' · ');
    const when = ago(log.timestamp, this.minutes.now(), localeOf(this.preferences.language()));
    return t('vitals.last', { what, when });
  }

  /** What a doubt is about, in words. */
  protected words(payload: Payload, t: Translate, unit?: string): string {
    const told = unit === undefined ? payload : { ...payload, unit };
    const log = asLog({ logType: 'VITALS', payload: told });
    return describe(log, this.figures(), t).facts.join(' · ');
  }

  protected lastWords(t: Translate): string {
    const payload = this.latest()[this.kind()]?.payload;
    return payload ? this.words(payload, t) : '';
  }

  protected change(): void {
    this.asked.set(undefined);
    this.form()?.focus();
  }

  protected takeUnit(unit: string): void {
    this.asked.set(undefined);
    this.chooseUnit(unit);
    afterNextRender(() => this.form()?.focus(), { injector: this.injector });
  }

  protected async submit(event?: Event): Promise<void> {
    event?.preventDefault();
    this.settle();
    const place = this.places.ready();
    const numbers = this.form()?.read();
    const timestamp = numbers && this.when()?.read();
    if (!place || !numbers || !timestamp || this.busy()) return;
    const payload = {
      ...numbers,
      ...(this.kind() === 'glucose' && this.context.value && { context: this.context.value }),
    };
    if (this.asks(numbers)) return;
    this.busy.set(true);
    this.notSent.set(null);
    try {
      const draft = {
        memberId: place.member.id,
        programId: place.program.id,
        logType: 'VITALS' as const,
        payload,
        timestamp,
      };
      this.parcel.set(await this.outgoing.send(draft));
    } catch (error) {
      this.notSent.set(explain(error));
    } finally {
      this.busy.set(false);
    }
  }

  /** Begins anew, with the kind and its unit as they were. */
  protected another(): void {
    this.numbers.set({});
    this.context.reset();
    this.asked.set(undefined);
    this.settled.set({});
    this.parcel.set(undefined);
    this.before.reload();
    afterNextRender(() => this.form()?.focus(), { injector: this.injector });
  }

  /** Asks once about what hardly can be; who sends it again means it. */
  private asks(payload: Payload): boolean {
    const of = JSON.stringify(payload);
    const doubt = doubtOf(payload, this.latest()[this.kind()]?.payload);
    if (!doubt || [this.asked()?.of, this.certain()].includes(of)) return false;
    this.asked.set({ of, doubt, payload });
    afterNextRender(() => this.host.querySelector<HTMLElement>('.doubt button')?.focus(), {
      injector: this.injector,
    });
    return true;
  }

  private keepUnit(unit: string): void {
    this.chosenUnits.update((all) => ({ ...all, [this.kind()]: unit }));
  }
}

/** The kind that a link asks for: with the navigation only, neither in the address nor in the history. */
function kindAskedFor(router: Router): Kind | undefined {
  const info = router.currentNavigation()?.extras.info;
  return KINDS.find((kind) => kind === info);
}

function sameNumbers(one: Payload, other: Payload): boolean {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...keys].every((key) => one[key] === other[key]);
}
