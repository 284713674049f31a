import express, { type Express } from 'express';
import helmet from 'helmet';
import type { Plane } from '#admin';
import { notFound, StationError } from '#kernel';
import { adminDoor } from './admin-door.ts';
import { apiRouter, BODY_LIMIT_BYTES } from './api.ts';
import { noteUnheard } from './audit-desk.ts';
import { trustProxies } from './client-address.ts';
import { serveConsole } from './console-files.ts';
import { fmFaces } from './fm-faces.ts';
import { frontDoor } from './front-door.ts';
import { refuseCrossSite } from './guard.ts';
import { healthOf } from './health.ts';
import type { House } from './house.ts';
import { linkRouter } from './link-routes.ts';
import { openApiDocument } from './openapi.ts';
import { problemHandler } from './problem.ts';
import { keepStanding, type StandingBook } from './standing.ts';
import { streamRoute } from './stream-route.ts';
import { codeLimit } from './village-routes.ts';

/** Nothing from outside, nothing inline: the console runs on a network without Internet. */
const CSP = {
  defaultSrc: ["'none'"],
  scriptSrc: ["'self'"],
  styleSrc: ["'self'"],
  imgSrc: ["'self'", 'data:'],
  connectSrc: ["'self'"],
  mediaSrc: ["'self'"],
  manifestSrc: ["'self'"],
  workerSrc: ["'self'"],
  baseUri: ["'none'"],
  formAction: ["'none'"],
  frameAncestors: ["'none'"],
  scriptSrcAttr: null,
  fontSrc: ["'self'"],
  objectSrc: null,
  upgradeInsecureRequests: null,
} as const;

/**
 * The express application of one door. Does not listen. `consoleFolder` holds the built console. Where administration has a
 * door of its own, the public one says nothing of the machine, and that one serves people only, no loudspeakers.
 */
export function webApp(
  house: House,
  consoleFolder: string,
  plane: Plane = 'only',
  book: StandingBook | null = null,
): Express {
  const app = express();
  app.disable('x-powered-by');
  app.set('query parser', 'simple');
  trustProxies(app, house.settings.trustedProxies);
  keepStanding(app, book);
  app.use(frontDoor);
  app.use(
    helmet({
      contentSecurityPolicy: { directives: structuredClone(CSP) as never, useDefaults: false },
      // Communes run plain HTTP inside their network; a browser must not insist on more.
      strictTransportSecurity: false,
      crossOriginOpenerPolicy: false,
      originAgentCluster: false,
    }),
  );
  app.get('/healthz', async (_request, response) => {
    const health = await healthOf(house);
    response.status(health.ok ? 200 : 503).json(plane === 'public' ? { ok: health.ok } : health);
  });
  app.use(['/link/v1', '/stream', '/fm'], (_request, _response, next) => {
    // Nobody hears anything from a station that may not command.
    if (house.command.isFenced()) throw new StationError('STATION_FENCED');
    next();
  });
  if (plane === 'admin') app.use(adminDoor(house, plane, 'work'));
  else {
    app.use('/link/v1', linkRouter(house));
    app.get('/stream/:file', streamRoute(house));
    app.use('/fm', fmFaces({ fm: house.fm, renditionPath: (sha256) => house.media.renditionPath(sha256) }));
  }
  // Drawn once: strangers may ask for it.
  let document: object | null = null;
  app.get('/api/v1/openapi.json', (_request, response) => {
    if (plane === 'public') throw notFound('page');
    document ??= openApiDocument(house.version);
    response.json(document);
  });
  app.use('/api/v1', refuseCrossSite);
  app.post('/api/v1/village/session', codeLimit());
  app.use('/api/v1', apiRouter(house, plane));
  app.use('/api/v1', noteUnheard(house));
  app.use('/api', () => {
    throw notFound('page');
  });
  serveConsole(app, consoleFolder);
  app.use(() => {
    throw notFound('page');
  });
  app.use(problemHandler(house.world, BODY_LIMIT_BYTES));
  return app;
}
