import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  ClockSync,
  isPublicKey,
  isSigned,
  judgeOrder,
  newKeyPair,
  type OrderPayload,
  parseMessage,
  signOrder,
  signText,
  speakerMessage,
  stationMessage,
} from '#link';

const station = newKeyPair();
const other = newKeyPair();
const NOW = 1_800_000_000_000;
const payload: OrderPayload = {
  to: 'end_1',
  epoch: 4,
  seq: 100,
  expiresAt: NOW + 60_000,
  order: { order: 'start', broadcastId: 'brc_1', startAt: NOW + 3000 },
};
const speaker = { endpointId: 'end_1', stationKey: station.publicKey, mark: { epoch: 4, seq: 99 }, stationNowMs: NOW };
const good = signOrder(station.privatePem, payload);
const judge = (signed: typeof good, as = speaker) => judgeOrder(signed, as);
const verdict = (signed: typeof good, as = speaker) => {
  const judged = judge(signed, as);
  return judged.ok ? 'obeyed' : judged.why;
};
const signedAs = (change: Partial<OrderPayload>) => signOrder(station.privatePem, { ...payload, ...change });
const resigned = (text: string, pem = station.privatePem, purpose: 'order' | 'hello' = 'order') => ({
  ...good,
  payload: text,
  signature: signText(pem, purpose, text),
});

