import 'fake-indexeddb/auto';

import { provideHttpClient } from '@angular/common/http';
import { HttpTestingController, provideHttpClientTesting, TestRequest } from '@angular/common/http/testing';
import { ApplicationRef, signal } from '@angular/core';
import { TestBed } from '@angular/core/testing';

import { Live, LiveState } from './live';
import { Delivery, Draft, Outgoing } from './outgoing';
import { Upload } from './outgoing-upload';
import { Session } from './session';
import { Vault } from './vault';

const LOGS = '/api/v1/logs';
const UPLOADS = '/api/v1/uploads';
const DRAFT: Draft = {
  memberId: 7,
  programId: 70,
  logType: 'NUTRITION',
  payload: { meal: 'LUNCH', calories: 500, note: 'Dal and rice' },
  timestamp: '2026-11-22T13:00:00+05:30',
};
const ADDED = { id: 9, status: 'VERIFIED', adherence_impact: '+5 points' };
const HISTORY = '/api/v1/programs/70/history';
/** The draft as the server lists it, by another clock. */
const LOGGED = {
  id: 1,
  timestamp: '2026-11-22T07:30:00Z',
  status: 'VERIFIED',
  source: 'manual',
  photo: null,
  payload: { meal: 'LUNCH', calories: 500 },
};
const PLACE = { key: 'raw/k', method: 'PUT', url: 'https://store/k', headers: {}, expires_at: '' };

