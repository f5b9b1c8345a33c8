import { Component, computed, input, linkedSignal } from '@angular/core';

import { named, scaleOf } from './scale';

export type Tone = 'good' | 'quiet' | 'food' | 'info' | 'warn' | 'urgent';

/** From one figure to another: a bar, or behind dots what they are the mean of. */
export interface Span {
  from: number;
  to: number;
  tone: Tone;
  /** Not certain yet. */
  estimate?: boolean;
}

export interface Dot {
  at: number;
  tone: Tone;
}

/** Where a day should land; an end that is missing is open. */
export interface Goal {
  min?: number;
  max?: number;
}

/** What is drawn of one day. Without spans and dots there is a gap, which is never bridged. */
export interface Column {
  spans?: readonly Span[];
  /** Those at the same place of neighbouring days are joined by a line. */
  dots?: readonly Dot[];
  goal?: Goal;
  /** All of it in words. */
  words: string;
  /** Its name below the chart, in few letters. */
  label: string;
}

/** A figure that means something on every day. */
export interface Bound {
  at: number;
  tone: Tone;
}

interface Line {
  key: string;
  x1: string;
  x2: string;
  y1: number;
  y2: number;
}

/** Air above the highest and below the lowest figure, so that no mark is cut. */
const AIR = 8;
const LABELS = 26;
/** So many dates are named, every other one of them where there is little room; of a week each day, in short. */
const MOST_LABELS = 5;
const WEEK = 7;
/** From so many days on marks are small. */
const DENSE = 45;

const SHAPES: Record<'round' | 'pointed', string> = {
  round: 'M-4 0a4 4 0 1 0 8 0a4 4 0 1 0-8 0z',
  pointed: 'M0-6 6 0 0 6-6 0z',
};

/**
 * Days from left to right. It is one stop of the keyboard: arrow keys go from day to day, as on any slider, and the day
 * that is chosen is told below and read out. `bare` leaves nothing but the drawing, which then says nothing by itself.
 *
 * Places across are shares of the width, so that it needs no measuring, prints, and fits wherever it stands.
 */
@Component({
  selector: 'praan-day-chart',
  templateUrl: './day-chart.html',
  styleUrl: './day-chart.scss',
  host: { '[style.--columns]': 'count()' },
})
export class DayChart {
  readonly columns = input.required<readonly Column[]>();
  /** What it shows, for who does not see it. */
  readonly name = input('');
  /** Writes a figure at the side. */
  readonly tick = input<(value: number) => string>(String);
  /** Figures that it holds whatever was told. */
  readonly least = input<number>();
  readonly most = input<number>();
  readonly bounds = input<readonly Bound[]>([]);
  /** The figures that are fine, as a ground behind all days. */
  readonly zone = input<Goal>();
  readonly height = input(180);
  readonly bare = input(false);

  protected readonly count = computed(() => this.columns().length);
  protected readonly dense = computed(() => this.count() >= DENSE);
  /** The day that is told: the last with something to tell, until another is chosen. */
  protected readonly chosen = linkedSignal<readonly Column[], number>({
    source: this.columns,
    computation: (columns, before) => {
      const same = before && before.source.length === columns.length ? before.value : undefined;
      const last = columns.map(shows).lastIndexOf(true);
      return same ?? (last < 0 ? columns.length - 1 : last);
    },
  });
  protected readonly told = computed(() => this.columns()[this.chosen()]);

  protected readonly scale = computed(() => {
    const figures = this.columns().flatMap(({ spans = [], dots = [], goal }) => [
      ...spans.flatMap(({ from, to }) => [from, to]),
      ...dots.map(({ at }) => at),
      ...(goal ? [goal.min, goal.max].filter((each) => each !== undefined) : []),
    ]);
    for (const each of [this.least(), this.most()]) if (each !== undefined) figures.push(each);
    return figures.length ? scaleOf(Math.min(...figures), Math.max(...figures)) : scaleOf(0, 1);
  });

  protected readonly ticks = computed(() =>
    this.scale().ticks.map((value) => ({ value, y: this.y(value), words: this.tick()(value) })),
  );
  protected readonly labels = computed(() => {
    const columns = this.columns();
    const places = named(columns.length, columns.length === WEEK ? WEEK : MOST_LABELS);
    const ends = columns.length > WEEK;
    return places.map((place, number) => ({
      place,
      between: ends && number % 2 === 1,
      words: columns[place]?.label ?? '',
      x: ends && place === 0 ? '0%' : ends && place === columns.length - 1 ? '100%' : this.middle(place),
      anchor: !ends ? 'middle' : place === 0 ? 'start' : place === columns.length - 1 ? 'end' : 'middle',
    }));
  });

