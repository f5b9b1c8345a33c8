import { signal } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { Ask } from './ask';
import { Outgoing, Parcel } from './outgoing';
import { OutgoingBadge } from './outgoing-badge';
import { Farewell } from './outgoing-farewell';
import { Preferences } from './preferences';

const parcel = (id: string, state: Parcel['state'] = 'waiting') => ({ id, state }) as Parcel;

describe('what waits', () => {
  const parcels = signal<readonly Parcel[]>([]);
  const delayed = signal(false);
  const kept = signal(true);
  const question = vi.fn();
  let fixture: ComponentFixture<OutgoingBadge>;

  beforeEach(() => {
    parcels.set([]);
    delayed.set(false);
    kept.set(true);
    question.mockReset();
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [
        { provide: Outgoing, useValue: { parcels, delayed, kept } },
        { provide: Ask, useValue: { question } },
      ],
    });
    TestBed.inject(Preferences).language.set('en');
    fixture = TestBed.createComponent(OutgoingBadge);
  });

  const page = () => fixture.nativeElement as HTMLElement;
  const said = () => page().querySelector('[role=status]')?.textContent?.trim();
  const badge = () => page().querySelector('button .words')?.textContent;

  it('is not worth a word while it goes out at once', async () => {
    parcels.set([parcel('a')]);
    await fixture.whenStable();

    expect(badge()).toBeUndefined();
    expect(said()).toBe('');
  });

  it('is counted once it has to wait, and said aloud when it grows and when all is gone', async () => {
    parcels.set([parcel('a'), parcel('b')]);
    delayed.set(true);
    await fixture.whenStable();
    expect(badge()).toBe('2 waiting to be sent');
    expect(said()).toBe('2 waiting to be sent');

    parcels.set([]);
    delayed.set(false);
    await fixture.whenStable();
    expect(badge()).toBeUndefined();
    expect(said()).toBe('Everything has been sent.');
  });

  it('names what was refused before what waits', async () => {
    delayed.set(true);
    parcels.set([parcel('a'), parcel('b', 'refused')]);
    await fixture.whenStable();

    expect(badge()).toBe('1 could not be sent');
    expect(page().querySelector('button')?.classList).toContain('refused');
  });

  it('is always shown where the browser keeps nothing', async () => {
    kept.set(false);
    parcels.set([parcel('a')]);
    await fixture.whenStable();

    expect(badge()).toBe('1 waiting to be sent');
  });

  it('is asked about before somebody signs out', async () => {
    const farewell = TestBed.inject(Farewell);
    expect(await farewell.mayLeave()).toBe(true);
    expect(question).not.toHaveBeenCalled();

    parcels.set([parcel('a'), parcel('b', 'refused')]);
    question.mockResolvedValue(false);
    expect(await farewell.mayLeave()).toBe(false);
    expect(question).toHaveBeenCalledWith(
      expect.objectContaining({ text: 'outgoing.leave_text.other', params: { count: '2' } }),
    );
  });
});
