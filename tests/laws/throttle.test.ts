import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LIMITS } from '../../src/people/throttle.ts';
import { ThrottleBook } from '../../src/people/throttle-book.ts';
import { VirtualClock } from '../support/virtual-clock.ts';

const tries = fc.array(
  fc.record({
    step: fc.constantFrom('password', 'code', 'recovery', 'passkey', 'link'),
    account: fc.constantFrom('lan', 'nam', 'hoa'),
    source: fc.constantFrom('10.0.0.1', '10.0.0.2', '10.0.0.3'),
    device: fc.option(fc.constantFrom('d1', 'd2'), { nil: null }),
    afterMs: fc.integer({ min: 0, max: 40_000 }),
    isRight: fc.boolean(),
  }),
  { maxLength: 80 },
);
const passes = (book: ThrottleBook, attempt: Parameters<ThrottleBook['begin']>[0]) => {
  try {
    return book.begin(attempt);
  } catch {
    return null;
  }
};

test('whatever others do, a known device that makes no mistakes of its own is never kept waiting', async () => {
  await fc.assert(
    fc.asyncProperty(tries, async (some) => {
      const clock = new VirtualClock();
      const book = new ThrottleBook(clock);
      for (const { afterMs, isRight, ...attempt } of some) {
        await clock.advance(afterMs);
        const done = passes(book, attempt);
        if (isRight) done?.();
        for (const step of ['password', 'code'] as const) {
          // The duty device is not among theirs; it stands in the same office, behind the same address.
          const duty = passes(book, { step, account: attempt.account, source: attempt.source, device: 'duty' });
          expect(duty).not.toBe(null);
          duty?.();
        }
      }
    }),
  );
});

test('one account from one address gets no more tries than its limit allows, whatever others do between', async () => {
  await fc.assert(
    fc.asyncProperty(tries, async (some) => {
      const clock = new VirtualClock();
      const book = new ThrottleBook(clock);
      const from = clock.monoMs();
      const ours = { step: 'password', account: 'lan', source: '10.0.0.1', device: null } as const;
      let passed = 0;
      for (const { afterMs, isRight, ...attempt } of some) {
        await clock.advance(afterMs / 40);
        const isOurs = attempt.account === ours.account && attempt.source === ours.source && attempt.device === null;
        const done = isOurs ? null : passes(book, attempt);
        if (isRight) done?.();
        if (passes(book, ours)) passed += 1;
      }
      const { free, firstMs } = LIMITS.pair;
      // Each one beyond the free ones waits at least as long as the first of them.
      expect(passed).toBeLessThanOrEqual(free + 1 + (clock.monoMs() - from) / firstMs);
    }),
  );
});

test('a try that must wait does not make anybody wait longer', async () => {
  const clock = new VirtualClock();
  const book = new ThrottleBook(clock);
  const attempt = { step: 'password', account: 'lan', source: '10.0.0.1', device: null } as const;
  for (let at = 0; at < LIMITS.pair.free; at += 1) expect(passes(book, attempt)).not.toBe(null);
  for (let at = 0; at < 1000; at += 1) expect(passes(book, attempt)).toBe(null);
  await clock.advance(LIMITS.pair.firstMs);
  expect(passes(book, attempt)).not.toBe(null);
});

test('memory is bounded, however many knock', () => {
  const book = new ThrottleBook(new VirtualClock());
  for (let at = 0; at < 30_000; at += 1) {
    passes(book, { step: 'password', account: `a${at}`, source: `s${at}`, device: `d${at}` });
  }
  expect(book.size).toBeLessThanOrEqual(20_000);
});