  /** Days with the same goal in one piece, so that its edge is a line. */
  protected readonly goals = computed(() => {
    const { low, high } = this.scale();
    const columns = this.columns();
    const same = (one?: Goal, other?: Goal) => one?.min === other?.min && one?.max === other?.max;
    const starts = columns.flatMap(({ goal }, place) =>
      place === 0 || !same(goal, columns[place - 1]?.goal) ? [place] : [],
    );
    return starts.flatMap((place, number) => {
      const { min, max } = columns[place]?.goal ?? {};
      if (min === undefined && max === undefined) return [];
      const days = (starts[number + 1] ?? columns.length) - place;
      const [top, bottom] = [this.y(max ?? high), this.y(min ?? low)];
      const edges = [min, max].filter((each) => each !== undefined).map((each) => this.y(each));
      return [{ place, x: this.left(place), width: this.share(days), y: top, height: bottom - top, edges }];
    });
  });
  protected readonly ground = computed(() => {
    const zone = this.zone();
    if (!zone || (zone.min === undefined && zone.max === undefined)) return undefined;
    const { low, high } = this.scale();
    const hold = (value: number) => Math.min(high, Math.max(low, value));
    const [top, bottom] = [this.y(hold(zone.max ?? high)), this.y(hold(zone.min ?? low))];
    return { y: top, height: bottom - top };
  });
  protected readonly lines = computed(() => {
    const { low, high } = this.scale();
    return this.bounds()
      .filter(({ at }) => at > low && at < high)
      .map(({ at, tone }) => ({ at, tone, y: this.y(at) }));
  });

  protected readonly bars = computed(() =>
    this.columns().flatMap(({ spans = [], dots }, place) =>
      (dots ? [] : spans).map(({ from, to, tone, estimate }, number) => {
        const [top, bottom] = [this.y(Math.max(from, to)), this.y(Math.min(from, to))];
        return {
          key: `${place}-${number}`,
          x: this.left(place + 0.19),
          width: this.share(0.62),
          y: Math.min(top, bottom - 2),
          height: Math.max(2, bottom - top),
          tone,
          estimate,
        };
      }),
    ),
  );
  protected readonly spreads = computed(() =>
    this.columns().flatMap(({ spans = [], dots }, place) =>
      (dots ? spans : [])
        .filter(({ from, to }) => from !== to)
        .map(({ from, to, tone }, number) => ({
          key: `${place}-${number}`,
          x: this.middle(place),
          y1: this.y(from),
          y2: this.y(to),
          tone,
        })),
    ),
  );
  protected readonly marks = computed(() =>
    this.columns().flatMap(({ dots = [] }, place) =>
      dots.map(({ at, tone }, number) => ({
        key: `${place}-${number}`,
        x: this.middle(place),
        y: this.y(at),
        tone,
        shape: tone === 'warn' || tone === 'urgent' ? SHAPES.pointed : SHAPES.round,
      })),
    ),
  );
  /** From a day to the very next one, and never over a day without anything. */
  protected readonly joints = computed(() => {
    const columns = this.columns();
    return columns.flatMap(({ dots = [] }, place): Line[] => {
      const next = columns[place + 1]?.dots ?? [];
      return dots.slice(0, next.length).map(({ at }, number) => ({
        key: `${place}-${number}`,
        x1: this.middle(place),
        x2: this.middle(place + 1),
        y1: this.y(at),
        y2: this.y(next[number]?.at ?? at),
      }));
    });
  });
  protected readonly cursor = computed(() => ({ x: this.left(this.chosen()), width: this.share(1) }));
  protected readonly whole = computed(() => this.height() + (this.bare() ? 0 : LABELS));

  protected choose(event: Event): void {
    this.chosen.set(Number((event.target as HTMLInputElement).value));
  }

  /** A mouse need not press to ask. */
  protected point({ offsetX, target, pointerType }: PointerEvent): void {
    const { width } = (target as HTMLElement).getBoundingClientRect();
    if (pointerType !== 'mouse' || width <= 0) return;
    // The slider reaches from the middle of the first column to that of the last.
    const place = Math.round((offsetX / width) * (this.count() - 1));
    this.chosen.set(Math.min(this.count() - 1, Math.max(0, place)));
  }

  private y(value: number): number {
    const { low, high } = this.scale();
    const room = this.height() - 2 * AIR;
    return Number((AIR + (1 - (value - low) / (high - low)) * room).toFixed(2));
  }

  private share(columns: number): string {
    return `${((columns / this.count()) * 100).toFixed(3)}%`;
  }

  private left(place: number): string {
    return this.share(place);
  }

  private middle(place: number): string {
    return this.share(place + 0.5);
  }
}

function shows({ spans, dots }: Column): boolean {
  return Boolean(spans?.length || dots?.length);
}
