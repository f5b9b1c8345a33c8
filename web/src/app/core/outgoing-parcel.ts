import { Told } from './entry';
import { Failure } from './problem';

export type LogType = 'NUTRITION' | 'WORKOUT' | 'VITALS';

/** A log that somebody has just written. */
export interface Draft {
  memberId: number;
  programId: number;
  logType: LogType;
  payload: Record<string, unknown>;
  /** RFC 3339, of the moment it was written: it stays, however late the parcel arrives. */
  timestamp: string;
  /** Already stripped of where it was taken, and scaled. */
  photo?: Blob;
}

/** A draft that is kept on this device until the server has it. Its id is the log's Idempotency-Key. */
export interface Parcel extends Draft {
  id: string;
  state: 'waiting' | 'uploading' | 'sending' | 'refused';
  /** How much of the photo has been uploaded, 0–1. */
  progress: number;
  failure?: Failure;
  /** The photo for an `<img>`; good while the parcel is there. */
  photoUrl?: string;
}

/** A parcel with what its delivery has to remember, so that a page that dies in between changes nothing. */
export interface Held extends Parcel {
  /** When it was written (ms): parcels go out in this order. */
  since: number;
  /** How often the server broke over this parcel. */
  broken: number;
  /** Where the photo lies, once it is uploaded, and since when (ms). */
  upload?: { key: string; at: number };
  /** When the log was first posted (ms): from then on the server may have it, answer or not. */
  posted?: number;
}

/** The parcel as the log that it will be. */
export function asLog({ logType, payload }: Pick<Draft, 'logType' | 'payload'>): Told {
  return { log_type: logType, payload, status: 'VERIFIED', candidates: [], failure: null };
}

/** What the server has answered to a parcel. */
export interface Delivery {
  parcel: Parcel;
  logId: number;
  status: string;
}

/** The parcel as it is kept: without its photo, which lies beside it, and at rest. */
export function pack(parcel: Held): Uint8Array<ArrayBuffer> {
  const atRest: Held = { ...parcel, state: parcel.state === 'refused' ? 'refused' : 'waiting', progress: 0 };
  delete atRest.photo;
  delete atRest.photoUrl;
  const type = parcel.photo?.type;
  return new TextEncoder().encode(JSON.stringify({ parcel: atRest, type }));
}

/** A kept parcel; its photo, if it has one, is fetched with `photo`. */
export async function unpack(
  bytes: Uint8Array,
  photo: (id: string) => Promise<Uint8Array<ArrayBuffer> | undefined>,
): Promise<Held> {
  const { parcel, type } = JSON.parse(new TextDecoder().decode(bytes)) as { parcel: Held; type?: string };
  const found = type === undefined ? undefined : await photo(parcel.id);
  return found ? { ...parcel, photo: new Blob([found], { type }) } : parcel;
}

/** The body of POST /logs: the same bytes each time, or the server takes it for another log. */
export function logOf({ programId, logType, payload, timestamp, upload }: Held): Record<string, unknown> {
  return {
    program_id: programId,
    log_type: logType,
    payload: upload ? { ...payload, photo_key: upload.key } : payload,
    timestamp,
  };
}
