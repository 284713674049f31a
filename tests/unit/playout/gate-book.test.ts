import { expect, test } from 'vitest';
import { DEFAULT_RULES } from '#gate';
import { civilOf } from '#kernel';
import { addGateVersion } from '#place';
import { GateBook } from '#playout';
import { Commune } from '../../support/commune.ts';
import { broadcastOf, worldAt } from '../delivery/things.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const NOON = Date.UTC(2026, 10, 23, 5);
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** The book of a commune with one village and the rules of a fresh station. */
async function book() {
  const commune = new Commune({ wallMs: NOON });
  await commune.addVillages(['Đông']);
  const world = worldAt(NOON);
  const told: Array<readonly string[]> = [];
  const gates = new GateBook({ world, store: commune.store, zone: ZONE, changed: (ids) => void told.push(ids) });
  await gates.refresh();
  const endpointId = commune.villages[0]?.endpointId ?? '';
  const ask = (startAt: number, more: Parameters<typeof broadcastOf>[3] = {}) =>
    gates.ask(
      endpointId,
      broadcastOf('brc', startAt, 10 * MINUTE, { notAfter: startAt + 8 * HOUR, ...more }),
      startAt,
      [],
    );
  return { commune, world, gates, told, endpointId, ask };
}

test('a fresh station lets people sleep, tells so, and only an alarm passes', async () => {
  const { ask, told, endpointId } = await book();
  expect(told).toEqual([[endpointId]]);
  const three = NOON + 15 * HOUR + 15 * MINUTE;
  const five = NOON + 17 * HOUR;
  expect(ask(NOON)).toEqual({ ok: true });
  expect(ask(three)).toEqual({ ok: false, reason: 'outside_hours', askAgainAt: five });
  expect(ask(three, { level: 'emergency', kind: 'emergency' })).toEqual({ ok: true });
});

test('what would not be over when the gate closes does not begin; a stream begins and is faded out', async () => {
  const { ask } = await book();
  const closing = NOON + 9.5 * HOUR;
  expect(ask(closing - 10 * MINUTE)).toEqual({ ok: true });
  expect(ask(closing - 10 * MINUTE + 1)).toMatchObject({ ok: false, reason: 'outside_hours' });
  const items = [{ kind: 'stream', streamId: 'rel_1', durationMs: 10 * MINUTE } as const];
  expect(ask(closing - 1, { runningOrder: { items, durationMs: 10 * MINUTE } })).toEqual({ ok: true });
});

test('silence that a person orders counts at once, without the disk, until it is over or lifted', async () => {
  const { gates, ask, world, endpointId } = await book();
  gates.hold([endpointId], NOON + 30 * MINUTE, 'dừng tất cả');
  expect(ask(NOON + MINUTE)).toEqual({ ok: false, reason: 'quiet_zone', askAgainAt: NOON + 30 * MINUTE });
  expect(gates.of(endpointId)).toBe(gates.of(endpointId));
  gates.release([endpointId]);
  expect(ask(NOON + MINUTE)).toEqual({ ok: true });
  gates.hold([endpointId], NOON + 30 * MINUTE, 'dừng tất cả');
  await world.clock.advance(31 * MINUTE);
  await gates.refresh();
  expect(gates.of(endpointId).quietSpans).toEqual([]);
});

test('a shorter silence never ends a longer one; each endpoint keeps its own end', async () => {
  const { gates, ask, endpointId } = await book();
  gates.hold([endpointId], NOON + 30 * MINUTE, 'đám tang');
  const ends = gates.hold([endpointId, 'end_other'], NOON + 10 * MINUTE, 'dừng lần nữa');
  expect([...ends]).toEqual([
    [endpointId, NOON + 30 * MINUTE],
    ['end_other', NOON + 10 * MINUTE],
  ]);
  expect(ask(NOON + 15 * MINUTE)).toEqual({ ok: false, reason: 'quiet_zone', askAgainAt: NOON + 30 * MINUTE });
  gates.hold([endpointId], NOON + 40 * MINUTE, 'lâu hơn');
  expect(ask(NOON + 15 * MINUTE)).toMatchObject({ askAgainAt: NOON + 40 * MINUTE });
  gates.release([endpointId]);
  expect(ask(NOON + 15 * MINUTE)).toEqual({ ok: true });
});

test('rules that were changed are told once, and the day is counted', async () => {
  const { commune, gates, told, endpointId } = await book();
  const author = { clock: commune.clock, random: commune.random, zone: ZONE, writtenBy: 'cán bộ' };
  const from = civilOf(NOON, ZONE).date;
  const rules = { ...DEFAULT_RULES, sessionsPerDay: 1 };
  await commune.store.transact((tx) => addGateVersion(tx, author, { areaId: null, from, rules, note: 'một buổi' }));
  await gates.refresh();
  await gates.refresh();
  expect(told).toHaveLength(2);
  const morning = { startAt: NOON - 5 * HOUR, endAt: NOON - 4 * HOUR, bulletinId: null };
  const word = gates.ask(endpointId, broadcastOf('brc', NOON, MINUTE), NOON, [morning]);
  expect(word).toEqual({ ok: false, reason: 'day_limit', askAgainAt: null });
});
