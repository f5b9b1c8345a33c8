import { HttpErrorResponse } from '@angular/common/http';
import { TestBed } from '@angular/core/testing';
import { Subject } from 'rxjs';

import { Api } from '../api/api';
import {
  addDocument,
  addUpload,
  deleteDocument,
  listDocuments,
  readDocument,
  restoreDocument,
} from '../api/functions';
import { DocumentOut } from '../api/models';
import { Live } from '../core/live';
import { Upload } from '../core/outgoing-upload';
import { Shelf } from './shelf';

const document = (id: number, more: Partial<DocumentOut> = {}) =>
  ({ id, member_id: 7, status: 'READY', title: `Report ${id}`, ...more }) as DocumentOut;
const pdf = (name = 'Echo of the heart.pdf', bytes = 'x') =>
  new File([bytes], name, { type: 'application/pdf' });
const refused = (status: number) => new HttpErrorResponse({ status });

describe('the shelf', () => {
  const heard = new Subject<object>();
  const answers = new Map<unknown, (params: Record<string, unknown>) => unknown>();
  const invoke = vi.fn((call: unknown, params: Record<string, unknown>) => {
    try {
      return Promise.resolve(answers.get(call)?.(params));
    } catch (error) {
      return Promise.reject(error as Error);
    }
  });
  const put = vi.fn();
  let shelf: Shelf;

  const page = (data: DocumentOut[], next_cursor: string | null = null) => ({
    data,
    pagination: { next_cursor, has_more: next_cursor !== null },
  });
  const shown = () => shelf.documents()?.map((each) => [each.id, each.status]);
  const settle = () => vi.waitFor(() => expect(shelf.sending()).toBe(false));
  const news = (id: number) => heard.next({ type: 'document.updated', member_id: 7, id });

  beforeEach(async () => {
    answers.clear();
    invoke.mockClear();
    put.mockReset().mockResolvedValue(200);
    vi.spyOn(Upload.prototype, 'put').mockImplementation(put);
    answers.set(listDocuments, () => page([document(3), document(1)]));
    answers.set(addUpload, () => ({ key: 'raw/k', url: 'https://store/k', headers: {} }));
    answers.set(addDocument, () => document(5, { status: 'PROCESSING' }));
    TestBed.configureTestingModule({
      providers: [
        Shelf,
        { provide: Api, useValue: { invoke } },
        { provide: Live, useValue: { messages: heard } },
      ],
    });
    shelf = TestBed.inject(Shelf);
    shelf.show(7);
    await vi.waitFor(() => expect(shelf.documents()).toBeDefined());
  });
  afterEach(() => vi.restoreAllMocks());

  it('sends a file, gives it its own name, and shows it on top while it is checked', async () => {
    shelf.send(pdf());
    expect(shelf.onTheirWay()).toHaveLength(1);
    await settle();

    expect(shelf.onTheirWay()).toEqual([]);
    expect(shown()).toEqual([
      [5, 'PROCESSING'],
      [3, 'READY'],
      [1, 'READY'],
    ]);
    expect(invoke).toHaveBeenCalledWith(addUpload, {
      body: expect.objectContaining({ member_id: 7, content_type: 'application/pdf', size: 1 }) as object,
    });
    expect(invoke).toHaveBeenCalledWith(
      addDocument,
      expect.objectContaining({ member_id: 7, body: { key: 'raw/k', title: 'Echo of the heart' } }),
    );
  });

  it('sends nothing that would not be taken', () => {
    shelf.send(new File(['x'], 'page.html', { type: 'text/html' }));

    expect(shelf.onTheirWay()[0]?.mistake).toBe('not_taken');
    expect(shelf.sending()).toBe(false);
    expect(put).not.toHaveBeenCalled();
    for (const parcel of shelf.onTheirWay()) shelf.discard(parcel);
    expect(shelf.onTheirWay()).toEqual([]);
  });

  it('keeps a file that did not get there for another try', async () => {
    put.mockResolvedValueOnce(0);
    shelf.send(pdf());
    await settle();
    expect(shelf.onTheirWay().map((each) => each.failure?.cause)).toEqual(['offline']);

    for (const parcel of shelf.onTheirWay()) shelf.sendAgain(parcel);
    await settle();

    expect(shelf.onTheirWay()).toEqual([]);
    expect(shown()?.[0]).toEqual([5, 'PROCESSING']);
  });

  it('turns a document when the server says that it has turned', async () => {
    answers.set(readDocument, () => document(1, { status: 'FAILED' }));
    news(1);
    await vi.waitFor(() => expect(shown()).toContainEqual([1, 'FAILED']));

    answers.set(readDocument, () => {
      throw refused(403);
    });
    news(1);
    await vi.waitFor(() => expect(shown()).toEqual([[3, 'READY']]));

    invoke.mockClear();
    heard.next({ type: 'document.updated', member_id: 8, id: 1 });
    expect(invoke).not.toHaveBeenCalled();
  });

  it('takes a deleted document away and puts it back where it was', async () => {
    answers.set(deleteDocument, () => undefined);
    answers.set(restoreDocument, () => document(3));
    await shelf.remove(document(3));
    expect(shown()).toEqual([[1, 'READY']]);

    await shelf.restore(document(3));

    expect(shown()?.map(([id]) => id)).toEqual([3, 1]);
  });

  it('shows older ones, and keeps them when it looks at the newest again', async () => {
    answers.set(listDocuments, ({ cursor }) =>
      cursor ? page([document(2), document(1)]) : page([document(9), document(8)], 'after-8'),
    );
    shelf.show(7);
    await vi.waitFor(() => expect(shelf.more()).toBe(true));

    await shelf.showMore();
    expect(shown()?.map(([id]) => id)).toEqual([9, 8, 2, 1]);
    expect(shelf.more()).toBe(false);

    answers.set(listDocuments, () => page([document(10), document(9)], 'after-9'));
    await shelf.look();
    expect(shown()?.map(([id]) => id)).toEqual([10, 9, 8, 2, 1]);
    expect(shelf.more()).toBe(false);
  });

  it('says why there is nothing to show, and keeps what is shown', async () => {
    answers.set(listDocuments, () => {
      throw refused(503);
    });
    await shelf.look();
    expect(shelf.failure()).toBeUndefined();

    shelf.show(8);
    await vi.waitFor(() => expect(shelf.failure()?.cause).toBe('busy'));
  });
});
