import { Component, computed, ElementRef, inject, input, OnInit, output } from '@angular/core';
import { AbstractControl, NonNullableFormBuilder, ReactiveFormsModule, Validators } from '@angular/forms';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { DocumentOut, DocumentPatch } from '../api/models';
import { refuses } from '../core/form-mistakes';
import { Control, Field } from '../ui/field';
import { Modal } from '../ui/modal';

const LONGEST = 120;
const EARLIEST = '1900-01-01';

/** What a document is called, and of which day it is. */
@Component({
  selector: 'praan-document-dialog',
  imports: [Control, Field, MatButton, Modal, ReactiveFormsModule, TranslocoDirective],
  template: `
    <praan-modal *transloco="let t" [heading]="t('documents.edit')" focus="input" (closed)="done.emit(null)">
      <form [formGroup]="form" (ngSubmit)="submit()" novalidate>
        <praan-field [label]="t('documents.name')" [errors]="{ any: t('documents.name_long') }">
          <input praanControl formControlName="title" autocomplete="off" />
        </praan-field>
        <praan-field [label]="t('documents.date')" [errors]="{ any: t('documents.date_invalid') }">
          <input praanControl type="date" formControlName="date" [max]="today()" autocomplete="off" />
        </praan-field>
        <div class="ways">
          <button mat-flat-button type="submit">{{ t('documents.save') }}</button>
          <button mat-button type="button" (click)="done.emit(null)">{{ t('documents.cancel') }}</button>
        </div>
      </form>
    </praan-modal>
  `,
  styles: `
    form {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--space-4);
    }
    .ways {
      display: flex;
      flex-wrap: wrap;
      gap: var(--space-3);
    }
  `,
})
export class DocumentDialog implements OnInit {
  private readonly host = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly document = input.required<DocumentOut>();
  /** The member's day (YYYY-MM-DD). */
  readonly today = input.required<string>();
  /** What to change; null = nothing. */
  readonly done = output<DocumentPatch | null>();

  protected readonly form = inject(NonNullableFormBuilder).group({
    title: ['', Validators.maxLength(LONGEST)],
    date: ['', (control: AbstractControl<string>) => this.misdated(control.value)],
  });
  private readonly before = computed(() => ({
    title: this.document().title ?? '',
    date: this.document().date ?? '',
  }));

  ngOnInit(): void {
    this.form.setValue(this.before());
  }

  protected submit(): void {
    if (refuses(this.form, this.host)) return;
    const { title, date } = this.form.getRawValue();
    const now = { title: title.trim(), date };
    const { title: called, date: dated } = this.before();
    const change: DocumentPatch = {
      ...(now.title !== called && { title: now.title || null }),
      ...(now.date !== dated && { date: now.date || null }),
    };
    this.done.emit(Object.keys(change).length ? change : null);
  }

  private misdated(day: string): { range: true } | null {
    return !day || (day >= EARLIEST && day <= this.today()) ? null : { range: true };
  }
}
