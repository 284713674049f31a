import type { IncomingMessage } from 'node:http';
import type { Express, Request } from 'express';
import { liesIn, type Network, plainAddress } from '#kernel';

const PROXIES = 'trusted proxies';

/** Headers about who asks are believed only from these proxies; from anybody else they are text like any other. */
export function trustProxies(app: Express, proxies: readonly Network[]): void {
  app.set(PROXIES, proxies);
  // Packages that count requests by address ask express.
  app.set('trust proxy', (address: string) => liesIn(address, proxies));
}

/**
 * The address from which a request comes, in one spelling: that of the socket, or what a trusted proxy
 * (LOAXA_TRUSTED_PROXIES) said of its own client. Empty when the socket is gone already.
 */
export function clientAddress(request: Request): string {
  return addressBehind(request.app.get(PROXIES) as readonly Network[], request);
}

/** The same for a request that express does not see. */
export function addressBehind(
  proxies: readonly Network[],
  { socket, headers }: Pick<IncomingMessage, 'socket' | 'headers'>,
): string {
  let address = plainAddress(socket.remoteAddress ?? '') ?? '';
  const told = [headers['x-forwarded-for'] ?? ''].flat().join(',');
  for (const hop of told.split(',').reverse()) {
    if (!liesIn(address, proxies)) return address;
    const before = plainAddress(hop.trim());
    // What a proxy passed on may be no address at all: then the proxy itself is the one who asks.
    if (before === null) return address;
    address = before;
  }
  return address;
}
