import { ComponentFixture, TestBed } from '@angular/core/testing';

import { Column, DayChart } from './day-chart';

const bar = (to: number, more: Partial<Column> = {}): Column => ({
  spans: [{ from: 0, to, tone: 'food' }],
  words: `told ${to}`,
  label: `${to}`,
  ...more,
});
const dot = (at: number): Column => ({ dots: [{ at, tone: 'good' }], words: `dot ${at}`, label: '' });
const gap: Column = { words: 'nothing', label: '' };

describe('a chart of days', () => {
  let fixture: ComponentFixture<DayChart>;
  const page = () => fixture.nativeElement as HTMLElement;
  const slider = () => page().querySelector<HTMLInputElement>('input');
  const all = (what: string) => [...page().querySelectorAll(what)];
  const place = (element: Element | undefined, name: string) =>
    Number.parseFloat(element?.getAttribute(name) ?? '');

  async function show(columns: Column[], more: Record<string, unknown> = {}): Promise<void> {
    fixture = TestBed.createComponent(DayChart);
    fixture.componentRef.setInput('columns', columns);
    for (const [name, value] of Object.entries({ name: 'Energy', ...more }))
      fixture.componentRef.setInput(name, value);
    await fixture.whenStable();
  }

  async function choose(value: number): Promise<void> {
    const input = slider();
    if (input) input.value = String(value);
    input?.dispatchEvent(new Event('input'));
    await fixture.whenStable();
  }

  it('draws a bar for each day that has one, as high as it is much', async () => {
    await show([bar(50), gap, bar(100)], { least: 0 });

    const [half, whole] = all('.bar');
    expect(all('.bar')).toHaveLength(2);
    expect(place(whole, 'height')).toBeCloseTo(2 * place(half, 'height'), 1);
    expect(place(half, 'x')).toBeCloseTo(6.333, 2);
    expect(place(whole, 'x')).toBeCloseTo(73, 2);
  });

  it('leaves a gap where nothing was told: no mark, and no line over it', async () => {
    await show([dot(70), dot(71), gap, dot(72)]);

    expect(all('.dot')).toHaveLength(3);
    expect(all('.joint')).toHaveLength(1);
    expect(place(all('.joint')[0], 'x2')).toBeCloseTo(37.5, 2);
  });

  it('tells the last day that has something, then the one that is chosen', async () => {
    await show([bar(10), bar(20), gap]);
    expect(slider()?.getAttribute('aria-label')).toBe('Energy');
    expect(slider()?.getAttribute('aria-valuetext')).toBe('told 20');
    expect(page().querySelector('.told')?.textContent).toBe('told 20');

    await choose(2);
    expect(slider()?.getAttribute('aria-valuetext')).toBe('nothing');
    expect(page().querySelector('.told')?.textContent).toBe('nothing');
  });

  it('stays at the day that was chosen when it is told anew, and not over another range', async () => {
    await show([bar(10), bar(20), gap]);
    await choose(0);
    fixture.componentRef.setInput('columns', [bar(11), bar(20), gap]);
    await fixture.whenStable();
    expect(slider()?.getAttribute('aria-valuetext')).toBe('told 11');

    fixture.componentRef.setInput('columns', [bar(10), bar(20), gap, bar(30)]);
    await fixture.whenStable();
    expect(slider()?.getAttribute('aria-valuetext')).toBe('told 30');
  });

  it('shows the goal of each day and what holds on all of them', async () => {
    await show(
      [
        bar(50, { goal: { min: 40, max: 60 } }),
        bar(50, { goal: { min: 80 } }),
        bar(9, { goal: { min: 80 } }),
        gap,
      ],
      {
        bounds: [
          { at: 30, tone: 'warn' },
          { at: 500, tone: 'urgent' },
        ],
        least: 0,
      },
    );

    // Days with the same goal are one piece.
    const [closed, open] = all('.goal');
    expect(all('.goal')).toHaveLength(2);
    expect(all('.edge')).toHaveLength(3);
    expect(place(open, 'y')).toBeLessThan(place(closed, 'y'));
    // What lies beyond what was told is not drawn.
    expect(all('.bound')).toHaveLength(1);
  });

  it('says nothing by itself when it is bare', async () => {
    await show([dot(1), dot(2)], { bare: true });

    expect(slider()).toBeNull();
    expect(page().querySelector('text')).toBeNull();
    expect(page().querySelector('svg')?.getAttribute('aria-hidden')).toBe('true');
  });
});