describe('a speaker obeys one order: the one that was given to it', () => {
  test('the true order, to it or to all', () => {
    expect(judge(good)).toEqual({ ok: true, payload, mark: { epoch: 4, seq: 100 } });
    expect(verdict(signedAs({ to: '*' }))).toBe('obeyed');
    expect(verdict(signedAs({ epoch: 5, seq: 1 }))).toBe('obeyed');
  });

  test('a speaker that does not know the time yet obeys, but never an old order', () => {
    const lost = { ...speaker, stationNowMs: null } as never;
    expect(verdict(signedAs({ expiresAt: 1 }), lost)).toBe('obeyed');
    expect(verdict(signedAs({ expiresAt: 1, seq: 99 }), lost)).toBe('old');
  });

  const text = good.payload;
  const raw = Buffer.from(good.signature, 'base64url');
  const flipped = (bytes: Buffer, at: number) =>
    Buffer.from(bytes.map((byte, index) => (index === at ? byte ^ 1 : byte)));
  const changed = (change: object) => JSON.stringify({ ...payload, ...change });
  test.each<[string, typeof good, string]>([
    ['signed by another station', resigned(text, other.privatePem), 'forged'],
    ['signed for another purpose', resigned(text, station.privatePem, 'hello'), 'forged'],
    ['without a signature', { ...good, signature: '' }, 'forged'],
    ['with a signature of zeros', { ...good, signature: Buffer.alloc(64).toString('base64url') }, 'forged'],
    ['with the signature of another order', { ...good, signature: signedAs({ seq: 101 }).signature }, 'forged'],
    ['with half a signature', { ...good, signature: raw.subarray(0, 32).toString('base64url') }, 'forged'],
    [
      'with a byte too many',
      { ...good, signature: Buffer.concat([raw, Buffer.of(0)]).toString('base64url') },
      'forged',
    ],
    ['with padding behind the signature', { ...good, signature: `${good.signature}==` }, 'forged'],
    [
      'with rubbish inside the signature',
      { ...good, signature: `${good.signature.slice(0, 9)}!${good.signature.slice(9)}` },
      'forged',
    ],
    ['with the signature in other letters', { ...good, signature: raw.toString('base64') }, 'forged'],
    ['with the signature in hexadecimal', { ...good, signature: raw.toString('hex') }, 'forged'],
    [
      'with R and S swapped',
      { ...good, signature: Buffer.concat([raw.subarray(32), raw.subarray(0, 32)]).toString('base64url') },
      'forged',
    ],
    ['to another endpoint, signature kept', { ...good, payload: changed({ to: 'end_2' }) }, 'forged'],
    [
      'at another time, signature kept',
      { ...good, payload: changed({ order: { ...payload.order, startAt: NOW } }) },
      'forged',
    ],
    ['with a later number, signature kept', { ...good, payload: changed({ seq: 101 }) }, 'forged'],
    ['with a space too many', { ...good, payload: `${text} ` }, 'forged'],
    [
      'with fields in another order',
      { ...good, payload: JSON.stringify(Object.fromEntries(Object.entries(payload).reverse())) },
      'forged',
    ],
    ['cut short', { ...good, payload: text.slice(0, -1) }, 'forged'],
    ['empty', { ...good, payload: '' }, 'forged'],
    ['the same once more', good, 'old'],
    ['an older one', signedAs({ seq: 98 }), 'old'],
    ['of an earlier life of the station', signedAs({ epoch: 3, seq: 1_000_000 }), 'old'],
    ['for another endpoint', signedAs({ to: 'end_2' }), 'not_for_us'],
    ['for an endpoint whose name begins alike', signedAs({ to: 'end_11' }), 'not_for_us'],
    ['expired a millisecond ago', signedAs({ expiresAt: NOW - 1 }), 'expired'],
    ['not JSON, though signed', resigned('start!'), 'malformed'],
    ['with a field too many, though signed', resigned(changed({ admin: true })), 'malformed'],
    ['without an order, though signed', resigned(changed({ order: undefined })), 'malformed'],
    ['an order that nobody knows, though signed', resigned(changed({ order: { order: 'reboot' } })), 'malformed'],
    ['with a number that is no whole number, though signed', resigned(changed({ seq: 100.5 })), 'malformed'],
    ['with a number as text, though signed', resigned(changed({ seq: '101' })), 'malformed'],
    ['with a negative life, though signed', resigned(changed({ epoch: -1 })), 'malformed'],
    [
      'with a plan of no list, though signed',
      resigned(changed({ order: { order: 'plan', entries: {} } })),
      'malformed',
    ],
    [
      'with a foreign reason, though signed',
      resigned(changed({ order: { order: 'stop', broadcastId: 'b', reason: 'x' } })),
      'malformed',
    ],
  ])('not one %s', (_what, signed, why) => {
    const as = why === 'old' ? { ...speaker, mark: { epoch: 4, seq: 100 } } : speaker;
    expect(verdict(signed, as)).toBe(why);
  });

  test('not one with any single bit of payload or signature turned', () => {
    for (let at = 0; at < raw.length; at += 1) {
      expect(verdict({ ...good, signature: flipped(raw, at).toString('base64url') }), `signature ${at}`).toBe('forged');
    }
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; at += 1) {
      expect(verdict({ ...good, payload: flipped(bytes, at).toString() }), `payload ${at}`).toBe('forged');
    }
    for (let at = 0; at < good.signature.length; at += 1) {
      const letter = good.signature[at] === 'A' ? 'B' : 'A';
      const signature = good.signature.slice(0, at) + letter + good.signature.slice(at + 1);
      expect(verdict({ ...good, signature }), `letter ${at}`).toBe('forged');
    }
  });

  test('of any history, each order at most once, and never backwards', () => {
    const order = fc.record({ epoch: fc.integer({ min: 1, max: 3 }), seq: fc.integer({ min: 1, max: 4 }) });
    const sent = new Map<string, typeof good>();
    fc.assert(
      fc.property(fc.array(order, { maxLength: 12 }), (history) => {
        let mark = { epoch: 0, seq: 0 };
        const obeyed: number[] = [];
        for (const { epoch, seq } of history) {
          const key = `${epoch} ${seq}`;
          const signed = sent.get(key) ?? signedAs({ epoch, seq });
          sent.set(key, signed);
          const judged = judge(signed, { ...speaker, mark });
          if (!judged.ok) continue;
          ({ mark } = judged);
          obeyed.push(epoch * 100 + seq);
        }
        expect(obeyed).toEqual([...new Set(obeyed)].sort((a, b) => a - b));
      }),
    );
  });
});

