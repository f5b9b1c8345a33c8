import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting } from '@angular/common/http/testing';
import { DestroyRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';

import { Live, LiveMessage } from './live';
import { Session } from './session';

/** The browser's socket, played by the test. */
class Wire {
  static all: Wire[] = [];
  static get last(): Wire {
    const last = Wire.all.at(-1);
    if (!last) throw new Error('no socket was opened');
    return last;
  }

  onopen?: () => void;
  onmessage?: (event: { data: string }) => void;
  onclose?: (event: { code: number }) => void;
  readonly sent: string[] = [];
  closed = false;

  constructor(readonly address: URL) {
    Wire.all.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
  tell(seq: number, type = 'log.updated', member_id: number | null = 7): void {
    this.onmessage?.({ data: JSON.stringify({ seq, type, member_id, id: 1, at: '' }) });
  }
}

const TICKET = '/api/v1/live/ticket';

describe('Live', () => {
  const user = signal<{ id: number } | null>(null);
  const session = { user: user.asReadonly(), since: 0 };
  let server: HttpTestingController;
  let live: Live;
  let heard: LiveMessage[];

  beforeEach(() => {
    vi.useFakeTimers();
    vi.spyOn(Math, 'random').mockReturnValue(1);
    vi.stubGlobal('WebSocket', Wire);
    Wire.all = [];
    user.set({ id: 1 });
    session.since = 0;
    TestBed.configureTestingModule({
      providers: [provideHttpClient(), provideHttpClientTesting(), { provide: Session, useValue: session }],
    });
    server = TestBed.inject(HttpTestingController);
    live = TestBed.inject(Live);
    heard = [];
    live.on(7, (message) => heard.push(message), TestBed.inject(DestroyRef));
    TestBed.tick();
  });

  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
    vi.restoreAllMocks();
  });

  async function connect(ticket = 'one'): Promise<Wire> {
    server.expectOne(TICKET).flush({ ticket, expires_in: 30 });
    await vi.advanceTimersByTimeAsync(0);
    Wire.last.onopen?.();
    return Wire.last;
  }

  async function fail(status: number): Promise<void> {
    server.expectOne(TICKET).flush(null, { status, statusText: 'no' });
    await vi.advanceTimersByTimeAsync(0);
  }

  function wait(ms: number): Promise<unknown> {
    return vi.advanceTimersByTimeAsync(ms);
  }

  it('takes a ticket, asks for all, and passes on what concerns the member', async () => {
    expect(live.state()).toBe('reconnecting');
    const asked = server.expectOne(TICKET);
    expect(asked.request.headers.get('X-Praan-CSRF')).toBe('1');
    asked.flush({ ticket: 'one', expires_in: 30 });
    await wait(0);
    expect(Wire.last.address.href).toMatch(/^ws:\/\/[^/]+\/api\/v1\/live\?ticket=one&since=0$/);
    Wire.last.onopen?.();
    Wire.last.tell(10, 'resync', null);
    Wire.last.tell(11);
    Wire.last.tell(12, 'log.updated', 8);

    expect(live.state()).toBe('live');
    expect(heard.map(({ seq, type }) => [seq, type])).toEqual([
      [10, 'resync'],
      [11, 'log.updated'],
    ]);
  });

  it('begins where the news stood when the page learnt who looks: nothing is asked for twice', async () => {
    server.expectOne(TICKET);
    session.since = 41;
    user.set({ id: 2 });
    TestBed.tick();

    const first = await connect();

    expect(first.address.searchParams.get('since')).toBe('41');
  });

  it('comes back by itself with the last number that it knows', async () => {
    const first = await connect();
    first.tell(41);
    first.onclose?.({ code: 1006 });
    expect(live.state()).toBe('reconnecting');

    await wait(1_000);
    const second = await connect('two');

    expect(second.address.searchParams.get('since')).toBe('41');
    expect(live.state()).toBe('live');
  });

  it('waits longer after each failure, up to half a minute', async () => {
    for (const seconds of [1, 2, 4, 8, 16, 30, 30]) {
      await fail(503);
      await wait(seconds * 1_000 - 1);
      server.expectNone(TICKET);
      await wait(1);
    }
    server.expectOne(TICKET);
  });

  it('tries at once when the network is back, and asks for all', async () => {
    (await connect()).tell(41);
    window.dispatchEvent(new Event('offline'));
    expect(live.state()).toBe('offline');
    await wait(60_000);
    server.expectNone(TICKET);

    window.dispatchEvent(new Event('online'));

    const back = await connect();
    expect(live.state()).toBe('live');
    expect(back.address.searchParams.get('since')).toBe('0');
  });

  it('lets pages look by themselves while nothing is heard, and not otherwise', async () => {
    await fail(503);
    await wait(15_000);
    expect(heard.map(({ type }) => type)).toEqual(['resync']);

    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
    await wait(15_000);
    expect(heard).toHaveLength(1);

    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible');
    for (const asked of server.match(TICKET)) if (!asked.cancelled) asked.flush({ ticket: 'x' });
    await wait(0);
    Wire.last.onopen?.();
    await wait(16_000);
    expect(heard).toHaveLength(1);
  });

  it('asks for all when it is back, once pages had to look by themselves', async () => {
    const first = await connect();
    first.tell(41);
    first.onclose?.({ code: 1006 });
    for (const seconds of [1, 2]) {
      await wait(seconds * 1_000);
      await fail(503);
    }

    await wait(12_000);

    expect(heard.map(({ seq, type }) => [seq, type])).toEqual([
      [41, 'log.updated'],
      [0, 'resync'],
    ]);
    expect((await connect()).address.searchParams.get('since')).toBe('0');
  });

  it('stays quiet when the session has lapsed: no page asks for what it may not have', async () => {
    await fail(401);
    await wait(500);

    await wait(400);
    expect(heard).toEqual([]);
  });

  it('leaves a connection that does not answer', async () => {
    const first = await connect();
    await wait(25_000);
    expect(first.sent).toEqual(['ping']);
    first.onmessage?.({ data: '{"type":"pong"}' });
    await wait(25_000);
    expect(first.sent).toEqual(['ping', 'ping']);
    expect(first.closed).toBe(false);

    await wait(5_000);

    expect(first.closed).toBe(true);
    expect(live.state()).toBe('reconnecting');
    first.tell(99);
    expect(heard).toEqual([]);
  });

  it('does not push out the sockets that replaced it, until somebody looks', async () => {
    (await connect()).onclose?.({ code: 4029 });
    await wait(60_000);
    server.expectNone(TICKET);

    document.dispatchEvent(new Event('visibilitychange'));

    await connect();
    expect(live.state()).toBe('live');
  });

  it('ends with the session, and begins anew with the next', async () => {
    const first = await connect();
    first.tell(41);
    user.set(null);
    TestBed.tick();
    expect(first.closed).toBe(true);
    await wait(60_000);
    server.expectNone(TICKET);
    expect(heard).toHaveLength(1);

    user.set({ id: 2 });
    TestBed.tick();

    expect((await connect()).address.searchParams.get('since')).toBe('0');
  });

  it('tells nothing to a page that is gone', async () => {
    const gone: (() => void)[] = [];
    const calls: number[] = [];
    live.on(7, ({ seq }) => calls.push(seq), {
      onDestroy: (run: () => void) => gone.push(run),
    } as unknown as DestroyRef);
    const wire = await connect();
    wire.tell(1);
    gone.forEach((run) => run());
    wire.tell(2);

    expect(calls).toEqual([1]);
  });
});
