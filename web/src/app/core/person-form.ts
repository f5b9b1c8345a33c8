import {
  Component,
  computed,
  DestroyRef,
  effect,
  ElementRef,
  inject,
  input,
  output,
  signal,
  untracked,
} from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberIn, MemberOut } from '../api/models';
import { Control, Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { Choice, SearchChoice } from '../ui/search-choice';
import { formerNames, isoDate, ownTimeZone, timeZones, zoneLabel, zoneOffset } from './calendar';
import { Family } from './family';
import { localeOf } from './figures';
import { markRefused, refuses } from './form-mistakes';
import { Preferences } from './preferences';
import { explain, Failure } from './problem';
import { Unsaved } from './unsaved';

type Relation = MemberIn['relation_type'];
type Sex = NonNullable<MemberIn['sex']>;
type Units = NonNullable<MemberIn['units']>;

const RELATIONS: Relation[] = ['SELF', 'PARENT', 'GRANDPARENT', 'SPOUSE', 'CHILD', 'SIBLING', 'OTHER'];
const SEXES: Sex[] = ['FEMALE', 'MALE', 'OTHER'];
const UNITS: Units[] = ['METRIC', 'IMPERIAL'];
const EARLIEST_BIRTH = '1900-01-01';

/** What is known of a person: a new one is added, one that is given is changed. */
@Component({
  selector: 'praan-person-form',
  imports: [Control, Field, MatButton, Notice, ReactiveFormsModule, SearchChoice, TranslocoDirective],
  templateUrl: './person-form.html',
  styleUrl: './person-form.scss',
})
export class PersonForm {
  private readonly family = inject(Family);
  private readonly language = inject(Preferences).language;
  private readonly unsaved = inject(Unsaved);
  private release?: () => void;
  private shown?: number;
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly member = input<MemberOut>();
  /** Keys of the words on the button, at rest and at work. */
  readonly action = input('add_person.submit');
  readonly acting = input('add_person.busy');
  readonly saved = output<MemberOut>();

  protected readonly relations = RELATIONS;
  protected readonly sexes = SEXES;
  protected readonly unitSystems = UNITS;
  protected readonly today = isoDate(new Date());
  protected readonly earliest = EARLIEST_BIRTH;
  protected readonly zones: Choice[] = timeZones().map((zone) => ({
    value: zone,
    label: zoneLabel(zone),
    also: `${zone} ${formerNames(zone)}`,
  }));
  protected readonly offset = computed(() => {
    const locale = localeOf(this.language());
    return (zone: string) => zoneOffset(zone, locale);
  });
  /** Once it is told, the API keeps it: it can be changed, not taken back. */
  protected readonly sexOptional = computed(() => !this.member()?.sex);

  readonly form = inject(NonNullableFormBuilder).group({
    name: ['', [Validators.required, Validators.pattern(/\S/), Validators.maxLength(120)]],
    relation_type: ['' as Relation | '', Validators.required],
    dob: [
      '',
      [
        Validators.required,
        ({ value }: { value: string }) =>
          !value || (value >= EARLIEST_BIRTH && value <= this.today) ? null : { impossible: true },
      ],
    ],
    time_zone: [ownTimeZone(), Validators.required],
    sex: ['' as Sex | ''],
    units: ['METRIC' as Units],
  });
  protected readonly busy = signal(false);
  protected readonly failure = signal<Failure | null>(null);

  constructor() {
    effect(() => {
      const member = this.member();
      // The same person, told anew by the server, is no reason to forget what is being typed.
      if (member && (member.id !== this.shown || !this.form.dirty)) untracked(() => this.show(member));
    });
    // What was typed and not yet sent is asked about before it is left.
    this.form.valueChanges.pipe(takeUntilDestroyed()).subscribe(() => {
      if (this.form.dirty) this.release ??= this.unsaved.hold();
      else this.letGo();
    });
    inject(DestroyRef).onDestroy(() => this.letGo());
  }

  protected async submit(): Promise<void> {
    if (this.busy() || refuses(this.form, this.host)) return;
    this.busy.set(true);
    this.failure.set(null);
    const { name, relation_type, sex, ...rest } = this.form.getRawValue();
    const person = {
      ...rest,
      name: name.trim(),
      relation_type: relation_type as Relation,
      sex: sex || null,
    };
    const member = this.member();
    try {
      const saved = await (member ? this.family.update(member.id, person) : this.family.add(person));
      this.form.markAsPristine();
      this.letGo();
      this.saved.emit(saved);
    } catch (error) {
      const failure = explain(error);
      if (!markRefused(this.form, failure, this.host)) this.failure.set(failure);
    } finally {
      this.busy.set(false);
    }
  }

  private letGo(): void {
    this.release?.();
    this.release = undefined;
  }

  private show(member: MemberOut): void {
    const { name, relation_type, dob, time_zone, sex, units } = member;
    this.shown = member.id;
    this.form.reset({ name, relation_type, dob, time_zone, sex: sex ?? '', units });
  }
}
