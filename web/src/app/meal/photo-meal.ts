import { Component, DestroyRef, inject, input, OnInit, output, signal, viewChild } from '@angular/core';
import { MatButton } from '@angular/material/button';
import { TranslocoDirective } from '@jsverse/transloco';

import { MealDetails } from '../core/meal-details';
import { Place } from '../core/place';
import { holdWhile } from '../core/unsaved';
import { FileSource } from '../ui/file-source';
import { Icon } from '../ui/icon';
import { Notice } from '../ui/notice';
import { Chosen } from './chosen';
import type { Told } from './log-meal';
import { Mistake, NoPicture, Picture, prepare } from './picture';

/** A meal told by its photo. */
@Component({
  selector: 'praan-photo-meal',
  imports: [FileSource, Icon, MatButton, MealDetails, Notice, TranslocoDirective],
  templateUrl: './photo-meal.html',
  styleUrl: './photo-meal.scss',
})
export class PhotoMeal implements OnInit {
  private readonly chosen = inject(Chosen);
  private readonly details = viewChild(MealDetails);

  readonly place = input.required<Place>();
  readonly busy = input(false);
  readonly told = output<Told>();

  protected readonly picture = signal<Picture | null>(null);
  protected readonly mistake = signal<Mistake | null>(null);
  protected readonly preparing = signal(false);
  /** Which of several quickly chosen files is the latest. */
  private turn = 0;

  constructor() {
    holdWhile(() => this.picture() !== null);
    inject(DestroyRef).onDestroy(() => {
      this.turn++;
      this.drop();
    });
  }

  ngOnInit(): void {
    const file = this.chosen.take();
    if (file) void this.open(file);
  }

  /** Takes a file as the photo; one that is none leaves the last one where it is. */
  async open(file: File): Promise<void> {
    const turn = ++this.turn;
    this.mistake.set(null);
    this.preparing.set(true);
    try {
      const picture = await prepare(file);
      if (turn !== this.turn) return release(picture);
      this.drop();
      this.picture.set(picture);
    } catch (error) {
      if (turn === this.turn) this.mistake.set(error instanceof NoPicture ? error.mistake : 'broken');
    } finally {
      if (turn === this.turn) this.preparing.set(false);
    }
  }

  protected submit(event: Event): void {
    event.preventDefault();
    const picture = this.picture();
    const said = this.details()?.said();
    if (!picture || !said || this.preparing()) return;
    const { meal, note, timestamp } = said;
    this.told.emit({ payload: { meal, ...(note && { note }) }, timestamp, photo: picture.photo });
  }

  private drop(): void {
    const picture = this.picture();
    if (picture) release(picture);
  }
}

function release({ preview }: Picture): void {
  if (preview) URL.revokeObjectURL(preview);
}
