import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { Component } from '@angular/core';
import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { RouterTestingHarness } from '@angular/router/testing';

import { Family } from './family';
import { Places } from './places';

@Component({ template: '' })
class Blank {}

describe('the places', () => {
  let places: Places;
  let harness: RouterTestingHarness;
  const current = () => places.all().find((each) => each.current);

  beforeEach(async () => {
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        provideRouter([{ path: '**', component: Blank }]),
      ],
    });
    harness = await RouterTestingHarness.create('/settings');
    places = TestBed.inject(Places);
    TestBed.tick();
  });

  async function loadFamily(...members: { id: number; role?: string }[]): Promise<void> {
    const loading = TestBed.inject(Family).load(true);
    TestBed.inject(HttpTestingController).expectOne('/api/v1/members?limit=100').flush({ data: members });
    await loading;
  }

  it('lead home while nobody is known', () => {
    expect(places.linkTo('today')).toEqual(['/']);
  });

  it('are those of the first member, then of the last one visited', async () => {
    await loadFamily({ id: 7 }, { id: 8 });
    expect(places.memberId()).toBe(7);

    await harness.navigateByUrl('/m/8/today');
    expect(places.memberId()).toBe(8);
    await harness.navigateByUrl('/family');
    expect(places.memberId()).toBe(8);
    expect(places.linkTo('timeline')).toEqual(['/m', 8, 'timeline']);
  });

  it('never lead to a person who is not in the family', async () => {
    await harness.navigateByUrl('/m/99/today');
    expect(places.memberId()).toBe(99);
    await loadFamily({ id: 7 });

    expect(places.memberId()).toBe(7);
    expect(places.onMember()).toBe(false);
  });

  it('are marked where the visitor is', async () => {
    await loadFamily({ id: 7 });
    const where: [string, string | undefined, string | undefined][] = [
      ['/m/7/today', 'today', 'page'],
      ['/m/7/log', 'log', 'page'],
      ['/m/7/log/meal', 'log', 'true'],
      ['/m/7/logs/12', 'timeline', 'true'],
      ['/m/7/timeline?type=VITALS', 'timeline', 'page'],
      ['/m/7/trends?range=7', 'trends', 'page'],
      ['/family/7', 'family', 'true'],
      ['/m/7/documents', 'family', 'true'],
      ['/inbox?person=7', 'inbox', 'page'],
      ['/settings', undefined, undefined],
    ];
    for (const [url, name, mark] of where) {
      await harness.navigateByUrl(url);
      expect([url, current()?.name, current()?.current]).toEqual([url, name, mark]);
    }
  });

  it('stay the same for another member', async () => {
    await loadFamily({ id: 7 }, { id: 8 });
    await harness.navigateByUrl('/m/7/timeline');
    expect(places.sameFor(8)).toEqual(['/m', 8, 'timeline']);

    await harness.navigateByUrl('/m/7/documents');
    expect(places.sameFor(8)).toEqual(['/m', 8, 'documents']);

    await harness.navigateByUrl('/settings');
    expect(places.sameFor(8)).toEqual(['/m', 8, 'today']);
  });

  it('offer no log where the visitor may only read', async () => {
    await loadFamily({ id: 7, role: 'READ_ONLY' });

    expect(places.all().map((each) => each.name)).toEqual(['today', 'timeline', 'trends', 'family', 'inbox']);
  });
});
