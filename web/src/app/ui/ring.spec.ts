import { TestBed } from '@angular/core/testing';

import { path, Ring, RingArc } from './ring';

describe('the ring', () => {
  async function draw(arcs: RingArc[]): Promise<HTMLElement> {
    const fixture = TestBed.createComponent(Ring);
    fixture.componentRef.setInput('arcs', arcs);
    fixture.componentRef.setInput('words', 'In words');
    await fixture.whenStable();
    return fixture.nativeElement;
  }

  const arc = (some: Partial<RingArc>): RingArc => ({
    tone: 'food',
    share: 1,
    filled: 0.5,
    estimate: false,
    ...some,
  });

  it('goes clockwise from the top', () => {
    expect(path(0, 0.25)).toBe('M50.000 8.000A42 42 0 0 1 92.000 50.000');
    expect(path(0, 0.75)).toContain(' 0 1 1 ');
  });

  it('draws what is done, and in dashes what is not certain', async () => {
    const ring = await draw([
      arc({ share: 0.6, estimate: true }),
      arc({ tone: 'move', share: 0.4, filled: 0 }),
    ]);

    expect(ring.querySelectorAll('.way')).toHaveLength(2);
    expect(ring.querySelectorAll('.done')).toHaveLength(1);
    expect(ring.querySelectorAll('.food .dashes')).toHaveLength(1);
    expect(ring.querySelector('svg')?.getAttribute('aria-label')).toBe('In words');
  });

  it('closes a whole turn', async () => {
    const ring = await draw([arc({ filled: 1 })]);
    const done = ring.querySelector('.done')?.getAttribute('d') ?? '';

    expect(done).toMatch(/^M50\.000 8\.000A42 42 0 1 1 49\.9\d+ 8\.000$/);
  });

  it('is an empty ring when nothing is asked for', async () => {
    expect((await draw([])).querySelector('.empty')).not.toBeNull();
  });
});
