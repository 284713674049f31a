import { type Answer, judge } from '../api/client.ts';
import { Unreachable } from '../api/failure.ts';
import { pathOf, USED } from '../api/routes.ts';
import { missed } from '../live/connection.ts';

/** A slice that moves not one byte for this long counts as cut. */
const STALL_MS = 30_000;

/** Sends the bytes of `slice` from `offset` on. `fetch` cannot tell how much has gone out, XMLHttpRequest can. */
export function sendSlice(
  uploadId: string,
  offset: number,
  slice: Blob,
  sent: (bytes: number) => void,
  giveUp: AbortSignal,
): Promise<Answer<'getUpload'>> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const abort = () => request.abort();
    let stall = setTimeout(abort, STALL_MS);
    const moved = () => {
      clearTimeout(stall);
      stall = setTimeout(abort, STALL_MS);
    };
    const end = (settle: () => void) => () => {
      clearTimeout(stall);
      giveUp.removeEventListener('abort', abort);
      settle();
    };
    const cut = end(() => {
      if (!giveUp.aborted) missed();
      reject(giveUp.aborted ? giveUp.reason : new Unreachable());
    });
    giveUp.addEventListener('abort', abort);
    request.open('PUT', pathOf(USED.getUpload[1], { id: uploadId }));
    request.setRequestHeader('Upload-Offset', String(offset));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.onprogress = ({ loaded }) => {
      moved();
      sent(offset + loaded);
    };
    request.onerror = cut;
    request.onabort = cut;
    request.onload = end(() => {
      try {
        resolve(judge(request.status, readJson(request.responseText)) as Answer<'getUpload'>);
      } catch (error) {
        reject(error);
      }
    });
    request.send(slice);
  });
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
