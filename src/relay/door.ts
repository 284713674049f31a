import type { Clock, Fetch } from '#kernel';
import { hostOf, portOf, type ReachPolicy, readUrl, refusalOf, type UrlRule } from './url-rules.ts';
import { type Trouble, trouble } from './words.ts';

/** Stations send their listeners to the server with room: so often may one send to the next. */
const MOST_REDIRECTS = 3;
/** Up to the first line of an answer. */
const ANSWER_MS = 10_000;
/** Shoutcast shows browsers a page instead of its stream. */
const USER_AGENT = 'LoaXa relay';

/** An answer that is worth reading. */
export interface Opened {
  /** Where it came from in the end. */
  readonly url: URL;
  header(name: string): string | null;
  /** The next bytes, null at the end. Waits at most so long. */
  next(waitMs: number): Promise<Uint8Array | null | Trouble>;
  close(): void;
}

/** The guarded way out: every address, each redirect and every name's addresses pass the rules of url-rules.ts. */
export interface Door {
  get(target: string, signal: AbortSignal, base?: URL): Promise<Opened | Trouble>;
}

export function isTrouble(value: object): value is Trouble {
  return 'problem' in value;
}

export function openDoor(call: Fetch, clock: Clock, policy: ReachPolicy): Door {
  async function once(url: URL, signal: AbortSignal): Promise<Opened | { sentTo: string } | Trouble> {
    const host = hostOf(url);
    const port = portOf(url);
    let refused: UrlRule | null = null;
    const mayReach = (address: string) => {
      refused ??= refusalOf(address, port, policy);
      return refused === null;
    };
    const life = linked(signal);
    const headers = { 'user-agent': USER_AGENT, accept: '*/*', 'icy-metadata': '0' };
    const answer = await within(clock, ANSWER_MS, call({ url, headers, mayReach, signal: life.signal }));
    if (answer === 'late' || 'failed' in answer) {
      life.end();
      if (refused) return trouble(refused);
      if (answer === 'late') return trouble('late', { host });
      return answer.failed === 'refused_address' ? trouble('special') : trouble(answer.failed, { host });
    }
    const close = () => {
      answer.close();
      life.end();
    };
    const sentTo = answer.header('location');
    if (answer.status >= 300 && answer.status < 400 && sentTo !== null) {
      close();
      return { sentTo };
    }
    if (answer.status !== 200) {
      close();
      return trouble('status', { host, status: answer.status });
    }
    const chunks = answer.body[Symbol.asyncIterator]();
    return {
      url,
      header: (name) => answer.header(name),
      close,
      async next(waitMs) {
        const chunk = await within(clock, waitMs, chunks.next()).catch(() => null);
        if (chunk !== null && chunk !== 'late') return chunk.done ? null : chunk.value;
        close();
        if (signal.aborted) return trouble('stopped');
        return chunk === 'late' ? trouble('late', { host }) : trouble('broken', { host });
      },
    };
  }

  return {
    async get(target, signal, base) {
      let [next, from] = [target, base];
      for (let sent = 0; sent <= MOST_REDIRECTS; sent += 1) {
        if (signal.aborted) return trouble('stopped');
        const read = readUrl(next, policy, from);
        if ('rule' in read) return trouble(read.rule);
        const answer = await once(read.url, signal);
        if (!('sentTo' in answer)) return answer;
        [next, from] = [answer.sentTo, read.url];
      }
      return trouble('redirects');
    },
  };
}

/** A signal of its own that is also aborted with another, without staying tied to it for ever. */
function linked(outer: AbortSignal): { signal: AbortSignal; end(): void } {
  const own = new AbortController();
  const onAbort = () => own.abort();
  if (outer.aborted) own.abort();
  outer.addEventListener('abort', onAbort, { once: true });
  return {
    signal: own.signal,
    end() {
      outer.removeEventListener('abort', onAbort);
      own.abort();
    },
  };
}

/** What `work` gives, or "late" after so many milliseconds; it then goes on unheard. */
export async function within<Result>(clock: Clock, ms: number, work: Promise<Result>): Promise<Result | 'late'> {
  const over = new AbortController();
  try {
    const late = clock.sleep(ms, over.signal).then((): 'late' => 'late');
    return await Promise.race([work, late]);
  } finally {
    over.abort();
    work.catch(() => undefined);
  }
}

/** Everything an answer holds, when it is not too much. Closes it. */
export async function readWhole(
  opened: Opened,
  mostBytes: number,
  clock: Clock,
  ms: number,
): Promise<Uint8Array | Trouble> {
  const pieces: Uint8Array[] = [];
  const endMonoMs = clock.monoMs() + ms;
  let bytes = 0;
  try {
    for (;;) {
      const piece = await opened.next(Math.max(1, endMonoMs - clock.monoMs()));
      if (piece === null) return Buffer.concat(pieces);
      if (!(piece instanceof Uint8Array)) return piece;
      bytes += piece.length;
      if (bytes > mostBytes) return trouble('too_large', { host: hostOf(opened.url) });
      pieces.push(piece);
    }
  } finally {
    opened.close();
  }
}
