import { Component, computed, inject, input, linkedSignal } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { Router, RouterLink } from '@angular/router';
import { TranslocoDirective } from '@jsverse/transloco';

import { ProgramOut } from '../api/models';
import { shortDay } from '../core/day';
import { Preferences } from '../core/preferences';
import { Icon, IconName } from '../ui/icon';
import { Question } from './question';

interface Kind {
  name: 'all' | 'NUTRITION' | 'WORKOUT' | 'VITALS' | 'photos';
  icon: IconName;
}

const KINDS: readonly Kind[] = [
  { name: 'all', icon: 'timeline' },
  { name: 'NUTRITION', icon: 'meal' },
  { name: 'WORKOUT', icon: 'move' },
  { name: 'VITALS', icon: 'heart' },
  { name: 'photos', icon: 'grid' },
];

/** What of the timeline is shown. Each choice is a change of the URL, and nothing else. */
@Component({
  selector: 'praan-timeline-filters',
  imports: [Icon, MatButton, RouterLink, TranslocoDirective],
  templateUrl: './filters.html',
  styleUrl: './filters.scss',
})
export class Filters {
  private readonly router = inject(Router);
  private readonly preferences = inject(Preferences);

  readonly programs = input.required<readonly ProgramOut[]>();
  readonly program = input.required<ProgramOut>();
  readonly question = input.required<Question>();

  protected readonly kinds = KINDS;
  protected readonly kind = computed(() =>
    this.question().photos ? 'photos' : (this.question().type ?? 'all'),
  );
  protected readonly dated = computed(() => !!(this.question().from ?? this.question().to));
  /** Opened by hand, or because days are chosen. */
  protected readonly open = linkedSignal(() => this.dated());

  protected paramsOf(name: Kind['name']): Record<string, string | null> {
    const type = name === 'all' || name === 'photos' ? null : name;
    return { type, view: name === 'photos' ? 'photos' : null };
  }

  protected day(date: string): string {
    return shortDay(date, this.preferences.language());
  }

  protected take(which: 'from' | 'to', event: Event): void {
    const field = event.target as HTMLInputElement;
    // A date that is half typed, or that the program does not know, changes nothing yet.
    if (field.validity.valid) this.go({ [which]: field.value || null });
  }

  protected clear(): void {
    this.go({ from: null, to: null });
  }

  protected switch(event: Event): void {
    this.go({ program: (event.target as HTMLSelectElement).value, from: null, to: null });
  }

  private go(queryParams: Record<string, string | null>): void {
    void this.router.navigate([], { queryParams, queryParamsHandling: 'merge' });
  }
}
