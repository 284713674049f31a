/** Whatever happens to a live session, in whatever order: it ends once, and the air is told of it once. */
import { expect, test } from 'vitest';
import { FRAME_BYTES } from '#feed';
import { forSeeds, type SeededRandom } from '../support/seeded-random.ts';
import { LAN, MINH, openStudio } from '../unit/live/studio.ts';

const DEEDS = [
  'be silent',
  'hang up',
  'connect',
  'noise',
  'wait',
  'deaf',
  'well',
  'dies',
  'sick',
  'sound',
  'words',
  'kill',
  'finish',
] as const;

/** Answers whether it was ever on air. */
async function play(random: SeededRandom): Promise<boolean> {
  const studio = await openStudio({ maxMs: 40_000, graceMs: 3000, silenceEndMs: 15_000, silenceWarnMs: 5000 });
  studio.air.startMs = random.pick([0, 0, 700]);
  const session = await studio.open();
  const { id } = session.invitation;
  let mic: ReturnType<typeof studio.page> | null = null;
  for (let step = 0; step < 60 && session.state !== 'ended'; step += 1) {
    if (!mic?.isOpen() && random.chance(0.7)) mic = studio.page(session);
    const deed = random.chance(0.7) ? 'speak' : random.pick(DEEDS);
    if (deed === 'connect') mic = studio.page(session);
    else if (deed === 'speak') await mic?.speak(random.int(1, 20) * 120);
    else if (deed === 'be silent') await mic?.speak(random.int(1, 20) * 120, false);
    else if (deed === 'hang up') mic?.events.closed();
    else if (deed === 'wait') await studio.clock.advance(random.int(0, 2500));
    else if (deed === 'noise') mic?.events.binary(random.bytes(random.int(0, 400) * 2));
    else if (deed === 'deaf' || deed === 'well' || deed === 'dies') studio.behave(deed);
    else if (deed === 'sick' || deed === 'sound') studio.sicken(deed === 'sick');
    else if (deed === 'words' && step > 40) mic?.events.text('{"x":1}');
    else if (deed === 'kill' && step > 30) await studio.live.kill(MINH, id);
    else if (deed === 'finish' && step > 30) await studio.live.finish(LAN, id);
  }
  studio.sicken(false);
  await studio.clock.advance(200_000);
  await session.done;

  const { facts } = session;
  expect(session.state).toBe('ended');
  expect(studio.air.started.length).toBeLessThanOrEqual(1);
  expect(studio.air.concluded.length + studio.air.halted.length).toBe(facts.broadcastId === null ? 0 : 1);
  const row = await studio.row(id);
  expect(row).toMatchObject({ state: 'ended', end_reason: facts.endReason, broadcast_id: facts.broadcastId });
  const file = await studio.files.read(studio.live.recordingPath(id));
  expect(row.recording_bytes ?? 0).toBe(file?.length ?? 0);
  expect((file?.length ?? 0) % FRAME_BYTES).toBe(0);
  const airMs = facts.onAirAt === null ? 0 : (facts.endedAt ?? 0) - facts.onAirAt;
  expect(airMs).toBeLessThanOrEqual(40_400);
  // The frames' numbers go with the clock: no more sound than there was time for it, and the second ahead.
  expect(row.recorded_ms).toBeLessThanOrEqual(airMs + 1200);
  expect([studio.encoders.size, studio.feeds.find(id)]).toEqual([0, null]);
  await studio.open(MINH);
  await studio.close();
  return facts.onAirAt !== null;
}

test('whatever happens to it, a live session ends once, is written once, and leaves nothing behind', async () => {
  let [all, onAir] = [0, 0];
  await forSeeds(1, 60, async (random) => {
    all += 1;
    onAir += Number(await play(random));
  });
  // Otherwise the law is about nothing.
  if (all > 1) expect(onAir / all).toBeGreaterThan(0.3);
}, 120_000);
