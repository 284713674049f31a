/** What the service worker does with a request. Pure. */

/** Where phones hand over sound from their share sheet. */
const SHARE_PATH = '/chia-se';

export type Way =
  /** The page itself: from the station while it answers, else the kept one. */
  | 'page'
  /** A file whose content is in its name: kept ones are as good as new. */
  | 'asset'
  | 'share'
  /** The station's business alone: answers are never kept here. */
  | 'leave';

export interface Asked {
  readonly method: string;
  readonly url: string;
  readonly isPage: boolean;
}

export function wayOf({ method, url, isPage }: Asked, origin: string): Way {
  const { origin: from, pathname } = new URL(url);
  if (from !== origin) return 'leave';
  if (method === 'POST') return pathname === SHARE_PATH ? 'share' : 'leave';
  if (method !== 'GET') return 'leave';
  if (isPage) return pathname === '/' ? 'page' : 'leave';
  return pathname.startsWith('/assets/') || pathname === '/icon.svg' ? 'asset' : 'leave';
}
