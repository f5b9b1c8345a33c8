import { signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';

import { look, Look } from './look';

interface Answer {
  words: string;
}

describe('a part that is looked at again', () => {
  const asked = signal({ day: 1 });
  let calls: { resolve: (answer: Answer) => void; reject: (error: Error) => void }[];
  let part: Look<Answer>;

  beforeEach(() => {
    calls = [];
    asked.set({ day: 1 });
    part = TestBed.runInInjectionContext(() =>
      look(
        () => asked(),
        () => new Promise<Answer>((resolve, reject) => calls.push({ resolve, reject })),
      ),
    );
    TestBed.tick();
  });

  async function settle(): Promise<void> {
    for (let turn = 0; turn < 10; turn++) await Promise.resolve();
    TestBed.tick();
  }

  it('keeps its last answer while a fresh look fails', async () => {
    calls[0]?.resolve({ words: 'one' });
    await settle();
    part.again();
    TestBed.tick();
    calls[1]?.reject(new Error('no network'));
    await settle();

    expect(part.value()?.words).toBe('one');
    expect(part.failure()).toBeDefined();
    expect(part.waiting()).toBe(false);
  });

  it('never shows the answer of another question', async () => {
    calls[0]?.resolve({ words: 'one' });
    await settle();
    asked.set({ day: 2 });
    TestBed.tick();

    expect(part.value()).toBeUndefined();
    expect(part.waiting()).toBe(true);
  });

  it('looks once more when asked to while the first answer is on its way', async () => {
    part.again();
    part.again();
    expect(calls).toHaveLength(1);
    calls[0]?.resolve({ words: 'stale' });
    await settle();
    expect(calls).toHaveLength(2);
    calls[1]?.resolve({ words: 'fresh' });
    await settle();

    expect(part.value()?.words).toBe('fresh');
    expect(calls).toHaveLength(2);
  });
});
