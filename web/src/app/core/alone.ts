/**
 * Runs `work` while no other tab runs any under this name; with `shared` beside those that share it. Where the
 * browser has no locks it runs at once.
 */
export function alone<T>(name: string, work: () => Promise<T>, mode: LockMode = 'exclusive'): Promise<T> {
  if (!('locks' in navigator)) return work();
  return navigator.locks.request(name, { mode }, work) as Promise<T>;
}

/** Held alone by what changes who is signed in here, shared by what goes out in somebody's name. */
export const SESSION_LOCK = 'praan.session';
