/** What every request meets first: the form of its head, and the headers of every answer. */
import type { Request, RequestHandler } from 'express';
import { StationError } from '#kernel';

const METHODS: readonly string[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];
/** A browser sends some twenty. */
const MOST_HEADERS = 100;

/** Nothing of the browser's machine is open to the console but the microphone. */
const PERMISSIONS = [
  'microphone=(self)',
  ...['camera', 'geolocation', 'display-capture', 'usb', 'serial', 'hid', 'bluetooth', 'midi', 'payment'].map(
    (name) => `${name}=()`,
  ),
].join(', ');

const WANTED = {
  method: METHODS.join(' '),
  address: '/…',
  headers: `< ${MOST_HEADERS + 1}`,
  host: '× 1',
} as const;

/** What is wrong with the head of a request, or null. */
export function headFault({
  method,
  url,
  rawHeaders,
}: Pick<Request, 'method' | 'url' | 'rawHeaders'>): keyof typeof WANTED | null {
  if (!METHODS.includes(method)) return 'method';
  // We are nobody's proxy: an address with a host in it is an attempt to be taken for another one.
  if (!url.startsWith('/') && url !== '*') return 'address';
  if (rawHeaders.length > MOST_HEADERS * 2) return 'headers';
  const names = rawHeaders.filter((_, at) => at % 2 === 0).map((name) => name.toLowerCase());
  return names.filter((name) => name === 'host').length > 1 ? 'host' : null;
}

/** Refuses heads that two readers would read differently; nothing is answered from a cache, but files that say so. */
export const frontDoor: RequestHandler = (request, response, next) => {
  response.setHeader('permissions-policy', PERMISSIONS);
  response.setHeader('cache-control', 'no-store');
  const fault = headFault(request);
  if (fault !== null) {
    response.setHeader('connection', 'close');
    throw new StationError('REQUEST_INVALID', { field: fault, problem: WANTED[fault] });
  }
  next();
};
