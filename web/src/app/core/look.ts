import { computed, effect, linkedSignal, resource, signal, Signal, untracked } from '@angular/core';

import { Failure, failureOf } from './problem';

/** A part of a page that is fetched for itself, looked at again without a word, and may fail alone. */
export interface Look<T> {
  /** The last answer for what is asked for now; it stays while a fresh look fails. */
  value: Signal<T | undefined>;
  /** When that answer came (ms). */
  at: Signal<number>;
  /** Why the last look failed. */
  failure: Signal<Failure | undefined>;
  /** There is nothing to show yet: neither an answer nor a failure. */
  waiting: Signal<boolean>;
  /** Looks again; a call while the first answer is on its way makes one more look after it. */
  again(): void;
}

interface Kept<P, T> {
  of: P | undefined;
  value: T | undefined;
  at: number;
}

/** Looks at what `params` ask for, and anew when they change; undefined = nothing is asked for. */
export function look<P extends object, T extends object>(
  params: () => P | undefined,
  load: (params: P) => Promise<T>,
): Look<T> {
  const asked = computed(params);
  const answer = resource({ params: asked, loader: ({ params: each }) => load(each as P) });
  const late = signal(false);

  const kept = linkedSignal<Kept<P, T>, Kept<P, T>>({
    source: () => ({
      of: asked(),
      value: answer.hasValue() ? (answer.value() as T) : undefined,
      at: Date.now(),
    }),
    computation: (now, before) =>
      now.value === undefined && before && before.value.of === now.of ? before.value : now,
  });
  const value = computed(() => kept().value);
  const failure = computed(() => failureOf(answer.error()));

  effect(() => {
    // Read here so that an answer is kept even if nobody was looking when it came.
    kept();
    if (answer.status() === 'loading' || !late()) return;
    late.set(false);
    answer.reload();
  });

  return {
    value,
    at: computed(() => kept().at),
    failure,
    waiting: computed(() => value() === undefined && !failure()),
    again: () => {
      if (untracked(answer.status) === 'loading') late.set(true);
      else answer.reload();
    },
  };
}