test('what is no key is no key', () => {
  expect(isPublicKey(station.publicKey)).toBe(true);
  for (const bad of ['', 'x', station.publicKey.slice(1), `${station.publicKey}AAAA`, 'A'.repeat(5000), '{}']) {
    expect(isPublicKey(bad), bad).toBe(false);
    expect(isSigned(bad, 'hello', 'text', good.signature)).toBe(false);
  }
});

test('no frame, however made, throws, and what is taken has the shape of a message', () => {
  const frame = fc.oneof(
    fc.string(),
    fc.json(),
    fc.json().map((json) => `{"type":"report","seq":1,"report":${json}}`),
    fc.constantFrom('['.repeat(50_000), '{"type":'.repeat(5000), '1e999', '"\\ud800"', '{"__proto__":{"type":"time"}}'),
  );
  fc.assert(
    fc.property(frame, (text) => {
      for (const schema of [speakerMessage, stationMessage]) {
        const message = parseMessage<{ type: string }>(schema, text);
        if (message) expect(Object.hasOwn(message, 'type')).toBe(true);
      }
    }),
    { numRuns: 2000 },
  );
});

describe('the station’s clock as known on a speaker', () => {
  /** Questions over a line that delays each way by its own amount. */
  const exchange = (
    delays: ReadonlyArray<readonly [number, number]>,
    offsetAt: (mono: number) => number,
    everyMs = 5000,
  ) => {
    const sync = new ClockSync();
    const errors: Array<{ off: number; claimed: number }> = [];
    for (const [count, [out, back]] of delays.entries()) {
      const sentMonoMs = count * everyMs;
      const answeredAt = sentMonoMs + out;
      sync.add({ sentMonoMs, receivedMonoMs: answeredAt + back, stationAt: answeredAt + offsetAt(answeredAt) });
      const estimate = sync.estimate();
      const off = Math.abs((estimate?.offsetMs ?? 0) - offsetAt(answeredAt + back));
      errors.push({ off, claimed: estimate?.errorMs ?? 0 });
    }
    return { sync, errors };
  };
  const delay = fc.tuple(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 0, max: 3000 }));

  test('however lopsided the line, it is never further off than it says', () => {
    const offset = fc.integer({ min: -1e12, max: 1e12 });
    fc.assert(
      fc.property(fc.array(delay, { minLength: 1, maxLength: 80 }), offset, (delays, at) => {
        const { errors } = exchange(delays, () => at);
        for (const { off, claimed } of errors) expect(off).toBeLessThanOrEqual(claimed + 0.01);
      }),
    );
  });

  test('a cheap oscillator that drifts by 500 ppm costs no more than the minute makes of it', () => {
    const { errors } = exchange(
      Array.from({ length: 500 }, () => [20, 20] as const),
      (mono) => 1e12 + mono * 0.0005,
    );
    for (const { off } of errors) expect(off).toBeLessThanOrEqual(20 + 60_000 * 0.0005);
  });

  test.each([-24, -1, 1, 24])(
    'the station’s clock is set by %i h: three answers later the speaker follows',
    (hours) => {
      const jumpAt = 50_000;
      const offsetAt = (mono: number) => 1e12 + (mono >= jumpAt ? hours * 3600_000 : 0);
      const { errors } = exchange(
        Array.from({ length: 20 }, () => [10, 30] as const),
        offsetAt,
      );
      for (const { off } of errors.slice(13)) expect(off).toBeLessThanOrEqual(20);
    },
  );

  test('one or two mad answers change nothing', () => {
    const { sync } = exchange(
      Array.from({ length: 10 }, () => [10, 10] as const),
      () => 1000,
    );
    const before = sync.estimate();
    for (const stationAt of [9e12, -5]) sync.add({ sentMonoMs: 60_000, receivedMonoMs: 60_020, stationAt });
    expect(sync.estimate()).toEqual(before);
  });

  test('before the first answer nothing is known; a speaker that boots in 1970 needs one answer', () => {
    expect(new ClockSync().estimate()).toBe(null);
    const { sync } = exchange([[0, 0]], () => NOW);
    expect(sync.estimate()).toEqual({ offsetMs: NOW, errorMs: 0 });
  });
});
