import { TestBed } from '@angular/core/testing';
import { provideRouter } from '@angular/router';
import { TranslocoTestingModule } from '@jsverse/transloco';

import en from '../../i18n/en.json';
import { Digest, FamilyAtAGlance } from '../api/models';
import { Preferences } from '../core/preferences';
import { FamilyDigest } from './family-digest';

const digest: Digest = {
  mean: 74.4,
  previous_mean: 70,
  best_day: { date: '2026-11-19', mean: 88.4 },
  needs_a_hand: [9, 404],
};

describe('the family’s week', () => {
  async function words(more: Partial<Digest>): Promise<string> {
    TestBed.configureTestingModule({
      imports: [
        TranslocoTestingModule.forRoot({
          langs: { en },
          preloadLangs: true,
          translocoConfig: { defaultLang: 'en', availableLangs: ['en'] },
        }),
      ],
      providers: [provideRouter([])],
    });
    TestBed.inject(Preferences).language.set('en');
    const fixture = TestBed.createComponent(FamilyDigest);
    const family = { data: [{ member_id: 9, name: 'Nani' }], digest: { ...digest, ...more } };
    fixture.componentRef.setInput('family', family as FamilyAtAGlance);
    await fixture.whenStable();
    return (fixture.nativeElement as HTMLElement).textContent.replace(/\s+/g, ' ').trim();
  }

  it('is told in three sentences', async () => {
    const said = await words({});

    for (const sentence of [
      '74 of 100 together',
      '4 more than the week before',
      'Best day: Thursday, 88 of 100',
      'Glad of a hand: Nani',
    ])
      expect(said).toContain(sentence);
  });

  it.each([
    [{ previous_mean: 80 }, '6 fewer than the week before'],
    [{ previous_mean: 74.3 }, 'as in the week before'],
    [{ needs_a_hand: [] }, 'Everybody is well on the way.'],
  ])('says what changed with %o', async (more, said) => expect(await words(more)).toContain(said));

  it('names three at most', async () => {
    expect(await words({ needs_a_hand: [404, 405, 406, 9] })).not.toContain('Nani');
  });

  it('compares with nothing where there is nothing', async () => {
    expect(await words({ previous_mean: null })).not.toContain('week before');
  });

  it('has no best day where nothing was done', async () => {
    expect(await words({ mean: 0, best_day: { date: '2026-11-19', mean: 0 } })).not.toContain('Best day');
  });

  it('is silent where nothing was due', async () => {
    expect(await words({ mean: null, best_day: null, needs_a_hand: [] })).toBe('');
  });
});
