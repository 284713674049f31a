import { expect, test } from 'vitest';
import { openGate } from '#gate';
import type { PlanEntry } from '#link';
import { forSeeds, type SeededRandom } from '../../support/seeded-random.ts';
import { Village, ZONE } from './village.ts';

/** A stop takes so long to be heard at the simulated ear, and a fade so much longer. */
const EAR_MS = 110;
const FADE_MS = 400;

interface Silence {
  readonly from: number;
  readonly to: number;
  readonly isForAll: boolean;
}

function entryOf(village: Village, random: SeededRandom, id: string, base: number): PlanEntry {
  const plannedAt = base + random.int(0, 60_000);
  const durationMs = random.int(2_000, 15_000);
  const isVoice = random.chance(0.3);
  const items = [{ kind: 'stream', streamId: id, durationMs } as const];
  return village.entry(id, plannedAt, {
    level: random.pick(['scheduled', 'scheduled', 'priority', 'live_commune', 'emergency'] as const),
    interruption: random.pick(['resume', 'resume', 'restart', 'drop'] as const),
    cutInAfterMs: random.pick([null, null, 0, 3_000]),
    endBy: random.chance(0.2) ? plannedAt + random.int(1_000, 20_000) : null,
    durationMs,
    ...(isVoice ? { isOpenEnded: true, items } : {}),
  });
}

test('whatever is ordered, hushed, forbidden, cut and killed: silence where it was asked for, one at a time, and always told', async () => {
  await forSeeds(900, 40, async (random) => {
    const village = new Village();
    const { station, clock } = village;
    await village.on();
    const base = station.now() + 20_000;
    const entries = Array.from({ length: 7 }, (_, index) => entryOf(village, random, `b${index}`, base));
    const silences: Silence[] = [];
    let toldOn = village.life;
    const tell = () => {
      toldOn = village.life;
      station.plan(...entries);
      for (const { broadcastId, plannedAt } of entries) station.start(broadcastId, plannedAt);
    };
    tell();
    for (let step = 0; step < 120; step++) {
      await clock.advance(random.int(1, 2_000));
      if (random.chance(0.03)) station.cut();
      else if (random.chance(0.3)) station.isReachable = true;
      if (random.chance(0.04)) {
        await village.kill(random.chance(0.7));
        await clock.advance(random.int(1, 3_000));
        await village.on();
      }
      if (!station.isJoined) continue;
      if (toldOn !== village.life || random.chance(0.05)) tell();
      await clock.advance(2);
      const now = station.now();
      if (random.chance(0.02)) {
        station.order({ order: 'hush', targets: ['end_1'] }, { to: '*' });
        silences.push({ from: now + EAR_MS, to: now + 9_900, isForAll: true });
      }
      if (random.chance(0.03)) {
        const from = now + random.int(-5_000, 10_000);
        const span = { from, to: from + random.int(6_000, 20_000), reason: 'lặng' };
        station.tellHouse({ gate: { ...openGate(ZONE), quietSpans: [span] } });
        silences.push({ from: Math.max(from, now + FADE_MS) + EAR_MS, to: span.to, isForAll: false });
        // The next house replaces this one: it is told when this span is over.
        await clock.advance(Math.max(1, span.to - now));
      }
      const voice = random.pick(entries);
      if (random.chance(0.05) && voice.isOpenEnded) {
        station.order({ order: 'conclude', broadcastId: voice.broadcastId, durationMs: random.int(0, 10_000) });
      }
      if (random.chance(0.1)) {
        const one = random.pick(entries);
        station.order({ order: 'now', targets: ['end_1'], entry: one, startAt: one.plannedAt });
      }
    }
    station.isReachable = true;
    await clock.advance(800_000);
    const levels = new Map(entries.map(({ broadcastId, level }) => [broadcastId, level]));
    for (const [index, { broadcastId, at, ms }] of village.heard.entries()) {
      const before = village.heard[index - 1];
      if (before)
        expect(at, `${broadcastId} over ${before.broadcastId}`).toBeGreaterThanOrEqual(before.at + before.ms - 1);
      for (const { from, to, isForAll } of silences) {
        if (!isForAll && levels.get(broadcastId) === 'emergency') continue;
        const overlapMs = Math.min(at + ms, to) - Math.max(at, from);
        expect(overlapMs, `${broadcastId} at ${at - base} in silence from ${from - base}`).toBeLessThanOrEqual(1);
      }
    }
    for (const { broadcastId, level, interruption, endBy } of entries) {
      const { twiceMs } = village.sums(broadcastId);
      const plays = village.heard.filter((one) => one.broadcastId === broadcastId);
      if (level !== 'emergency' && interruption === 'resume')
        expect(twiceMs, broadcastId).toBeLessThanOrEqual(500 * Math.max(0, plays.length - 1));
      for (const one of plays) {
        if (endBy !== null) expect(one.at + one.ms, `${broadcastId} after its slot`).toBeLessThanOrEqual(endBy + 1);
      }
      const ends = station.received.filter(
        ({ report }) => report.broadcastId === broadcastId && report.event === 'ended',
      );
      expect(new Set(ends.map(({ seq }) => seq)).size, broadcastId).toBe(1);
    }
    expect(village.agent?.status()?.unreported).toBe(0);
  });
}, 120_000);
