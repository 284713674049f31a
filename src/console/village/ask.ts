import type { RouteAnswer } from '../../http/contract.ts';
import { freshKey } from '../api/repeat-key.ts';
import { language, words } from './words.ts';

export type Village = RouteAnswer<'villageToday'>;

/** What the station said no to; `isOut`: it does not know this phone. */
export class Refused extends Error {
  readonly isOut: boolean;
  constructor(text: string, isOut: boolean) {
    super(text);
    this.isOut = isOut;
  }
}

/** Asks the station once; throws Refused with a sentence for the person. */
export async function ask(method: string, path: string, body?: unknown): Promise<unknown> {
  const headers: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
  if (path === '/village/hearings') headers['idempotency-key'] = freshKey();
  const sent = { method, headers, cache: 'no-store', signal: AbortSignal.timeout(12_000) } as const;
  const response = await fetch(`/api/v1${path}`, {
    ...sent,
    body: body === undefined ? null : JSON.stringify(body),
  }).catch(() => null);
  const answer: unknown = await response?.json().catch(() => null);
  if (response?.ok) return answer;
  const { detail } = (answer ?? {}) as { detail?: { vi: string; en: string } };
  throw new Refused(detail?.[language.value] ?? words().lost, response?.status === 401 || response?.status === 403);
}
