import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { REASONS, StationError } from '#kernel';
import type { LiveRequest } from '#live';
import { LAN, MINH, openStudio, SIGNAL_MS, SIREN, type Studio } from './studio.ts';

let studio: Studio;
beforeEach(async () => {
  studio = await openStudio({ maxMs: 120_000 });
});
afterEach(() => studio.close());

const codeOf = async (work: Promise<unknown>) => {
  const error = await work.then(
    () => null,
    (problem: unknown) => problem,
  );
  return error instanceof StationError ? error.code : error;
};
const rowOf = (id: string) => studio.row(id);

describe('an emergency that is spoken', () => {
  const asked = (change: Partial<LiveRequest> = {}): LiveRequest => ({
    ...{ level: 'emergency', zoneIds: [studio.east.zoneId], note: 'Vỡ đê bao', signalRecordingId: SIREN },
    ...{ source: 'browser', mountId: null, ...change },
  });

  test('is heard when the signal is over: the talker is counted in to that, and is on air then', async () => {
    const session = await studio.open(LAN, studio.east, 'emergency');
    const mic = studio.page(session);
    await mic.speak(3600);
    expect([session.state, studio.air.woken]).toEqual(['counting_in', 1]);
    expect(mic.last()).toMatchObject({ state: 'counting_in', text: { en: expect.stringContaining('signal') } });
    await mic.speak(SIGNAL_MS);
    expect(session.state).toBe('on_air');
    expect(mic.told.flatMap((one) => ('secondsLeft' in one && 'state' in one ? [one.secondsLeft] : []))).toEqual([
      ...[3, 2, 1, 0],
      // What is said in the last 1.2 s of the signal is heard after it.
      ...[4, 3, 2, 1],
    ]);
    expect(studio.air.started).toMatchObject([{ level: 'emergency', title: 'Cảnh báo trực tiếp: Lan' }]);
  });

  test('wants a reason, and a signal that can sound; a talk wants no signal', async () => {
    for (const note of [null, '', 'lũ', '  lũ   ']) {
      expect(await codeOf(studio.live.open(LAN, asked({ note })))).toBe('REQUEST_INVALID');
    }
    expect(await codeOf(studio.live.open(LAN, asked({ level: 'live_commune' })))).toBe('REQUEST_INVALID');
    const damaged = asked({ signalRecordingId: 'rec_damaged' });
    expect(await codeOf(studio.live.open(LAN, damaged))).toBe('RECORDING_NOT_READY');
    await studio.live.open(LAN, asked({ signalRecordingId: null }));
  });

  test('comes in where others speak; nobody comes in where it is spoken', async () => {
    const low = await studio.onAir(LAN);
    const session = await studio.open(MINH, studio.east, 'emergency');
    const high = studio.page(session);
    for (let at = 0; at < 90; at += 1) {
      high.events.binary(new Uint8Array(3840).fill(0x11));
      await low.mic.speak(120);
    }
    expect(session.state).toBe('on_air');
    expect(await codeOf(studio.open(LAN, studio.east, 'live_authority'))).toBe('LIVE_TAKEN');
    expect(await codeOf(studio.open(LAN, studio.east, 'emergency'))).toBe('LIVE_TAKEN');
  });

  test('does not cut an emergency: refused where one sounds everywhere, said where it sounds somewhere', async () => {
    const { east, west } = studio;
    studio.emergencies.set(east.endpointId, 'Lũ quét');
    const refused = await studio.open(LAN, east, 'emergency').catch((error: unknown) => error as StationError);
    expect(refused).toMatchObject({ code: 'LIVE_EMERGENCY' });
    expect((refused as StationError).text.vi).toContain('Lũ quét');
    expect(await codeOf(studio.open(LAN, east, 'live_authority'))).toBe('LIVE_EMERGENCY');
    const { targets } = await studio.live.open(LAN, asked({ zoneIds: [east.zoneId, west.zoneId] }));
    expect(targets.map((one) => [one.village, one.obstacle?.en])).toEqual([
      ['Thôn Đoài', undefined],
      ['Thôn Đông', 'the alert “Lũ quét” sounds there'],
    ]);
  });

  test('one that begins to sound while it is counted in is said, instead of a voice that nobody hears', async () => {
    const session = await studio.open(LAN, studio.east, 'emergency');
    const mic = studio.page(session);
    await mic.speak(1200);
    studio.emergencies.set(studio.east.endpointId, 'Lũ quét');
    await mic.speak(3000);
    expect(mic.last()).toMatchObject({ end: 'not_started', detail: { vi: expect.stringContaining('Lũ quét') } });
    expect(studio.air.started).toEqual([]);
  });

  test('taken back while its signal sounds: the talker is never on air', async () => {
    const session = await studio.open(LAN, studio.east, 'emergency');
    const mic = studio.page(session);
    await mic.speak(4200);
    studio.live.broadcastOver(session.facts.broadcastId ?? '', 'taken_back');
    await studio.clock.advance(10_000);
    expect(mic.states()).not.toContain('on_air');
    expect(mic.last()).toMatchObject({ end: 'taken_back' });
    expect(await rowOf(session.invitation.id)).toMatchObject({ state: 'ended', recording_sha256: null });
  });
});

test.each([
  ['taken_back', 'taken_back'],
  ['stopped_by_operator', 'killed'],
  ['mourning', 'outside_hours'],
  ['seat_taken', 'pre_empted_for_good'],
  ['complete', 'time_limit'],
  ['sink_failed', 'nobody_hears'],
] as const)(
  'taken off the air as %s: the talker reads %s and why, and nothing is halted a second time',
  async (reason, end) => {
    const { session, mic } = await studio.onAir();
    studio.live.broadcastOver(session.facts.broadcastId ?? '', reason);
    expect(mic.last()).toMatchObject({ end, detail: REASONS[reason] });
    await session.done;
    expect(mic.isOpen()).toBe(false);
    expect([studio.air.halted, studio.air.concluded]).toEqual([[], []]);
    expect(await rowOf(session.invitation.id)).toMatchObject({ state: 'ended', end_reason: end });
    expect(studio.feeds.find(session.invitation.id)).toBeNull();
  },
);
