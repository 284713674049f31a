import type { Clock, Fetch, Files } from '#kernel';
import type { Receiver } from './copier.ts';

const TAIL_BYTES = 512 * 1024;
const NEWLINE = 10;

/**
 * A file that only grows, opened by its name for each batch: whoever renames it away gets a new one. A line that a power cut
 * left half written is cut off, and what already stands at its end is not written twice.
 */
export function fileReceiver(files: Pick<Files, 'open'>, path: string): Receiver {
  return {
    name: 'file',
    target: path,
    async take(lines) {
      const file = await files.open(path, 'write');
      try {
        const bytes = await file.size();
        const tail = new Uint8Array(Math.min(bytes, TAIL_BYTES));
        await file.read(tail, bytes - tail.length);
        const whole = tail.lastIndexOf(NEWLINE) + 1;
        const end = bytes - tail.length + whole;
        const there = new Set(Buffer.from(tail.subarray(0, whole)).toString().split('\n'));
        if (end < bytes) await file.truncate(end);
        const fresh = lines.filter((line) => !there.has(line));
        if (fresh.length > 0) await file.write(Buffer.from(`${fresh.join('\n')}\n`), end);
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}

/** POSTs lines of JSON; any 2xx means that they are kept there. */
export function httpReceiver(call: Fetch, url: string, mayReach: (address: string) => boolean): Receiver {
  const shown = new URL(url);
  return {
    name: 'http',
    target: `${shown.origin}${shown.pathname}`,
    async take(lines) {
      const over = new AbortController();
      const answer = await call({
        ...{ url: new URL(url), method: 'POST', mayReach, signal: over.signal },
        headers: { 'content-type': 'application/x-ndjson', 'user-agent': 'LoaXa audit' },
        body: Buffer.from(`${lines.join('\n')}\n`),
      });
      if ('failed' in answer) throw new Error(answer.failed);
      answer.close();
      over.abort();
      if (answer.status < 200 || answer.status > 299) throw new Error(`HTTP ${answer.status}`);
    },
  };
}

/** A wire to a syslog server: `closed` with a problem, or without one when the peer hung up. */
export type OpenLine = (
  address: { readonly transport: 'tcp' | 'udp'; readonly host: string; readonly port: number; readonly path: string },
  events: { opened(): void; bytes(bytes: Uint8Array): void; closed(problem: string | null): void },
) => { send(bytes: Uint8Array): boolean; close(): void };

/** Facility 13 (log audit), severity 6 (informational). */
const PRIORITY = 13 * 8 + 6;
/** A peer that is gone says so within this time, if it says so at all: syslog knows no acknowledgement. */
const HEARD_MS = 1000;
const FULL_MS = 50;

/** One line as RFC 5424 writes it: UTF-8 without a mark, the JSON as its text. */
export function syslogMessage(line: string, host: string): string {
  const { at, type } = JSON.parse(line) as { at: number; type: string };
  return `<${PRIORITY}>1 ${new Date(at).toISOString()} ${host} loaxa - ${type} - ${line}`;
}

/** Sends to a syslog server: datagrams, or TCP with counted octets (RFC 6587). */
export function syslogReceiver(open: OpenLine, clock: Clock, address: string): Receiver {
  const url = new URL(address);
  const transport = url.protocol === 'tcp:' ? 'tcp' : 'udp';
  const host = url.hostname.replace(/^\[|\]$/g, '');
  const port = Number(url.port) || (transport === 'tcp' ? 601 : 514);
  return {
    name: 'syslog',
    target: `${transport}://${url.hostname}:${port}`,
    async take(lines) {
      let problem: string | null = null;
      const opened = Promise.withResolvers<void>();
      const over = new AbortController();
      opened.promise.catch(() => undefined);
      const wire = open(
        { transport, host, port, path: '' },
        {
          opened: () => opened.resolve(),
          bytes: () => undefined,
          closed(why) {
            problem = why ?? 'hung up';
            opened.reject(new Error(problem));
            over.abort();
          },
        },
      );
      try {
        await opened.promise;
        for (const line of lines) {
          const message = Buffer.from(syslogMessage(line, 'loaxa'));
          const frame = transport === 'tcp' ? Buffer.concat([Buffer.from(`${message.length} `), message]) : message;
          while (problem === null && !wire.send(frame)) await clock.sleep(FULL_MS, over.signal);
        }
        await clock.sleep(HEARD_MS, over.signal);
        if (problem !== null) throw new Error(problem);
      } finally {
        wire.close();
      }
    },
  };
}
