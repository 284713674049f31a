import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { StationError } from '#kernel';
import { type Doorkeeper, type HelperCodes, KEY_PREFIX, type KeyRing, type Visitor } from '#people';

const SESSION = 'loaxa_session';
const DEVICE = 'loaxa_device';
/** Browsers take a cookie of such a name over HTTPS only, and from this host only. */
const HOST = '__Host-';
/** As long as browsers keep any cookie. */
const DEVICE_MS = 400 * 86_400_000;
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** What a program shows: an API key, or a session token. */
function bearerOf({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
  return /^Bearer ([\w-]{20,200})$/.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** The one cookie of a name. Two different ones: one was put there by somebody else, and which is anybody's guess. */
function cookieOf({ headers }: Pick<IncomingMessage, 'headers'>, name: string): string | null {
  const pairs = (headers.cookie ?? '').split(';').map((part) => part.trim().split('='));
  const named = (wanted: string) => new Set(pairs.filter(([key]) => key === wanted).map(([, value]) => value ?? ''));
  const [safe, plain] = [named(HOST + name), named(name)];
  const all = [...(safe.size > 0 ? safe : plain)];
  return all.length === 1 && all[0] ? all[0] : null;
}

/** The session token of a request: from the cookie, or from "Authorization: Bearer" for programs. */
export function sessionOf(request: Pick<IncomingMessage, 'headers'>): string | null {
  return bearerOf(request) ?? cookieOf(request, SESSION);
}

/** The token of a device on which somebody signed in before. */
export function deviceOf(request: Pick<IncomingMessage, 'headers'>): string | null {
  return cookieOf(request, DEVICE);
}

function setCookie(request: Request, response: Response, name: string, token: string, maxAge?: number): void {
  const isSafe = request.secure;
  response.cookie(isSafe ? HOST + name : name, token, {
    httpOnly: true,
    sameSite: 'strict',
    path: '/',
    secure: isSafe,
    ...(maxAge === undefined ? {} : { maxAge }),
  });
}

/** Sessions that were opened in answer to a request: the audit log asks whose they are. */
const opened = new WeakMap<Response, string>();

/** The session that this answer opens; null: none. */
export function sessionSet(response: Response): string | null {
  return opened.get(response) ?? null;
}

export function setSession(request: Request, response: Response, token: string): void {
  opened.set(response, token);
  setCookie(request, response, SESSION, token);
}

export function setDevice(request: Request, response: Response, token: string): void {
  setCookie(request, response, DEVICE, token, DEVICE_MS);
}

export function clearSession(response: Response): void {
  for (const name of [SESSION, HOST + SESSION]) {
    response.clearCookie(name, { httpOnly: true, sameSite: 'strict', path: '/', secure: name.startsWith(HOST) });
  }
}

/** How long nobody touched the screen that asks, as the console says it. */
function idleMsOf(request: Request): number {
  const text = request.get('x-idle-seconds') ?? '';
  return /^\d{1,7}$/.test(text) ? Number(text) * 1000 : 0;
}

/** Refuses changes that another site's page asks for: Sec-Fetch-Site where browsers send it, else the Origin. */
export const refuseCrossSite: RequestHandler = (request, _response, next) => {
  if (!SAFE_METHODS.includes(request.method)) {
    const site = request.get('sec-fetch-site');
    const origin = request.get('origin');
    const isForeign = site
      ? site !== 'same-origin' && site !== 'none'
      : origin !== undefined && origin.replace(/^https?:\/\//, '') !== request.get('host');
    if (isForeign) throw new StationError('CROSS_SITE');
  }
  next();
};

/** Who asks; throws AUTH_REQUIRED when nobody is signed in. `isHalfOpen`: also somebody whose second step is still to come. */
export async function visitorOf(
  {
    doorkeeper,
    keys,
    helpers,
  }: { readonly doorkeeper: Doorkeeper; readonly keys: KeyRing; readonly helpers: HelperCodes },
  request: Request,
  isHalfOpen = false,
): Promise<Visitor> {
  const bearer = bearerOf(request);
  const session = sessionOf(request);
  const visitor = bearer?.startsWith(KEY_PREFIX)
    ? await keys.visitorOf(bearer)
    : session === null
      ? null
      : helpers.isHelpers(session)
        ? await helpers.visitorOf(session)
        : await doorkeeper.visitorOf(session, idleMsOf(request), isHalfOpen);
  if (!visitor) throw new StationError('AUTH_REQUIRED');
  return visitor;
}
