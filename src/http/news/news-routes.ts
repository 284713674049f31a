import type { IncomingMessage } from 'node:http';
import type { Plane } from '#admin';
import { addressBehind } from '../client-address.ts';
import type { Topic } from '../contract.ts';
import { sessionOf } from '../guard.ts';
import type { House } from '../house.ts';
import { heardBy } from './topics.ts';

export const NEWS_PATH = '/api/v1/news';

/** Somebody who is signed in, and of what he may hear. */
export interface Listener {
  readonly heard: ReadonlySet<Topic>;
  /** Whether the session goes on, with the same rights. A line that listens is no sign that a person is there. */
  stillMay(): Promise<boolean>;
}

/** Lets a console listen to what changes: a page of our own host, with a session. Answers the refusal otherwise. */
export async function admitListener(
  house: House,
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  plane: Plane,
): Promise<Listener | '401 Unauthorized' | '403 Forbidden' | '503 Service Unavailable'> {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const isOurs = origin !== undefined && origin.replace(/^https?:\/\//, '') === host;
  if (!isOurs || (site !== undefined && site !== 'same-origin')) return '403 Forbidden';
  const address = addressBehind(house.settings.trustedProxies, request);
  if ((await house.admin.judge({ plane, wish: 'work', address, isBreakGlass: false })) !== 'yes')
    return '403 Forbidden';
  const token = sessionOf(request);
  const heard = token === null ? null : await heardNow(house, token);
  if (token === null || heard === null) return '401 Unauthorized';
  if (!house.news.hasRoom()) return '503 Service Unavailable';
  return {
    heard,
    async stillMay() {
      const now = await heardNow(house, token);
      return now !== null && [...now].join() === [...heard].join();
    },
  };
}

async function heardNow({ doorkeeper }: House, token: string): Promise<ReadonlySet<Topic> | null> {
  const verbs = await doorkeeper.verbsOf(token);
  return verbs === null ? null : heardBy(verbs);
}
