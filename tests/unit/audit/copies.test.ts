import { describe, expect, test } from 'vitest';
import {
  AuditLog,
  fileReceiver,
  httpReceiver,
  type OpenLine,
  type Receiver,
  syslogMessage,
  syslogReceiver,
} from '#audit';
import type { Fetch, FetchAsk } from '#kernel';
import { openStore } from '#store';
import { verifyLines } from '../../../scripts/verify-log.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { actOf, KEYS, START } from './scene.ts';

const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };

async function logWith(make: (clock: VirtualClock) => Receiver, store = openStore(':memory:')) {
  const clock = new VirtualClock({ wallMs: START });
  const signer = { ...KEYS, epoch: 1 };
  const log = new AuditLog({ world: { clock, logger }, store, signer, keepMonths: 24, receivers: [make(clock)] });
  await log.start();
  return { clock, log, store };
}

test('a dead receiver delays nothing, is told, and gets everything once, in order, when it is back', async () => {
  const got: string[] = [];
  let isDead: boolean = true;
  const take = async (lines: readonly string[]) => {
    if (isDead) throw new Error('ECONNREFUSED');
    got.push(...lines);
  };
  const { clock, log } = await logWith(() => ({ name: 'http', target: 'x', take }));
  for (let number = 0; number < 250; number += 1) expect(await log.record(actOf(number))).toBe(true);
  await clock.advance(600_000);
  expect(log.standing().copies).toMatchObject([
    { copiedSeq: 0, behind: 250, problem: { en: 'it takes nothing: ECONNREFUSED' } },
  ]);
  expect(log.standing().copies[0]?.since).toBeLessThan(START + 60_000);
  isDead = false;
  await clock.advance(300_000);
  expect(log.standing().copies).toMatchObject([{ copiedSeq: 250, behind: 0, problem: null, since: null }]);
  await log.record(actOf(251));
  await clock.advance(90_000);
  const verdict = verifyLines(got, { key: KEYS.publicKey });
  expect(verdict).toMatchObject({ faults: [], entries: 251, checkpoints: 2, last: 251 });
  await log.stop();
});

test('a receiver that never answers is asked again', async () => {
  let asked = 0;
  const take = () => {
    asked += 1;
    return new Promise<void>(() => undefined);
  };
  const { clock, log } = await logWith(() => ({ name: 'http', target: 'x', take }));
  await log.record(actOf(1));
  await clock.advance(120_000);
  expect(asked).toBeGreaterThan(2);
  expect(log.standing().copies[0]?.problem?.en).toMatch(/no answer/);
  await log.stop();
});

test('after a restart it goes on behind the last line that was taken', async () => {
  const got: string[] = [];
  const receiver: Receiver = { name: 'http', target: 'x', take: async (lines) => void got.push(...lines) };
  const first = await logWith(() => receiver);
  await first.log.record(actOf(1));
  await first.clock.advance(90_000);
  await first.log.stop();
  const next = await logWith(() => receiver, first.store);
  await next.log.record(actOf(2));
  await next.clock.advance(90_000);
  await next.log.stop();
  expect(verifyLines(got, { key: KEYS.publicKey })).toMatchObject({ faults: [], entries: 2, checkpoints: 2 });
});

test('a file grows line by line, survives a half written line, repeats nothing, and may be renamed away', async () => {
  const files = new MemoryFiles();
  await files.makeFolder('/copies');
  const read = async (path: string) => Buffer.from((await files.read(path)) ?? []).toString();
  const receiver = fileReceiver(files, '/copies/audit.ndjson');
  await receiver.take(['{"a":1}', '{"a":2}']);
  const file = await files.open('/copies/audit.ndjson', 'write');
  await file.write(Buffer.from('{"a":3'), await file.size());
  await file.close();
  await receiver.take(['{"a":2}', '{"a":3}']);
  expect(await read('/copies/audit.ndjson')).toBe('{"a":1}\n{"a":2}\n{"a":3}\n');
  await files.move('/copies/audit.ndjson', '/copies/audit.1');
  await receiver.take(['{"a":4}']);
  expect(await read('/copies/audit.ndjson')).toBe('{"a":4}\n');
});

describe('HTTP', () => {
  const answers =
    (status: number, asked: FetchAsk[] = []): Fetch =>
    async (ask) => {
      asked.push(ask);
      return { status, header: () => null, body: (async function* () {})(), close: () => undefined };
    };
  test('posts lines of JSON, takes 2xx for a yes, and shows no secret of the address', async () => {
    const asked: FetchAsk[] = [];
    const receiver = httpReceiver(answers(204, asked), 'http://u:p@10.0.0.9/in?key=s', () => true);
    expect(receiver.target).toBe('http://10.0.0.9/in');
    await receiver.take(['{"a":1}', '{"a":2}']);
    expect(asked[0]?.method).toBe('POST');
    expect(Buffer.from(asked[0]?.body ?? []).toString()).toBe('{"a":1}\n{"a":2}\n');
  });
  test.each([301, 404, 500])('%i is a no', async (status) => {
    await expect(httpReceiver(answers(status), 'http://10.0.0.9/', () => true).take(['x'])).rejects.toThrow(
      `HTTP ${status}`,
    );
  });
});

describe('syslog', () => {
  const line = `{"at":${START},"type":"entry"}`;
  function wire(behave: 'well' | 'hangs up' | 'refuses') {
    const sent: string[] = [];
    const open: OpenLine = (_address, events) => {
      queueMicrotask(() => (behave === 'refuses' ? events.closed('ECONNREFUSED') : events.opened()));
      return {
        send(bytes) {
          sent.push(Buffer.from(bytes).toString());
          if (behave === 'hangs up') queueMicrotask(() => events.closed(null));
          return true;
        },
        close: () => undefined,
      };
    };
    return { open, sent };
  }

  test('a message is what RFC 5424 says', () => {
    expect(syslogMessage(line, 'loaxa')).toBe(`<110>1 2026-11-23T00:00:00.000Z loaxa loaxa - entry - ${line}`);
  });

  test.each(['tcp', 'udp'])('over %s', async (transport) => {
    const clock = new VirtualClock({ wallMs: START });
    const { open, sent } = wire('well');
    const taking = syslogReceiver(open, clock, `${transport}://10.0.0.9:1514`).take([line]);
    await clock.advance(2000);
    await taking;
    const message = syslogMessage(line, 'loaxa');
    expect(sent).toEqual([transport === 'tcp' ? `${message.length} ${message}` : message]);
  });

  test.each(['hangs up', 'refuses'] as const)('a server that %s has taken nothing', async (behave) => {
    const clock = new VirtualClock({ wallMs: START });
    const taking = syslogReceiver(wire(behave).open, clock, 'tcp://10.0.0.9').take([line]);
    const refused = expect(taking).rejects.toThrow(/hung up|ECONNREFUSED/);
    await clock.advance(2000);
    await refused;
  });
});
