import { signal } from '@angular/core';
import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { AlertOut } from '../api/models';
import { Alerts } from './alerts';
import { Bell } from './bell';
import { Family } from './family';

const alert = (id: number, severity: AlertOut['severity'], member_id = 7) =>
  ({ id, severity, member_id, status: 'OPEN' }) as AlertOut;

describe('the bell', () => {
  const running = signal<AlertOut[] | undefined>(undefined);
  let fixture: ComponentFixture<Bell>;

  const told = async (...alerts: AlertOut[]) => {
    running.set(alerts);
    await fixture.whenStable();
    return said()?.textContent.trim();
  };
  const said = () => (fixture.nativeElement as HTMLElement).querySelector('[role=status]');

  beforeEach(async () => {
    running.set(undefined);
    const members = signal([
      { id: 7, name: 'Grandpa' },
      { id: 8, name: 'Nani' },
    ]);
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [
        provideRouter([]),
        { provide: Alerts, useValue: { running, open: () => running() ?? [] } },
        { provide: Family, useValue: { members } },
      ],
    });
    fixture = TestBed.createComponent(Bell);
    await fixture.whenStable();
  });

  it('says nothing of what was there when the page opened', async () => {
    expect(await told(alert(1, 'WARN'))).toBe('');
    expect(await told(alert(1, 'WARN'))).toBe('');
  });

  it('says that it got worse, not that it got better', async () => {
    await told(alert(1, 'WARN'));
    expect(await told(alert(1, 'URGENT'))).toBe('Grandpa: an urgent reading.');
    expect(await told(alert(1, 'WARN'))).toBe('');
  });

  it('names everybody of whom there is news, each once', async () => {
    await told();
    const news = await told(alert(3, 'URGENT', 8), alert(1, 'WARN'), alert(2, 'WARN'));
    expect(news?.split('. ')).toEqual(['Nani: an urgent reading', 'Grandpa: a reading is out of range.']);
  });

  it('says the same words anew for another alert, and keeps them while it is open', async () => {
    await told();
    await told(alert(1, 'URGENT'));
    const before = said()?.querySelector('span');
    await told(alert(1, 'URGENT'));
    expect(said()?.querySelector('span')).toBe(before);

    expect(await told(alert(2, 'URGENT'), alert(1, 'URGENT'))).toBe('Grandpa: an urgent reading.');
    expect(said()?.querySelector('span')).not.toBe(before);
    expect(await told()).toBe('');
  });
});
