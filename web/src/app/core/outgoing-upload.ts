import { Injectable } from '@angular/core';

/** Nothing moved for so long: the line is dead, whatever the browser still hopes for. */
const STALLED_MS = 30_000;

/** Puts bytes where the server said; fetch cannot tell how far an upload has come, so this is the older way. */
@Injectable({ providedIn: 'root' })
export class Upload {
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
