/**
 * How often somebody may try to get in. Pure: the time comes in, a verdict goes out. A refused try is not counted, so
 * that nobody who is already waiting is made to wait longer by others.
 */

/** So many tries are free; each one after them waits twice as long as the one before, up to a most; then all is forgotten. */
export interface Limit {
  readonly free: number;
  readonly firstMs: number;
  readonly mostMs: number;
  readonly forgetMs: number;
}

/** Tries that failed, or whose end is not known yet. */
export interface Strikes {
  readonly count: number;
  readonly lastAtMs: number;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

export const LIMITS = {
  /** One account from one address. */
  pair: { free: 5, firstMs: 2000, mostMs: 15 * MINUTE_MS, forgetMs: 24 * HOUR_MS },
  /** One address, whatever the names: an office may sit behind it. */
  source: { free: 20, firstMs: 1000, mostMs: 5 * MINUTE_MS, forgetMs: HOUR_MS },
  /** Everybody whom nobody knows, together: what the computer can bear. */
  strangers: { free: 100, firstMs: 100, mostMs: 5000, forgetMs: 10 * MINUTE_MS },
  /** A device on which this account signed in before: it waits for its own mistakes only. */
  device: { free: 10, firstMs: 1000, mostMs: 30_000, forgetMs: 15 * MINUTE_MS },
  /** Six digits can be guessed: codes of one account, from wherever its password was known. */
  code: { free: 20, firstMs: 5000, mostMs: 30 * MINUTE_MS, forgetMs: 24 * HOUR_MS },
  /** The same on a known device. */
  device_code: { free: 5, firstMs: 2000, mostMs: 5 * MINUTE_MS, forgetMs: 24 * HOUR_MS },
} as const satisfies Record<string, Limit>;
export type LimitName = keyof typeof LIMITS;

/** Somebody tries a step of getting in. */
export interface Attempt {
  readonly step: 'password' | 'code' | 'recovery' | 'passkey' | 'link';
  /** Whose door: the name as it was typed, whether there is such an account or not. Empty: it is not said. */
  readonly account: string;
  /** From where. */
  readonly source: string;
  /** The device, when this account signed in on it before. */
  readonly device: string | null;
}

/** The buckets that a try falls into: all of them must let it pass. */
export function bucketsOf({ step, account, source, device }: Attempt): ReadonlyArray<readonly [LimitName, string]> {
  if (device !== null) return [[step === 'code' ? 'device_code' : 'device', `${device} ${account}`]];
  const kind = step === 'password' || step === 'link' ? '' : `${step} `;
  return [
    ...(account === '' ? [] : ([['pair', `${kind}${source} ${account}`]] as const)),
    ...(step === 'code' ? ([['code', account]] as const) : []),
    ['source', source],
    ['strangers', ''],
  ];
}

/** How long the next try must wait; 0: not at all. */
export function waitMs(limit: Limit, strikes: Strikes | undefined, nowMs: number): number {
  if (!strikes || nowMs - strikes.lastAtMs >= limit.forgetMs || strikes.count < limit.free) return 0;
  const delayMs = Math.min(limit.mostMs, limit.firstMs * 2 ** Math.min(30, strikes.count - limit.free));
  return Math.max(0, strikes.lastAtMs + delayMs - nowMs);
}

/** One more. */
export function strike(limit: Limit, strikes: Strikes | undefined, nowMs: number): Strikes {
  const isOver = !strikes || nowMs - strikes.lastAtMs >= limit.forgetMs;
  return { count: isOver ? 1 : strikes.count + 1, lastAtMs: nowMs };
}

/** One that was right after all: whoever knows the way in is forgiven alone, and the rest loses this one try. */
export function forgive(name: LimitName, strikes: Strikes): Strikes | null {
  if (name !== 'source' && name !== 'strangers') return null;
  return strikes.count <= 1 ? null : { ...strikes, count: strikes.count - 1 };
}

/** An address as one source: of IPv6 the half that a household or office is given. */
export function sourceOf(address: string): string {
  const plain = address.startsWith('::ffff:') && address.includes('.') ? address.slice(7) : address;
  if (!plain.includes(':')) return plain;
  const [head = '', tail = ''] = plain.split('%')[0]?.split('::') ?? [];
  const front = head === '' ? [] : head.split(':');
  const back = tail === '' ? [] : tail.split(':');
  const zeros = plain.includes('::')
    ? Array.from({ length: Math.max(0, 8 - front.length - back.length) }, () => '0')
    : [];
  const groups = [...front, ...zeros, ...back].slice(0, 4);
  return `${groups.map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
