/** A child of the live-fan-out bench: thousands of listeners on plain sockets. The same for every server. */
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { sharedMs } from '../fan-out/lines.ts';
import { newestStamp } from './stamp.ts';

export type CrowdAsk =
  | { readonly ask: 'join'; readonly count: number }
  | { readonly ask: 'measure'; readonly ms: number };
export interface CrowdHeard {
  readonly bytes: number;
  readonly chunks: number;
  /** Of every twentieth listener: how old the newest frame of each chunk was when it came. */
  readonly lateMs: readonly number[];
  /** The bytes of the listener that got least. */
  readonly leastBytes: number;
  readonly lost: number;
}

const [port = '', kind = ''] = process.argv.slice(2);
/** Icecast lets five callers wait at its door, and answers with its next block of sound. */
const AT_ONCE = 5;
const APART_MS = 10;
const ANSWER_MS = 8_000;
const LOOKED_AT = 20;

const request = (n: number) =>
  kind === 'icecast'
    ? 'GET /live.mp3 HTTP/1.0\r\nHost: 127.0.0.1\r\nUser-Agent: bench\r\n\r\n'
    : `GET /link/v1/stream/bench HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nAuthorization: Bearer end_${String(n).padStart(20, '0')}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n`;

const heard: number[] = [];
let isMeasuring = false;
let chunks = 0;
let lateMs: number[] = [];
let lost = 0;

/** True when the server answered. */
function listen(n: number): Promise<boolean> {
  heard[n] = 0;
  return new Promise((resolve) => {
    const socket: Socket = connect({ port: Number(port), host: '127.0.0.1' });
    let isIn = false;
    const giveUp = setTimeout(() => socket.destroy(), ANSWER_MS);
    socket.on('connect', () => socket.write(request(n)));
    socket.on('error', () => undefined);
    socket.on('close', () => {
      clearTimeout(giveUp);
      if (isIn) lost += 1;
      resolve(false);
    });
    socket.on('data', (chunk) => {
      isIn = true;
      clearTimeout(giveUp);
      resolve(true);
      if (!isMeasuring) return;
      heard[n] = (heard[n] ?? 0) + chunk.length;
      chunks += 1;
      if (n % LOOKED_AT !== 0) return;
      const stamp = newestStamp(chunk);
      if (stamp !== null) lateMs.push(sharedMs() - stamp);
    });
  });
}

async function join(count: number): Promise<void> {
  let waiting = Array.from({ length: count }, (_, n) => n);
  while (waiting.length > 0) {
    const calls: Array<Promise<number | null>> = [];
    for (const n of waiting) {
      calls.push(listen(n).then((isIn) => (isIn ? null : n)));
      if (calls.length % AT_ONCE === 0) await wait(APART_MS);
    }
    waiting = (await Promise.all(calls)).filter((n) => n !== null);
  }
  process.send?.({});
}

async function measure(ms: number): Promise<void> {
  [chunks, lateMs] = [0, []];
  heard.fill(0);
  isMeasuring = true;
  await wait(ms);
  isMeasuring = false;
  const bytes = heard.reduce((sum, one) => sum + one, 0);
  process.send?.({ bytes, chunks, lateMs, lost, leastBytes: Math.min(...heard) } satisfies CrowdHeard);
}

process.on('message', (asked: CrowdAsk) => void (asked.ask === 'join' ? join(asked.count) : measure(asked.ms)));
process.on('disconnect', () => process.exit(0));