describe('what goes out', () => {
  let server: HttpTestingController;
  let outgoing: Outgoing;
  let deliveries: Delivery[];
  let user = 1;
  const live = signal<LiveState>('live');

  /** A page of the app that is opened anew, signed in as `id`: all it shares with the last one is the device. */
  async function open(id: number): Promise<void> {
    TestBed.resetTestingModule();
    live.set('live');
    TestBed.configureTestingModule({
      providers: [
        provideHttpClient(),
        provideHttpClientTesting(),
        { provide: Live, useValue: { state: live } },
      ],
    });
    server = TestBed.inject(HttpTestingController);
    const recall = TestBed.inject(Session).recall();
    server.expectOne('/api/v1/me').flush({ id, name: 'Asha' });
    await recall;
    outgoing = TestBed.inject(Outgoing);
    deliveries = [];
    outgoing.delivered.subscribe((each) => deliveries.push(each));
    TestBed.inject(ApplicationRef).tick();
  }

  async function request(url: string): Promise<TestRequest> {
    const found: TestRequest[] = [];
    await vi.waitFor(() => {
      found.push(...server.match((each) => each.url === url));
      expect(found).toHaveLength(1);
    });
    return found[0] as TestRequest;
  }

  const refuse = (asked: TestRequest, status: number, headers?: Record<string, string>) =>
    asked.flush(null, { status, statusText: 'No', headers });

  beforeEach(async () => {
    vi.stubGlobal(
      'URL',
      Object.assign(URL, { createObjectURL: () => 'blob:x', revokeObjectURL: () => undefined }),
    );
    user += 10;
    await open(user);
  });

  it('is kept first, then sent once under its own key, then gone', async () => {
    const parcel = await outgoing.send(DRAFT);
    expect(outgoing.of(7).map((each) => each.id)).toEqual([parcel.id]);
    expect(outgoing.of(8)).toEqual([]);

    const asked = await request(LOGS);
    expect(asked.request.headers.get('Idempotency-Key')).toBe(parcel.id);
    expect(asked.request.body).toEqual({
      program_id: 70,
      log_type: 'NUTRITION',
      payload: DRAFT.payload,
      timestamp: DRAFT.timestamp,
    });
    asked.flush(ADDED);

    await vi.waitFor(() => expect(deliveries).toHaveLength(1));
    expect(deliveries[0]).toMatchObject({ logId: 9, status: 'VERIFIED', parcel: { id: parcel.id } });
    expect(outgoing.parcels()).toEqual([]);
    expect(await TestBed.inject(Vault).all(user, 'parcel')).toEqual([]);
  });

  it('goes out the same after the page died without seeing the answer', async () => {
    const parcel = await outgoing.send(DRAFT);
    const first = await request(LOGS);
    const body = JSON.stringify(first.request.body);

    await open(user);

    const second = await request(LOGS);
    expect(second.request.headers.get('Idempotency-Key')).toBe(parcel.id);
    expect(JSON.stringify(second.request.body)).toBe(body);
    second.flush(ADDED);
    await vi.waitFor(() => expect(outgoing.parcels()).toEqual([]));
  });

  it('is neither seen nor sent by another person', async () => {
    await outgoing.send(DRAFT);
    await request(LOGS);

    await open(user + 1);
    await TestBed.inject(Vault).all(user + 1, 'parcel');
    expect(outgoing.parcels()).toEqual([]);
    server.expectNone(LOGS);

    await open(user);
    await request(LOGS);
  });

  it('waits without a network, and goes when there is one', async () => {
    await outgoing.send(DRAFT);
    (await request(LOGS)).error(new ProgressEvent('error'));
    await vi.waitFor(() => expect(outgoing.parcels()[0]?.failure?.cause).toBe('offline'));
    expect(outgoing.parcels()[0]?.state).toBe('waiting');

    window.dispatchEvent(new Event('online'));

    (await request(LOGS)).flush(ADDED);
    await vi.waitFor(() => expect(outgoing.parcels()).toEqual([]));
  });

  it('goes as soon as the server is heard again', async () => {
    await outgoing.send(DRAFT);
    (await request(LOGS)).error(new ProgressEvent('error'));
    await vi.waitFor(() => expect(outgoing.blockage()?.cause).toBe('offline'));
    expect(outgoing.delayed()).toBe(true);

    live.set('reconnecting');
    TestBed.inject(ApplicationRef).tick();
    server.expectNone(LOGS);
    live.set('live');
    TestBed.inject(ApplicationRef).tick();

    (await request(LOGS)).flush(ADDED);
    await vi.waitFor(() => expect(outgoing.delayed()).toBe(false));
  });

  it('waits as long as the server asks', async () => {
    await outgoing.send(DRAFT);
    refuse(await request(LOGS), 429, { 'Retry-After': '1' });
    await vi.waitFor(() =>
      expect(outgoing.parcels()[0]?.failure).toMatchObject({ cause: 'too_many', wait: 1 }),
    );

    window.dispatchEvent(new Event('online'));
    server.expectNone(LOGS);

    await vi.waitFor(() => expect(server.match(LOGS)).toHaveLength(1), { timeout: 2_000 });
  });

  it('asks a person about what the server refuses', async () => {
    const { id } = await outgoing.send(DRAFT);
    refuse(await request(LOGS), 403);
    await vi.waitFor(() => expect(outgoing.parcels()[0]?.state).toBe('refused'));

    await open(user);
    await vi.waitFor(() => expect(outgoing.parcels()[0]?.failure?.cause).toBe('forbidden'));
    server.expectNone(LOGS);
    await outgoing.retry(id);
    refuse(await request(LOGS), 403);
    await vi.waitFor(() => expect(outgoing.parcels()[0]?.state).toBe('refused'));

    await outgoing.discard(id);
    expect(outgoing.parcels()).toEqual([]);
    await open(user);
    expect(await TestBed.inject(Vault).all(user, 'parcel')).toEqual([]);
  });

  it('is looked for before it is sent again, once the server has forgotten its key', async () => {
    const { id } = await outgoing.send(DRAFT);
    await request(LOGS);
    vi.useFakeTimers({ now: Date.now() + 25 * 3_600_000, toFake: ['Date'] });
    await open(user);

    const asked = await request(HISTORY);
    expect(asked.request.params.get('from')).toBe('2026-11-21');
    expect(asked.request.params.get('to')).toBe('2026-11-23');
    const other = { ...LOGGED, id: 31, payload: { meal: 'DINNER' } };
    asked.flush({ data: [other, { ...LOGGED, id: 32 }], pagination: { next_cursor: null } });

    await vi.waitFor(() => expect(deliveries).toMatchObject([{ logId: 32, parcel: { id } }]));
    server.expectNone(LOGS);
    vi.useRealTimers();
  });

  it('is tried a few times when the server breaks over it, then left to a person', async () => {
    const { id } = await outgoing.send(DRAFT);
    for (let attempt = 1; attempt < 5; attempt++) {
      refuse(await request(LOGS), 500);
      await vi.waitFor(() => expect(outgoing.blockage()?.cause).toBe('broken'));
      await vi.waitFor(() => expect(outgoing.parcels()[0]?.state).toBe('waiting'));
      await outgoing.retry(id);
    }
    refuse(await request(LOGS), 500);
    await vi.waitFor(() => expect(outgoing.parcels()[0]?.state).toBe('refused'));
  });

  describe('with a photo', () => {
    const photo = () => new Blob(['picture'], { type: 'image/jpeg' });
    const answers: number[] = [];
    let puts: string[];

    beforeEach(() => {
      answers.length = 0;
      puts = [];
      vi.spyOn(Upload.prototype, 'put').mockImplementation((url, _headers, body) => {
        puts.push(`${url} ${body.type} ${body.size}`);
        return Promise.resolve(answers.shift() ?? 200);
      });
    });

    afterEach(() => vi.restoreAllMocks());

    it('brings the photo, then the log that names it', async () => {
      await outgoing.send({ ...DRAFT, photo: photo() });
      const asked = await request(UPLOADS);
      expect(asked.request.body).toMatchObject({ program_id: 70, content_type: 'image/jpeg', size: 7 });
      expect((asked.request.body as { sha256: string }).sha256).toMatch(/^[0-9a-f]{64}$/);
      asked.flush(PLACE);

      const log = await request(LOGS);
      expect(puts).toEqual(['https://store/k image/jpeg 7']);
      expect(log.request.body).toMatchObject({ payload: { ...DRAFT.payload, photo_key: 'raw/k' } });
      log.flush({ ...ADDED, status: 'PROCESSING' });
      await vi.waitFor(() => expect(outgoing.parcels()).toEqual([]));
    });

    it('asks for a new link, under a new key, when the first has expired', async () => {
      answers.push(403);
      await outgoing.send({ ...DRAFT, photo: photo() });
      const first = await request(UPLOADS);
      first.flush(PLACE);
      const second = await request(UPLOADS);
      second.flush({ ...PLACE, key: 'raw/l', url: 'https://store/l' });

      const log = await request(LOGS);
      const keys = [first, second].map((each) => each.request.headers.get('Idempotency-Key'));
      expect(keys[0]).not.toBe(keys[1]);
      expect(log.request.body).toMatchObject({ payload: { photo_key: 'raw/l' } });
    });

    it('does not upload again after the page died between photo and log', async () => {
      await outgoing.send({ ...DRAFT, photo: photo() });
      (await request(UPLOADS)).flush(PLACE);
      await request(LOGS);

      await open(user);

      const log = await request(LOGS);
      expect(log.request.body).toMatchObject({ payload: { photo_key: 'raw/k' } });
      expect(puts).toHaveLength(1);
      expect(outgoing.parcels()[0]?.photo?.size).toBe(7);
    });

    it('keeps the photo when the store refuses it for good', async () => {
      answers.push(403, 403, 403);
      await outgoing.send({ ...DRAFT, photo: photo() });
      for (let attempt = 0; attempt < 3; attempt++) (await request(UPLOADS)).flush(PLACE);

      await vi.waitFor(() => expect(outgoing.parcels()[0]?.state).toBe('refused'));
      expect(outgoing.parcels()[0]).toMatchObject({ failure: { cause: 'invalid' }, photoUrl: 'blob:x' });
      server.expectNone(LOGS);
    });

    it('counts as delivered when the photo is already part of its log', async () => {
      await outgoing.send({ ...DRAFT, photo: photo() });
      (await request(UPLOADS)).flush(PLACE);
      refuse(await request(LOGS), 409);

      const log = { ...LOGGED, id: 33, status: 'NEEDS_REVIEW', source: 'photo', payload: {} };
      (await request(HISTORY)).flush({ data: [log], pagination: { next_cursor: null } });

      await vi.waitFor(() => expect(deliveries).toMatchObject([{ logId: 33, status: 'NEEDS_REVIEW' }]));
      expect(outgoing.parcels()).toEqual([]);
    });
  });
});
