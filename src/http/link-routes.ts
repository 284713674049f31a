import { resolve } from 'node:path';
import express, { type Router } from 'express';
import { rateLimit } from 'express-rate-limit';
import { NOBODY, type Who } from '#audit';
import { claimEndpoint, findEndpoint } from '#endpoint';
import { StationError } from '#kernel';
import { claimRequest, isPublicKey } from '#link';
import { clientAddress } from './client-address.ts';
import type { House } from './house.ts';
import { inTime } from './patience.ts';
import { codeOf, invalid } from './problem.ts';
import { holdAnswer, sameHolder } from './standing.ts';

/** What speakers ask over HTTP: their identity once, and audio by its content hash (docs/protocols/link.md). */
export function linkRouter(house: House): Router {
  const router = express.Router();
  const guessLimit = rateLimit({
    windowMs: 60_000,
    limit: 30,
    standardHeaders: true,
    legacyHeaders: false,
    skipSuccessfulRequests: true,
    handler: () => {
      throw new StationError('RATE_LIMITED', { seconds: 60 });
    },
  });
  const json = inTime(house.world.clock, express.json({ limit: 4096 }));
  router.post('/claim', guessLimit, json, async (request, response) => {
    const asked = claimRequest.safeParse(request.body, { reportInput: true });
    if (!asked.success) throw invalid('body', asked.error);
    const { code, publicKey } = asked.data;
    if (!isPublicKey(publicKey)) throw new StationError('REQUEST_INVALID', { field: 'publicKey', problem: 'Ed25519' });
    const claim = { what: 'claimEndpoint', from: clientAddress(request), where: null };
    const claimed = house.store.transact((tx) => claimEndpoint(tx, house.world.clock, code, publicKey));
    const endpointId = await claimed.catch(async (error: unknown) => {
      await house.audit.refused({ ...claim, who: NOBODY, outcome: codeOf(error) });
      throw error;
    });
    // Whoever spoke for this endpoint until now, speaks for it no longer.
    house.link.dismiss(endpointId);
    const who: Who = { kind: 'speaker', id: endpointId, name: null };
    await house.audit.record({ ...claim, who, on: { endpointId }, detail: { publicKey } });
    response.json({ endpointId, stationKey: house.stationKey });
  });
  router.get('/audio/:sha256', async (request, response, next) => {
    const { sha256 } = request.params;
    const token = /^Bearer ([\w-]{20,128})$/.exec(request.get('authorization') ?? '')?.[1];
    const endpointId = token ? house.link.holderOf(token) : null;
    if (endpointId === null) throw new StationError('LINK_REFUSED');
    const opened = findEndpoint(house.store.db, endpointId);
    holdAnswer(request, response, { endpointId, stillMay: (now) => sameHolder(opened, now, 'publicKey') });
    const path = /^[0-9a-f]{64}$/.test(sha256) ? resolve(house.media.renditionPath(sha256)) : null;
    if (path === null) {
      next();
      return;
    }
    response.type('application/octet-stream').set('cache-control', 'private, max-age=31536000, immutable');
    response.sendFile(path, { maxAge: '1y', immutable: true, dotfiles: 'allow' }, (error) => {
      if (error && !response.headersSent) next(error);
    });
  });
  return router;
}
