import { ComponentFixture, TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';
import { Subject } from 'rxjs';

import en from '../../i18n/en.json';
import { Api } from '../api/api';
import { askReport, listReports, readReport } from '../api/functions';
import { MemberOut, ReportOut } from '../api/models';
import { addDays, todayIn } from '../core/day';
import { Family } from '../core/family';
import { Live, LiveMessage } from '../core/live';
import { Preferences } from '../core/preferences';
import { Toasts } from '../core/toasts';
import { ReportsPage } from './reports-page';
import { mondayOf } from './weeks';

const grandpa = { id: 7, name: 'Grandpa', role: 'OWNER', time_zone: 'Asia/Kolkata' } as MemberOut;
const monday = addDays(mondayOf(todayIn('Asia/Kolkata')), -7);
const told = {
  id: 3,
  member_id: 7,
  week_start: monday,
  status: 'READY',
  summary: ['A quiet week.', '', ''],
} as ReportOut;

describe('the weekly reports', () => {
  const invoke = vi.fn();
  const show = vi.fn();
  const messages = new Subject<Partial<LiveMessage>>();
  let made: ReportOut[];
  let status: ReportOut['status'];
  let fixture: ComponentFixture<ReportsPage>;
  let page: HTMLElement;

  async function open(member: Partial<MemberOut> = {}): Promise<void> {
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
        { provide: Api, useValue: { invoke } },
        {
          provide: Family,
          useValue: {
            load: () =>
              Promise.resolve([
                { ...grandpa, ...member },
                { ...grandpa, id: 8 },
              ]),
          },
        },
        { provide: Live, useValue: { messages } },
        { provide: Toasts, useValue: { show } },
      ],
    });
    TestBed.inject(Preferences).language.set('en');
    fixture = TestBed.createComponent(ReportsPage);
    fixture.componentRef.setInput('memberId', 7);
    await fixture.whenStable();
    page = fixture.nativeElement as HTMLElement;
  }

  beforeEach(() => {
    made = [];
    status = 'PROCESSING';
    show.mockReset();
    invoke.mockReset().mockImplementation((call: unknown) => {
      if (call === listReports) {
        return Promise.resolve({ data: made, pagination: { next_cursor: null, has_more: false } });
      }
      return Promise.resolve({ ...told, status });
    });
  });

  it('asks for last week’s on the member’s calendar, and shows it once it is ready', async () => {
    await open();
    expect(page.textContent).toContain('No report yet.');

    page.querySelector<HTMLButtonElement>('.ways button')?.click();
    await fixture.whenStable();
    const [, asked] = invoke.mock.calls.find(([call]) => call === askReport) as [unknown, { body: object }];
    expect(asked.body).toEqual({ week_start: monday });
    expect(page.textContent).toContain('The report is being made.');

    made = [told];
    status = 'READY';
    messages.next({ type: 'report.ready', member_id: 7, id: 3 });
    await fixture.whenStable();
    expect(invoke).toHaveBeenCalledWith(readReport, { report_id: 3, language: 'en' });
    expect(show).toHaveBeenCalledWith('reports.ready', expect.anything());
    expect(page.querySelector('li a')?.getAttribute('href')).toBe('/reports/3');
    expect(page.textContent).not.toContain('The report is being made.');
  });

  it('says when one could not be made', async () => {
    await open();
    page.querySelector<HTMLButtonElement>('.ways button')?.click();
    await fixture.whenStable();
    status = 'FAILED';
    messages.next({ type: 'resync', member_id: null });
    await fixture.whenStable();

    expect(page.querySelector('[role=alert]')?.textContent).toContain('could not be made');
    expect(show).not.toHaveBeenCalled();
  });

  it('appends nobody else’s weeks, and loses none when a new report comes meanwhile', async () => {
    const at = (id: number) => ({ ...told, id }) as ReportOut;
    const ids = () =>
      [...page.querySelectorAll('li a')].map((link) => link.getAttribute('href')?.split('/').pop());
    let answer: (page: object) => void = () => undefined;
    let first = [at(12), at(11)];
    invoke.mockImplementation((_: unknown, params: { cursor?: string; member_id: number }) =>
      params.cursor
        ? new Promise((resolve) => (answer = resolve))
        : Promise.resolve({
            data: params.member_id === 7 ? first : [at(30)],
            pagination: { next_cursor: 'older', has_more: true },
          }),
    );
    const last = { data: [at(10)], pagination: { next_cursor: null, has_more: false } };
    const answered = async () => {
      answer(last);
      const busy = () => page.querySelector('.ways button')?.getAttribute('aria-busy');
      await vi.waitFor(() => expect(busy()).toBe('false'));
      await fixture.whenStable();
    };
    await open();
    page.querySelector<HTMLButtonElement>('.more')?.click();
    await fixture.whenStable();
    await answered();
    expect(ids()).toEqual(['12', '11', '10']);

    first = [at(13), at(12)];
    messages.next({ type: 'report.ready', member_id: 7, id: 13 });
    await fixture.whenStable();
    expect(ids()).toEqual(['13', '12', '11', '10']);

    TestBed.inject(Preferences).language.set('hi');
    await fixture.whenStable();
    expect(ids()).toEqual(['13', '12']);

    page.querySelector<HTMLButtonElement>('.more')?.click();
    await fixture.whenStable();
    fixture.componentRef.setInput('memberId', 8);
    await fixture.whenStable();
    await answered();
    expect(ids()).toEqual(['30']);
  });

  it('has nothing to make for who may only read', async () => {
    made = [told];
    await open({ role: 'READ_ONLY' });

    expect(page.querySelectorAll('.ways button')).toHaveLength(0);
    expect(page.querySelectorAll('li a')).toHaveLength(1);
  });
});
