import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';

import { LogOut } from '../api/models';
import { LogCard } from './log-card';

const LOG = {
  id: 5,
  member_id: 3,
  log_type: 'NUTRITION',
  status: 'VERIFIED',
  payload: { meal: 'LUNCH', calories: 640 },
  candidates: [],
  failure: null,
  photo: null,
  timestamp: '2026-11-22T07:30:00Z',
} as unknown as LogOut;

function pictured(name: string, seconds: number): LogOut {
  const ends = new Date(Date.now() + seconds * 1000).toISOString();
  return { ...LOG, photo: { thumb_url: `https://store.example/${name}`, expires_at: ends } };
}

describe('a log as a card', () => {
  let fixture: ComponentFixture<LogCard>;

  beforeEach(() => {
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en: { meal: { LUNCH: 'Lunch' } } },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [provideRouter([])],
    });
    fixture = TestBed.createComponent(LogCard);
    fixture.componentRef.setInput('timeZone', 'Asia/Kolkata');
  });

  async function show(log: LogOut): Promise<HTMLElement> {
    fixture.componentRef.setInput('log', log);
    await fixture.whenStable();
    return fixture.nativeElement;
  }

  it('leads to the log and tells the time where the member lives', async () => {
    const card = await show(LOG);

    expect(card.querySelector('h3 a')?.getAttribute('href')).toBe('/m/3/logs/5');
    expect(card.querySelector('h3')?.textContent.trim()).toBe('Lunch');
    expect(card.querySelector('time')?.textContent).toBe('13:00');
    expect(card.querySelector('.facts')?.textContent).toBe('640 kcal');
  });

  it('keeps its picture while the link to it holds', async () => {
    const source = async (log: LogOut) => (await show(log)).querySelector('img')?.src;

    expect(await source(pictured('first', 300))).toContain('first');
    expect(await source(pictured('second', 300))).toContain('first');
    expect(await source({ ...pictured('other', 300), id: 6 })).toContain('other');
  });

  it('takes the new link when the old one is about to end', async () => {
    await show(pictured('first', 10));

    expect((await show(pictured('second', 300))).querySelector('img')?.src).toContain('second');
  });

  it('shows a sign in place of a picture that does not come', async () => {
    const card = await show(pictured('lost', 300));
    card.querySelector('img')?.dispatchEvent(new Event('error'));
    await fixture.whenStable();

    expect(card.querySelector('img')).toBeNull();
    expect(card.querySelector('.sign')).not.toBeNull();
  });
});
