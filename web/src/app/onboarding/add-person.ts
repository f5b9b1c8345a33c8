import { Component, computed, ElementRef, inject, signal } from '@angular/core';
import { NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { Router } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { MemberIn } from '../api/models';
import { Family } from '../core/family';
import { markRefused, refuses } from '../core/form-mistakes';
import { explain, Failure } from '../core/problem';
import { Control, Field } from '../ui/field';
import { Notice } from '../ui/notice';
import { isoDate, ownTimeZone, timeZones } from './calendar';

type RelationType = MemberIn['relation_type'];

const RELATIONS: RelationType[] = ['SELF', 'PARENT', 'GRANDPARENT', 'SPOUSE', 'CHILD', 'SIBLING', 'OTHER'];
const EARLIEST_BIRTH = '1900-01-01';

/** Adds somebody to care for; the first one opens the app. */
@Component({
  selector: 'praan-add-person',
  imports: [Control, Field, MatButton, Notice, ReactiveFormsModule, TranslocoDirective],
  templateUrl: './add-person.html',
  styleUrl: './add-person.scss',
})
export class AddPerson {
  private readonly family = inject(Family);
  private readonly router = inject(Router);
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  protected readonly relations = RELATIONS;
  protected readonly zones = timeZones();
  protected readonly today = isoDate(new Date());
  protected readonly earliest = EARLIEST_BIRTH;
  protected readonly first = computed(() => this.family.members().length === 0);

  protected readonly form = inject(NonNullableFormBuilder).group({
    name: ['', [Validators.required, Validators.pattern(/\S/), Validators.maxLength(120)]],
    relation_type: ['' as RelationType | '', Validators.required],
    dob: [
      '',
      [
        Validators.required,
        ({ value }: { value: string }) =>
          !value || (value >= EARLIEST_BIRTH && value <= this.today) ? null : { impossible: true },
      ],
    ],
    time_zone: [ownTimeZone(), Validators.required],
  });
  protected readonly busy = signal(false);
  protected readonly failure = signal<Failure | null>(null);

  constructor() {
    // A failure to load shows itself when the form is sent; until then the form is of use.
    void this.family.load().catch(() => undefined);
  }

  protected async submit(): Promise<void> {
    if (this.busy() || refuses(this.form, this.host)) return;
    this.busy.set(true);
    this.failure.set(null);
    const { name, relation_type, dob, time_zone } = this.form.getRawValue();
    try {
      const member = await this.family.add({
        name: name.trim(),
        relation_type: relation_type as RelationType,
        dob,
        time_zone,
      });
      await this.router.navigate(['/m', member.id, 'today']);
    } catch (error) {
      const failure = explain(error);
      if (!markRefused(this.form, failure, this.host)) this.failure.set(failure);
    } finally {
      this.busy.set(false);
    }
  }
}
