import { HttpErrorResponse } from '@angular/common/http';
import { Injectable } from '@angular/core';

import { UploadOut } from '../api/models';

/** Nothing moved for so long: the line is dead, whatever the browser still hopes for. */
const STALLED_MS = 30_000;
const MOST_LINKS = 3;

/** What an announcement says of a file; the link that answers it is good for exactly these bytes. */
export interface Facts {
  size: number;
  sha256: string;
}

/** The store takes this file under no link. */
export class NotTaken extends Error {}

/** Puts bytes where the server said; fetch cannot tell how far an upload has come, so this is the older way. */
@Injectable({ providedIn: 'root' })
export class Upload {
  /**
   * Announces a file and puts it where the answer says; a link that has expired meanwhile is asked for anew. Resolves
   * with the key; rejects with what announcing rejects with, HttpErrorResponse when the way is closed, or NotTaken.
   */
  async bring(
    file: Blob,
    announce: (facts: Facts) => Promise<UploadOut>,
    progress: (share: number) => void,
  ): Promise<string> {
    const facts = { size: file.size, sha256: await digest(file) };
    for (let attempt = 1; attempt <= MOST_LINKS; attempt++) {
      const place = await announce(facts);
      const status = await this.put(place.url, place.headers, file, progress);
      if (status >= 200 && status < 300) return place.key;
      if (status === 0 || status >= 500) throw new HttpErrorResponse({ status: status && 503 });
    }
    throw new NotTaken();
  }

  /** Resolves with the store's status; 0 when it could not be reached. */
  put(
    url: string,
    headers: Record<string, string>,
    body: Blob,
    progress: (share: number) => void,
  ): Promise<number> {
    return new Promise((resolve) => {
      const request = new XMLHttpRequest();
      const finish = () => {
        clearTimeout(stalled);
        resolve(request.status);
      };
      const watch = () => setTimeout(() => request.abort(), STALLED_MS);
      let stalled = watch();
      request.upload.onprogress = ({ loaded, total }) => {
        clearTimeout(stalled);
        stalled = watch();
        if (total) progress(loaded / total);
      };
      request.onload = request.onerror = request.onabort = finish;
      request.open('PUT', url);
      for (const [name, value] of Object.entries(headers)) {
        // The browser sets the length itself and refuses to be told.
        if (!/^(host|content-length)$/i.test(name)) request.setRequestHeader(name, value);
      }
      request.send(body);
    });
  }
}

async function digest(file: Blob): Promise<string> {
  const bytes = await crypto.subtle.digest('SHA-256', await file.arrayBuffer());
  return [...new Uint8Array(bytes)].map((each) => each.toString(16).padStart(2, '0')).join('');
}
