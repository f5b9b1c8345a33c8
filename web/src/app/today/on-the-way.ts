import { computed, inject, linkedSignal, Signal } from '@angular/core';
import { takeUntilDestroyed } from '@angular/core/rxjs-interop';

import { Entries } from '../core/diary';
import { todayIn } from '../core/day';
import { Delivery, Outgoing, Parcel } from '../core/outgoing';

/** A log that is written but not yet among the day's logs. */
export interface OnTheWay {
  parcel: Parcel;
  /** The server has it; its log is about to be here. */
  arrived: boolean;
}

export interface Place {
  memberId: number;
  timeZone: string;
  /** The member's day. */
  today: string;
}

/** What is on its way to the server and belongs to a member's day; refused things always do. */
export function onTheWay(
  place: Signal<Place>,
  entries: Signal<Entries | undefined>,
): Signal<readonly OnTheWay[]> {
  const outgoing = inject(Outgoing);
  const ofTheDay = ({ memberId, state, timestamp }: Parcel) =>
    memberId === place().memberId &&
    (state === 'refused' || todayIn(place().timeZone, new Date(timestamp)) === place().today);

  // What has arrived stays until its log is here, so that no card blinks.
  const arrived = linkedSignal<Entries | undefined, Delivery[]>({
    source: entries,
    computation: (now, before) => (before?.value ?? []).filter(({ logId }) => !has(now, logId)),
  });
  outgoing.delivered.pipe(takeUntilDestroyed()).subscribe((delivery) => {
    if (ofTheDay(delivery.parcel) && !has(entries(), delivery.logId)) {
      arrived.update((all) => [...all, delivery]);
    }
  });

  return computed(() => {
    const sent = outgoing.of(place().memberId).filter(ofTheDay);
    const here = new Set(entries()?.logs.map((log) => `${log.log_type} ${Date.parse(log.timestamp)}`));
    return (
      [
        ...sent.map((parcel) => ({ parcel, arrived: false })),
        ...arrived().map(({ parcel }) => ({ parcel, arrived: true })),
      ]
        // The server may show a log before its answer to the parcel is here.
        .filter(({ parcel }) => !here.has(`${parcel.logType} ${Date.parse(parcel.timestamp)}`))
        .sort((a, b) => Date.parse(b.parcel.timestamp) - Date.parse(a.parcel.timestamp))
    );
  });
}

function has(entries: Entries | undefined, logId: number): boolean {
  return entries?.logs.some((log) => log.id === logId) ?? false;
}
