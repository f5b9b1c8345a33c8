import { TestBed } from '@angular/core/testing';

import { Upload } from './outgoing-upload';

/** The part of the browser's request that an upload uses; each test plays the store. */
class Request {
  static last: Request;
  readonly upload: { onprogress?: (event: object) => void } = {};
  readonly headers: Record<string, string> = {};
  status = 0;
  sent?: unknown;
  opened?: string;
  onload?: () => void;
  onerror?: () => void;
  onabort?: () => void;

  constructor() {
    Request.last = this;
  }
  open(method: string, url: string): void {
    this.opened = `${method} ${url}`;
  }
  setRequestHeader(name: string, value: string): void {
    this.headers[name] = value;
  }
  send(body: unknown): void {
    this.sent = body;
  }
  abort(): void {
    this.onabort?.();
  }
}

describe('an upload', () => {
  const photo = new Blob(['picture'], { type: 'image/jpeg' });

  beforeEach(() => vi.stubGlobal('XMLHttpRequest', Request));
  afterEach(() => {
    vi.unstubAllGlobals();
    vi.useRealTimers();
  });

  it('puts the bytes with the signed headers, leaves the length to the browser, and tells how far it is', async () => {
    const shares: number[] = [];
    const headers = { 'Content-Type': 'image/jpeg', 'Content-Length': '7', 'x-amz-checksum-sha256': 'abc' };
    const done = TestBed.inject(Upload).put('https://store/k', headers, photo, (share) => shares.push(share));
    const request = Request.last;
    request.upload.onprogress?.({ loaded: 3, total: 12 });
    request.status = 200;
    request.onload?.();

    expect(await done).toBe(200);
    expect(request.opened).toBe('PUT https://store/k');
    expect(request.headers).toEqual({ 'Content-Type': 'image/jpeg', 'x-amz-checksum-sha256': 'abc' });
    expect(request.sent).toBe(photo);
    expect(shares).toEqual([0.25]);
  });

  it('ends with 0 when the store cannot be reached', async () => {
    const done = TestBed.inject(Upload).put('https://store/k', {}, photo, () => undefined);
    Request.last.onerror?.();

    expect(await done).toBe(0);
  });

  it('gives up a line on which nothing moves, but not a slow one', async () => {
    vi.useFakeTimers();
    const done = TestBed.inject(Upload).put('https://store/k', {}, photo, () => undefined);
    const ended = vi.fn();
    void done.then(ended);

    await vi.advanceTimersByTimeAsync(29_000);
    Request.last.upload.onprogress?.({ loaded: 1, total: 12 });
    await vi.advanceTimersByTimeAsync(29_000);
    expect(ended).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);

    expect(await done).toBe(0);
  });
});
