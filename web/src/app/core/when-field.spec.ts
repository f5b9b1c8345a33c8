import { ComponentFixture, TestBed } from '@angular/core/testing';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { Preferences } from './preferences';
import { WhenField } from './when-field';

describe('when something was', () => {
  let fixture: ComponentFixture<WhenField>;

  beforeEach(() => vi.useFakeTimers({ now: new Date('2026-11-22T06:30:00Z'), toFake: ['Date'] }));
  afterEach(() => vi.useRealTimers());

  async function open(latest: string, start?: string): Promise<void> {
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
    });
    TestBed.inject(Preferences).language.set('en');
    fixture = TestBed.createComponent(WhenField);
    const inputs = { timeZone: 'Asia/Kolkata', earliest: '2026-08-24', latest, start };
    for (const [name, value] of Object.entries(inputs)) fixture.componentRef.setInput(name, value);
    document.body.append(fixture.nativeElement as HTMLElement);
    await fixture.whenStable();
  }

  const page = () => fixture.nativeElement as HTMLElement;
  const day = () => page().querySelector<HTMLInputElement>('input[type=date]') as HTMLInputElement;

  async function choose(date: string): Promise<string | undefined> {
    day().value = date;
    day().dispatchEvent(new Event('input', { bubbles: true }));
    const read = fixture.componentInstance.read();
    await fixture.whenStable();
    return read;
  }

  it('is now while the program runs, and never ahead', async () => {
    await open('2026-11-25');

    expect(day().max).toBe('2026-11-22');
    expect(day().value).toBe('2026-11-22');
    expect(fixture.componentInstance.read()).toBe('2026-11-22T06:30:00.000Z');
    expect(await choose('2026-11-23')).toBeUndefined();
    expect(page().textContent).toContain('Choose a day from the first of the ninety to today.');
  });

  it('is a day of the program once it has ended, which has to be chosen', async () => {
    await open('2026-11-21');

    expect(day().max).toBe('2026-11-21');
    expect(page().textContent).toContain('The ninety days ended on Saturday');
    expect(fixture.componentInstance.read()).toBeUndefined();
    await fixture.whenStable();
    expect(day().getAttribute('aria-invalid')).toBe('true');
    expect(await choose('2026-11-22')).toBeUndefined();
    expect(await choose('2026-11-21')).toBe('2026-11-21T06:30:00.000Z');
  });

  it('stays what it was when something of before is corrected', async () => {
    await open('2026-11-21', '2026-11-20T04:30:15Z');

    expect(fixture.componentInstance.read()).toBe('2026-11-20T04:30:15Z');
  });
});
