import {
  Component,
  computed,
  effect,
  ElementRef,
  inject,
  input,
  OnDestroy,
  OnInit,
  output,
  untracked,
} from '@angular/core';

import { LogCard } from '../core/log-card';
import { Near } from './near';
import { Piece } from './pages';
import { PhotoTile } from './photo-tile';

const CARD_PX = 96;
const TILE_ROW_PX = 160;
const TILES_A_ROW = 4;

/** A piece of a day's logs: its cards or photos while it is near, else the room they take. */
@Component({
  selector: 'praan-day-piece',
  imports: [LogCard, PhotoTile],
  template: `
    @if (piece().near()) {
      <ul [class]="photos() ? 'tiles' : 'cards'">
        @for (log of piece().logs(); track log.id) {
          <li [attr.data-log]="log.id">
            @if (photos()) {
              <praan-photo-tile [log]="log" [timeZone]="timeZone()" />
            } @else {
              <praan-log-card [log]="log" [timeZone]="timeZone()" />
            }
          </li>
        }
      </ul>
    }
  `,
  host: { '[style.height.px]': 'piece().near() ? null : room()' },
  styleUrl: './day-piece.scss',
})
export class DayPiece implements OnInit, OnDestroy {
  private readonly near = inject(Near);
  private readonly element = inject<ElementRef<HTMLElement>>(ElementRef).nativeElement;

  readonly piece = input.required<Piece>();
  readonly timeZone = input.required<string>();
  readonly photos = input(false);
  /** Somebody comes to it. */
  readonly come = output<Piece>();

  private unwatch?: () => void;
  protected readonly room = computed(() => {
    const { length } = this.piece().logs();
    const guess = this.photos() ? Math.ceil(length / TILES_A_ROW) * TILE_ROW_PX : length * CARD_PX;
    return this.piece().height() ?? guess;
  });

  constructor() {
    effect(() => {
      if (this.piece().near()) untracked(() => this.come.emit(this.piece()));
    });
  }

  ngOnInit(): void {
    this.unwatch = this.near.watch(this.element, this.piece());
  }

  ngOnDestroy(): void {
    this.unwatch?.();
  }
}
