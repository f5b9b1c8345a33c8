import { HttpErrorResponse } from '@angular/common/http';

import { Problem } from '../api/models';

/** Why a call failed, in the app's terms: `cause` is also the key of the sentence that explains it. */
export interface Failure {
  cause: Cause;
  /** Fields the server refused. */
  fields: string[];
  /** Seconds to wait, when the server named them. */
  wait?: number;
  /** To quote when asking for help. */
  requestId?: string;
}

export type Cause =
  | 'offline'
  | 'invalid'
  | 'signed_out'
  | 'forbidden'
  | 'missing'
  | 'conflict'
  | 'too_many'
  | 'enough'
  | 'busy'
  | 'broken';

const CAUSES: Record<number, Cause> = {
  0: 'offline',
  400: 'invalid',
  401: 'signed_out',
  403: 'forbidden',
  404: 'missing',
  409: 'conflict',
  429: 'too_many',
  502: 'busy',
  503: 'busy',
  // The service worker answers so when the network does not.
  504: 'offline',
};

/** A limit that asks for a longer wait than this is one of a day, and only letters have such. Seconds. */
const LONG_WAIT = 300;

const RETRIABLE: readonly Cause[] = ['offline', 'busy', 'broken', 'too_many'];

/** Whether the same call may succeed a moment later. */
export function isRetriable(failure: Failure): boolean {
  return RETRIABLE.includes(failure.cause);
}

/** Tells why a call failed; anything that is no answer of the server counts as `broken`. */
export function explain(error: unknown): Failure {
  if (!(error instanceof HttpErrorResponse)) return { cause: 'broken', fields: [] };
  const problem: Partial<Problem> = isProblem(error.error) ? error.error : {};
  const wait = Number(error.headers.get('Retry-After') ?? NaN);
  const cause = CAUSES[error.status] ?? 'broken';
  return {
    cause: cause === 'too_many' && wait > LONG_WAIT ? 'enough' : cause,
    fields: (problem.errors ?? []).map((each) => each.field.split('.').at(-1) ?? each.field),
    wait: Number.isFinite(wait) ? Math.max(1, Math.ceil(wait)) : undefined,
    requestId: problem.request_id ?? error.headers.get('X-Request-ID') ?? undefined,
  };
}

/** The sentence that explains a failure: its key, and what stands in it. */
export function inWords({ cause, wait }: Failure): [key: string, params: { wait: number }] {
  return [`failure.${cause}`, { wait: wait ?? 60 }];
}

/** Why a resource has no value; it wraps what is not an Error itself. */
export function failureOf(error: Error | undefined): Failure | undefined {
  return error && explain(error.cause ?? error);
}

function isProblem(body: unknown): body is Partial<Problem> {
  return typeof body === 'object' && body !== null && !(body instanceof ArrayBuffer);
}
