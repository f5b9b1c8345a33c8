import { Component, computed, inject, input, output } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective, TranslocoService } from '@jsverse/transloco';

import { DocumentOut } from '../api/models';
import { Preferences } from '../core/preferences';
import { Icon } from '../ui/icon';
import { factsOf, mayEndBetter, nameOf, reasonOf } from './facts';

/** One document: what it is, how it stands, and what may be done with it. */
@Component({
  selector: 'praan-document-card',
  imports: [Icon, MatButton, TranslocoDirective],
  templateUrl: './document-card.html',
  styleUrl: './document-card.scss',
  host: { class: 'card', 'data-card': '' },
})
export class DocumentCard {
  private readonly words = inject(TranslocoService);
  private readonly language = inject(Preferences).language;

  readonly document = input.required<DocumentOut>();
  readonly timeZone = input.required<string>();
  readonly mayWrite = input(false);
  readonly opened = output();
  readonly edited = output();
  /** With the name that was shown. */
  readonly removed = output<string>();
  readonly again = output();

  protected readonly name = computed(() => nameOf(this.document(), this.t));
  protected readonly facts = computed(() =>
    factsOf(this.document(), this.t, this.language(), this.timeZone()).join(' · '),
  );
  protected readonly reason = computed(() => {
    const { failure } = this.document();
    return failure ? reasonOf(failure, this.t) : '';
  });
  protected readonly mayTryAgain = computed(() => this.mayWrite() && mayEndBetter(this.document()));

  private readonly t = (key: string, params?: Record<string, unknown>): string => {
    this.language();
    return this.words.translate(key, params);
  };
}
