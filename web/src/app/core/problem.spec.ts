import { HttpErrorResponse, HttpHeaders } from '@angular/common/http';

import { explain } from './problem';

function answer(
  status: number,
  error: unknown = null,
  headers: Record<string, string> = {},
): HttpErrorResponse {
  return new HttpErrorResponse({ status, error, headers: new HttpHeaders(headers) });
}

describe('explain', () => {
  it.each([
    [0, 'offline'],
    [400, 'invalid'],
    [401, 'signed_out'],
    [403, 'forbidden'],
    [409, 'conflict'],
    [429, 'too_many'],
    [503, 'busy'],
    [504, 'offline'],
    [500, 'broken'],
    [418, 'broken'],
  ])('names the cause of %i', (status, cause) => {
    expect(explain(answer(status)).cause).toBe(cause);
  });

  it('keeps the last part of a dotted field and the request id', () => {
    const failure = explain(
      answer(400, { request_id: 'abc', errors: [{ field: 'body.password', message: 'breached' }] }),
    );

    expect(failure.fields).toEqual(['password']);
    expect(failure.requestId).toBe('abc');
  });

  it('rounds the wait up to whole seconds', () => {
    expect(explain(answer(429, null, { 'Retry-After': '0.2' })).wait).toBe(1);
  });

  it.each([
    ['60', 'too_many'],
    ['3600', 'enough'],
  ])('tells a limit of a day from one of a minute by the wait of %s s', (seconds, cause) => {
    expect(explain(answer(429, null, { 'Retry-After': seconds })).cause).toBe(cause);
  });

  it('takes a page of a proxy for a failure without details', () => {
    expect(explain(answer(502, '<html>'))).toEqual({
      cause: 'busy',
      fields: [],
      wait: undefined,
      requestId: undefined,
    });
  });

  it('takes what is no answer at all for our own fault', () => {
    expect(explain(new TypeError('x')).cause).toBe('broken');
  });
});
