import { timingSafeEqual } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Listener } from '#delivery';
import { type Endpoint, findEndpoint } from '#endpoint';
import { notFound } from '#kernel';
import type { House } from './house.ts';
import { holdAnswer, sameHolder } from './standing.ts';

/** Whether a key in an address is the one that was kept, in a time that tells nothing. */
export function isKey(given: unknown, kept: string): boolean {
  if (typeof given !== 'string') return false;
  const [a, b] = [Buffer.from(given), Buffer.from(kept)];
  return a.length === b.length && timingSafeEqual(a, b);
}

/**
 * GET /stream/<endpoint>.mp3?key=… — the endless MP3 stream of an `http` endpoint; with &mode=item only the present or next
 * broadcast, after which the answer ends. The key stands in the address because cheap devices can send nothing else.
 */
export function streamRoute({ store, streams }: House): RequestHandler<{ file: string }> {
  return async (request, response) => {
    const id = /^(end_[0-9a-z]+)\.mp3$/.exec(request.params.file)?.[1];
    const endpoint = id === undefined ? null : await findEndpoint(store.db, id);
    if (!endpoint?.streamKey || endpoint.retiredAt !== null || !isKey(request.query['key'], endpoint.streamKey)) {
      throw notFound('page');
    }
    const opened = Promise.resolve(endpoint);
    const stillMay = (now: Endpoint | undefined) => sameHolder(opened, now, 'streamKey');
    holdAnswer(request, response, { endpointId: endpoint.id, stillMay });
    pullStream(request, response, (listener) => streams.join(endpoint.id, listener));
  };
}

/** Answers with an endless MP3 stream, until one of the two sides ends it. `join` gives how one leaves again. */
export function pullStream(request: Request, response: Response, join: (listener: Listener) => () => void): void {
  // A device that hung up while the door was looked at never says so again.
  if (response.destroyed || request.socket.destroyed) return;
  response.writeHead(200, {
    'content-type': 'audio/mpeg',
    'cache-control': 'no-store',
    'icy-name': 'LoaXa',
    connection: 'close',
  });
  if (request.method === 'HEAD') {
    response.end();
    return;
  }
  response.flushHeaders();
  response.socket?.setNoDelay(true);
  const leave = join({
    mode: request.query['mode'] === 'item' ? 'item' : 'endless',
    write: (bytes) => void response.write(bytes),
    bufferedBytes: () => response.writableLength,
    end: () => response.end(),
    cut: () => response.destroy(),
  });
  response.on('close', leave);
}
