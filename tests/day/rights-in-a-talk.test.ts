/** Somebody speaks live, and his right ends in the middle of a sentence: judged by when the loudspeakers were silent. */
import { afterEach, expect, it } from 'vitest';
import { openServer, type WebServer } from '#http';
import { instantOf } from '#kernel';
import type { GrantAsked, Visitor } from '#people';
import { Commune } from '../support/commune.ts';
import { scriptedEncoder } from '../unit/live/studio.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const FIVE = instantOf('2026-11-23', '05:00', 'Asia/Ho_Chi_Minh') ?? 0;
const RATE_HZ = 16_000;
const PIECE_MS = 120;
/** What the station promises, and what is under way to the loudspeakers then. */
const SILENT_WITHIN_MS = 5 * SECOND;

let server: WebServer | null = null;
afterEach(async () => {
  await server?.stop();
  server = null;
});

/** Lan speaks from 05:00 on, with these rights. */
async function talk(rightsIn: (areas: ReadonlyMap<string, string>) => readonly GrantAsked[]) {
  const day = new Commune({ wallMs: FIVE - 5 * MINUTE, encoders: scriptedEncoder() });
  const { house } = await day.start();
  server = await openServer(house, '/nowhere', '127.0.0.1', 0);
  await day.addVillages(['Đông', 'Tây']);
  await day.powerAllOn();
  const person = { name: 'Lan', rights: rightsIn(day.areaIds) };
  const { id } = await day.store.transact((tx) => house.doorkeeper.addPerson(tx, person, 'link'));
  const lan: Visitor = { owner: id, name: 'Lan', isStrong: true, isFresh: true };
  await day.clock.advanceTo(FIVE);
  const { session } = await house.live.open(lan, {
    ...{ level: 'live_commune', zoneIds: [day.zoneId], note: null, signalRecordingId: null },
    ...{ source: 'browser', mountId: null },
  });
  const line = { send: () => undefined, close: () => undefined, bufferedBytes: () => 0 };
  const events = (await house.live.microphone(lan, session.invitation.id))(line);
  events.text(JSON.stringify({ format: 's16le', rateHz: RATE_HZ }));
  const piece = new Uint8Array((RATE_HZ * 2 * PIECE_MS) / 1000).fill(0x11);
  return {
    ...{ day, house, lan, session },
    async speakUntil(instant: number) {
      while (day.clock.wallMs() < instant) {
        if (session.state !== 'ended') events.binary(piece);
        await day.clock.advance(Math.min(PIECE_MS, instant - day.clock.wallMs()));
      }
    },
    /** How long after an instant the last loudspeaker still sounded, ms. */
    soundedAfter: (instant: number) =>
      Math.max(...day.villages.flatMap(({ heard }) => heard.map(({ endAt }) => endAt - instant))),
  };
}

it('a right that ends by its date ends the talk within five seconds, though nobody rings a bell', async () => {
  const endsAt = FIVE + 30 * SECOND;
  const { session, speakUntil, soundedAfter } = await talk(() => [{ verb: 'live', areaId: null, toAt: endsAt }]);
  await speakUntil(endsAt - SECOND);
  expect(session.state).toBe('on_air');
  await speakUntil(endsAt + 20 * SECOND);
  expect(session.facts.endReason).toBe('killed');
  expect(soundedAfter(endsAt)).toBeGreaterThan(-SECOND);
  expect(soundedAfter(endsAt)).toBeLessThan(SILENT_WITHIN_MS);
});

it('a right that is taken away for one of the villages ends the talk at once, everywhere', async () => {
  const { day, house, lan, session, speakUntil, soundedAfter } = await talk((areas) =>
    [...areas.values()].map((areaId) => ({ verb: 'live', areaId })),
  );
  const takenAt = FIVE + 20 * SECOND;
  await speakUntil(takenAt);
  expect(session.state).toBe('on_air');
  const left = { verb: 'live', areaId: day.areaIds.get('Đông') ?? '' } as const;
  await day.store.transact((tx) => house.doorkeeper.setRights(tx, lan.owner, [left], 'test'));
  await house.bell.ring(lan.owner);
  await speakUntil(takenAt + 10 * SECOND);
  expect(session.facts.endReason).toBe('killed');
  expect(soundedAfter(takenAt)).toBeLessThan(SECOND);
});

it('a right to something else that ends takes nobody off the air', async () => {
  const endsAt = FIVE + 15 * SECOND;
  const { session, speakUntil } = await talk(() => [
    { verb: 'live', areaId: null, toAt: FIVE + 10 * MINUTE },
    { verb: 'edit', areaId: null, toAt: endsAt },
  ]);
  await speakUntil(endsAt + 10 * SECOND);
  expect(session.state).toBe('on_air');
});
