import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';

import { Toasts } from './toasts';

describe('toasts', () => {
  let toasts: Toasts;
  const keys = () => toasts.stack().map((each) => each.key);

  async function act(index: number): Promise<void> {
    const toast = toasts.stack()[index];
    if (!toast) throw new Error('There is no such toast.');
    await toasts.act(toast);
  }

  beforeEach(() => {
    vi.useFakeTimers();
    toasts = TestBed.inject(Toasts);
  });

  afterEach(() => vi.useRealTimers());

  it('leave by themselves, those with an action later', () => {
    toasts.show('saved');
    toasts.show('deleted', {}, { key: 'undo', run: () => undefined });

    vi.advanceTimersByTime(6_000);
    expect(keys()).toEqual(['deleted']);
    vi.advanceTimersByTime(6_000);
    expect(keys()).toEqual([]);
  });

  it('stay as long as somebody is at them', () => {
    toasts.show('saved');
    vi.advanceTimersByTime(5_000);
    toasts.pause();
    vi.advanceTimersByTime(60_000);
    expect(keys()).toEqual(['saved']);

    toasts.resume();
    vi.advanceTimersByTime(999);
    expect(keys()).toEqual(['saved']);
    vi.advanceTimersByTime(1);
    expect(keys()).toEqual([]);
  });

  it('are three at most, the oldest gives way', () => {
    for (const key of ['a', 'b', 'c', 'd']) toasts.show(key);

    expect(keys()).toEqual(['b', 'c', 'd']);
  });

  it('say the same thing once', () => {
    toasts.show('saved');
    toasts.show('saved');

    expect(keys()).toEqual(['saved']);
  });

  it('can each be taken back', async () => {
    const taken: string[] = [];
    for (const name of ['a', 'b']) {
      toasts.show('deleted', { name }, { key: 'undo', run: () => void taken.push(name) });
    }
    await act(0);

    expect(taken).toEqual(['a']);
    expect(toasts.stack()).toHaveLength(1);
    expect(toasts.undoable()?.params).toEqual({ name: 'b' });
  });

  it('tell when taking back failed', async () => {
    const run = () => Promise.reject(new HttpErrorResponse({ status: 503 }));
    toasts.show('deleted', {}, { key: 'undo', run });
    await act(0);

    expect(keys()).toEqual(['failure.busy']);
  });
});
