import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { Subject } from 'rxjs';

import { LogOut } from '../api/models';
import { Entries } from '../core/diary';
import { Delivery, Outgoing, Parcel } from '../core/outgoing';
import { onTheWay } from './on-the-way';

function parcel(some: Partial<Parcel>): Parcel {
  return {
    id: 'a',
    memberId: 3,
    programId: 7,
    logType: 'NUTRITION',
    payload: {},
    timestamp: '2026-11-22T08:00:00.000Z',
    state: 'waiting',
    progress: 0,
    ...some,
  };
}

describe('what is on its way', () => {
  const delivered = new Subject<Delivery>();
  const parcels = signal<Parcel[]>([]);
  const entries = signal<Entries | undefined>({ logs: [], cut: false });
  let ids: () => string[];

  beforeEach(() => {
    parcels.set([]);
    entries.set({ logs: [], cut: false });
    const of = (memberId: number) => parcels().filter((each) => each.memberId === memberId);
    TestBed.configureTestingModule({ providers: [{ provide: Outgoing, useValue: { of, delivered } }] });
    const place = signal({ memberId: 3, timeZone: 'Asia/Kolkata', today: '2026-11-22' });
    const found = TestBed.runInInjectionContext(() => onTheWay(place, entries));
    ids = () => found().map((each) => `${each.parcel.id}${each.arrived ? ' arrived' : ''}`);
  });

  it('is what the member has written today, the latest first, and whatever was refused', () => {
    parcels.set([
      parcel({}),
      parcel({ id: 'later', timestamp: '2026-11-22T09:00:00.000Z' }),
      parcel({ id: 'tomorrow', timestamp: '2026-11-22T18:30:00.000Z' }),
      parcel({ id: 'old', timestamp: '2026-11-20T08:00:00.000Z', state: 'refused' }),
      parcel({ id: 'other', memberId: 4 }),
    ]);

    expect(ids()).toEqual(['later', 'a', 'old']);
  });

  it('stays until its log is among the day’s', () => {
    parcels.set([parcel({})]);
    expect(ids()).toEqual(['a']);

    parcels.set([]);
    delivered.next({ parcel: parcel({}), logId: 5, status: 'PROCESSING' });
    expect(ids()).toEqual(['a arrived']);

    entries.set({ logs: [{ id: 4 } as LogOut], cut: false });
    expect(ids()).toEqual(['a arrived']);
    entries.set({ logs: [{ id: 5 } as LogOut], cut: false });
    expect(ids()).toEqual([]);
  });

  it('is not shown twice when its log is known before its answer', () => {
    const log = { id: 5, log_type: 'NUTRITION', timestamp: '2026-11-22T13:30:00+05:30' } as LogOut;
    parcels.set([parcel({ state: 'sending' })]);
    entries.set({ logs: [log], cut: false });

    expect(ids()).toEqual([]);
  });
});
