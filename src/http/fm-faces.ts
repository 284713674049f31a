import { createHash } from 'node:crypto';
import express, { type Request, type Response, type Router } from 'express';
import type { Listener } from '#delivery';
import { notFound } from '#kernel';
import { sendMp3 } from './send-mp3.ts';
import { holdAnswer } from './standing.ts';
import { isKey, pullStream } from './stream-route.ts';

/** What the computer at a transmitter is served from. */
export interface FmDoor {
  /** The secret in the addresses of a station; null: there is no such station. */
  keyOf(stationId: string): string | null;
  /** `etag` is the SHA-256 of the text. */
  manifestOf(stationId: string): { readonly text: string; readonly etag: string } | null;
  nowOf(stationId: string): { readonly ascii: string; readonly utf8: string } | null;
  /** The station's computer has the manifest that counts now. */
  fetched(stationId: string): void;
  /** The manifest of that station names this rendition. */
  mayFetch(stationId: string, sha256: string): boolean;
  /** Somebody begins to pull the sound of a station; gives how he leaves again. */
  joinMount(stationId: string, listener: Listener): () => void;
}

interface Parts {
  readonly fm: FmDoor;
  /** Where a rendition lies on the disk. */
  renditionPath(sha256: string): string;
}

/**
 * GET /fm/<station>/manifest.json, now.txt, now-utf8.txt, file/<sha256>.mp3 and audio.mp3, each with ?key=… in the address
 * because the programs beside a transmitter can send nothing else (docs/protocols/fm-relay.md).
 */
export function fmFaces({ fm, renditionPath }: Parts): Router {
  const router = express.Router();
  router.use('/:station', (request, response, next) => {
    const { station } = request.params;
    const isRight = () => {
      const key = fm.keyOf(station);
      return key !== null && isKey(request.query['key'], key);
    };
    if (!isRight()) throw notFound('page');
    holdAnswer(request, response, { endpointId: null, stillMay: isRight });
    next();
  });
  router.get('/:station/manifest.json', (request, response) => {
    const { station } = request.params;
    const { text, etag } = fm.manifestOf(station) ?? none();
    if (request.method === 'GET') {
      // Taken whole, or held already: and only while it is still the one that counts.
      response.on('finish', () => {
        if (fm.manifestOf(station)?.etag === etag) fm.fetched(station);
      });
    }
    show(request, response, { text, etag, type: 'application/json' });
  });
  router.get('/:station/now.txt', (request, response) => {
    const { ascii } = fm.nowOf(request.params.station) ?? none();
    show(request, response, { text: ascii, etag: sha256Of(ascii), type: 'text/plain' });
  });
  router.get('/:station/now-utf8.txt', (request, response) => {
    const { utf8 } = fm.nowOf(request.params.station) ?? none();
    show(request, response, { text: utf8, etag: sha256Of(utf8), type: 'text/plain' });
  });
  router.get('/:station/file/:file', async (request, response) => {
    const { station, file } = request.params;
    const sha256 = /^([0-9a-f]{64})\.mp3$/.exec(file)?.[1];
    if (sha256 === undefined || !fm.mayFetch(station, sha256)) throw notFound('page');
    response.set('ETag', `"${sha256}"`);
    await sendMp3(response, renditionPath(sha256));
  });
  router.get('/:station/audio.mp3', (request, response) => {
    pullStream(request, response, (listener) => fm.joinMount(request.params.station, listener));
  });
  return router;
}

interface Text {
  readonly text: string;
  readonly etag: string;
  readonly type: string;
}

/** The text, or that it is still the same (304). It may be kept, but has to be asked for each time. */
function show(request: Request, response: Response, { text, etag, type }: Text): void {
  response.set('ETag', `"${etag}"`).set('Cache-Control', 'no-cache');
  if (isHeld(request.get('if-none-match'), etag)) response.status(304).end();
  else response.type(type).send(text);
}

/** Whether an If-None-Match names that version. */
function isHeld(header: string | undefined, etag: string): boolean {
  const tags = (header ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''));
  return tags.includes(`"${etag}"`) || tags[0] === '*';
}

function none(): never {
  throw notFound('page');
}

function sha256Of(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
