import type { IncomingMessage } from 'node:http';
import type { Request, RequestHandler, Response } from 'express';
import { StationError } from '#kernel';
import { type Doorkeeper, KEY_PREFIX, type KeyRing, type Visitor } from '#people';

const COOKIE = 'loaxa_session';
const SAFE_METHODS: readonly string[] = ['GET', 'HEAD', 'OPTIONS'];

/** What a program shows: an API key, or a session token. */
function bearerOf({ headers }: Pick<IncomingMessage, 'headers'>): string | null {
  return /^Bearer ([\w-]{20,200})$/.exec(headers.authorization ?? '')?.[1] ?? null;
}

/** The session token of a request: from the cookie, or from "Authorization: Bearer" for programs. */
export function sessionOf(request: Pick<IncomingMessage, 'headers'>): string | null {
  const bearer = bearerOf(request);
  if (bearer !== null) return bearer;
  const { headers } = request;
  const found = new Set<string>();
  for (const part of (headers.cookie ?? '').split(';')) {
    const [name, value] = part.trim().split('=');
    if (name === COOKIE && value) found.add(value);
  }
  // Two sessions at once: one of them was put there by somebody else, and which one is anybody's guess.
  const [session] = found;
  return found.size === 1 && session !== undefined ? session : null;
}

/** Sessions that were opened in answer to a request: the audit log asks whose they are. */
const opened = new WeakMap<Response, string>();

/** The session that this answer opens; null: none. */
export function sessionSet(response: Response): string | null {
  return opened.get(response) ?? null;
}

export function setSession(response: Response, token: string): void {
  opened.set(response, token);
  response.cookie(COOKIE, token, { httpOnly: true, sameSite: 'strict', path: '/' });
}

export function clearSession(response: Response): void {
  response.clearCookie(COOKIE, { httpOnly: true, sameSite: 'strict', path: '/' });
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

/** Who asks; throws AUTH_REQUIRED when nobody is signed in. */
export async function visitorOf(
  { doorkeeper, keys }: { readonly doorkeeper: Doorkeeper; readonly keys: KeyRing },
  request: Request,
): Promise<Visitor> {
  const bearer = bearerOf(request);
  const session = sessionOf(request);
  const visitor = bearer?.startsWith(KEY_PREFIX)
    ? await keys.visitorOf(bearer)
    : session === null
      ? null
      : await doorkeeper.visitorOf(session);
  if (!visitor) throw new StationError('AUTH_REQUIRED');
  return visitor;
}
