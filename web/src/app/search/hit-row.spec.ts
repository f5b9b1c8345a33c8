import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';

import { Hit } from '../api/models';
import { HitRow } from './hit-row';

const NOTE: Hit = {
  id: 7,
  member_id: 3,
  type: 'note',
  title: 'Lunch',
  snippet: 'Felt dizzy, went to bed.',
  at: '2026-11-21T08:00:00Z',
  log_type: 'NUTRITION',
  kind: 'LUNCH',
};

const WORDS = { meal: { LUNCH: 'Midday' }, search: { kind: { note: 'Note', document: 'Document' } } };

function row(hit: Hit, asked = 'dizz'): HTMLElement {
  TestBed.configureTestingModule({
    imports: [
      TranslocoTestingModule.forRoot({
        langs: { en: WORDS },
        translocoConfig: { availableLangs: ['en'], defaultLang: 'en' },
        preloadLangs: true,
      }),
    ],
    providers: [provideRouter([])],
  });
  const fixture = TestBed.createComponent(HitRow);
  fixture.componentRef.setInput('hit', hit);
  fixture.componentRef.setInput('asked', asked);
  fixture.componentRef.setInput('timeZone', 'Asia/Kolkata');
  fixture.detectChanges();
  return fixture.nativeElement as HTMLElement;
}

const textOf = (element: Element | null) => element?.textContent;

describe('a hit', () => {
  it('leads to the log, with the word marked and nothing added between', () => {
    const shown = row(NOTE);

    expect(shown.querySelector('a')?.getAttribute('href')).toBe('/m/3/logs/7');
    expect(textOf(shown.querySelector('mark'))).toBe('dizzy');
    expect(textOf(shown.querySelector('.snippet'))).toBe(NOTE.snippet);
  });

  it('is called as the app calls it', () => {
    expect(textOf(row(NOTE).querySelector('.title'))).toBe('Midday');
  });

  it('is called as the person called it', () => {
    const walk: Hit = { ...NOTE, type: 'log', log_type: 'WORKOUT', kind: null, title: 'Walk', snippet: '' };
    const shown = row(walk);

    expect(textOf(shown.querySelector('.title'))).toBe('Walk');
    expect(shown.querySelector('.snippet')).toBeNull();
  });

  it('of a document leads to the documents', () => {
    const report: Hit = { ...NOTE, type: 'document', log_type: null, kind: null, title: 'Blood test' };

    expect(row(report).querySelector('a')?.getAttribute('href')).toBe('/m/3/documents');
  });
});
