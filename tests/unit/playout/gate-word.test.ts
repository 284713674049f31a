import { expect, test } from 'vitest';
import { DEFAULT_RULES, type EndpointGate, OPEN_RULES, openGate } from '#gate';
import { instantOf } from '#kernel';
import { gateWordFor } from '../../../src/playout/gate-word.ts';
import { broadcastOf } from '../delivery/things.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const MINUTE = 60_000;
const at = (time: string) => instantOf('2026-11-23', time, ZONE) ?? 0;
const gate = (rules: EndpointGate['versions'][number]['rules']): EndpointGate => ({
  ...openGate(ZONE),
  versions: [{ from: '0001-01-01', rules }],
});

test('what is too long for its slot needs the gate and the minutes of the day only until the slot is over', () => {
  // Silence begins at 21:30.
  const long = { notAfter: at('21:05') };
  const plain = broadcastOf('brc_1', at('21:00'), 40 * MINUTE, long);
  const slot = broadcastOf('brc_2', at('21:00'), 40 * MINUTE, { ...long, endBy: at('21:30') });
  const tight = broadcastOf('brc_3', at('21:00'), 40 * MINUTE, { ...long, endBy: at('21:31') });
  const word = (broadcast: typeof plain) => gateWordFor(gate(DEFAULT_RULES), broadcast, at('21:00'), []);
  expect(word(plain)).toMatchObject({ ok: false, reason: 'outside_hours' });
  expect(word(slot)).toEqual({ ok: true });
  expect(word(tight)).toMatchObject({ ok: false, reason: 'outside_hours' });
  const half = gate({ ...OPEN_RULES, minutesPerSession: 30 });
  expect(gateWordFor(half, plain, at('21:00'), [])).toMatchObject({ ok: false, reason: 'day_limit' });
  expect(gateWordFor(half, slot, at('21:00'), [])).toEqual({ ok: true });
});
