import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FRAME_BYTES, silence } from '#feed';
import { StationError } from '#kernel';
import { LAN, MINH, openStudio, type Studio } from './studio.ts';

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

test('a talk from the count to its end: nothing of the count goes out, all of the talk does, and it is kept', async () => {
  const session = await studio.open();
  const { id } = session.invitation;
  const mic = studio.page(session);
  await mic.speak(2000);
  expect(studio.air.started).toEqual([]);
  const early = studio.feeds.find(id);
  expect(early?.endFrame).toBeGreaterThan(50);
  expect(early?.read(0, early.endFrame)).toEqual(silence(early?.endFrame ?? 0));
  await mic.speak(2000);
  expect(session.state).toBe('on_air');
  expect(studio.air).toMatchObject({ woken: 1, started: [{ sessionId: id, title: 'Phát trực tiếp: Lan' }] });
  expect(await rowOf(id)).toMatchObject({ state: 'on_air', broadcast_id: session.facts.broadcastId });
  await mic.speak(5000);
  const feed = studio.feeds.find(id);
  const lastFrame = feed?.endFrame ?? 0;
  const soundsUntil = Math.round(feed?.soundsAt(lastFrame) ?? 0);
  mic.events.text('{"finish":true}');
  await studio.clock.settle(10);
  await session.done;

  expect(mic.states()).toEqual(['opened', ...Array.from({ length: 4 }, () => 'counting_in'), 'on_air']);
  expect(mic.told.flatMap((one) => ('secondsLeft' in one && 'state' in one ? [one.secondsLeft] : []))).toEqual([
    3, 2, 1, 0,
  ]);
  expect(mic.last()).toMatchObject({ end: 'finished' });
  expect(mic.isOpen()).toBe(false);
  expect(studio.air.concluded).toEqual([{ broadcastId: session.facts.broadcastId, endAt: soundsUntil }]);
  expect(studio.air.halted).toEqual([]);
  expect(feed?.isEnded).toBe(true);

  const file = (await studio.files.read(studio.live.recordingPath(id))) ?? new Uint8Array(0);
  const row = await rowOf(id);
  expect(row).toMatchObject({
    state: 'ended',
    end_reason: 'finished',
    recording_bytes: file.length,
    recorded_ms: (file.length / FRAME_BYTES) * 24,
    recording_sha256: createHash('sha256').update(file).digest('hex'),
    account_id: 'acc_lan',
  });
  expect(row.recorded_ms).toBeGreaterThan(5000);
  expect(row.recorded_ms).toBeLessThan(6500);
  expect(studio.encoders.size).toBe(0);
  await studio.clock.advance(10_000);
  expect(studio.feeds.find(id)).toBeNull();
});

describe('who may take the air', () => {
  test('of two at the same moment one gets it, the other is told who has it', async () => {
    const both = await Promise.allSettled([studio.open(LAN), studio.open(MINH)]);
    expect(both.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    const refused = both.find((one) => one.status === 'rejected')?.reason as StationError;
    expect(refused.code).toBe('LIVE_TAKEN');
    const holder = studio.live.running()[0]?.invitation.name;
    expect(refused.text.vi).toContain(`${holder} đang giữ quyền nói trực tiếp tới Thôn Đông`);
  });

  test('another village is another air; the same one is free again when the talk is over', async () => {
    const first = await studio.open(LAN, studio.east);
    await studio.open(MINH, studio.west);
    expect(await codeOf(studio.open(MINH, studio.east))).toBe('LIVE_TAKEN');
    await studio.live.finish(LAN, first.invitation.id);
    await studio.open(MINH, studio.east);
  });

  test('a higher right comes in where a lower one speaks; a lower one does not', async () => {
    await studio.open(LAN);
    await studio.open(MINH, studio.east, 'live_authority');
    expect(await codeOf(studio.open(LAN, studio.east, 'live_authority'))).toBe('LIVE_TAKEN');
    expect(await codeOf(studio.open(MINH))).toBe('LIVE_TAKEN');
  });

  test('who is not heard for a while because a higher right speaks is told so, and when it is over', async () => {
    const { east, west, live } = studio;
    const asked = { level: 'live_commune', zoneIds: [east.zoneId, west.zoneId], note: null } as const;
    const { session } = await live.open(LAN, { ...asked, signalRecordingId: null, source: 'browser', mountId: null });
    const mic = studio.page(session);
    await mic.speak(4000);
    const broadcastId = session.facts.broadcastId ?? '';
    live.lostAir(broadcastId, [east.endpointId], 'Huyện nói');
    live.lostAir(broadcastId, [west.endpointId], 'Lũ quét');
    live.lostAir('brc_other', [west.endpointId], 'Lũ quét');
    live.gotAirBack(broadcastId, [east.endpointId]);
    live.gotAirBack(broadcastId, [west.endpointId]);
    live.gotAirBack(broadcastId, [west.endpointId]);
    expect(mic.warnings().map((one) => [one.warning, one.text.en])).toEqual([
      ['pre_empted', '“Huyện nói” sounds with a higher right; you are not heard by some endpoints now.'],
      ['pre_empted', '“Lũ quét” sounds with a higher right; you are not heard by any endpoint now.'],
      ['heard_again', expect.any(String)],
    ]);
    expect(session.state).toBe('on_air');
  });

  test('a closed gate is said before anybody speaks; who cannot hear is named', async () => {
    const { east, west } = studio;
    const why = { vi: 'vùng yên lặng', en: 'quiet zone' };
    studio.closed.set(east.endpointId, why);
    studio.unreachable.add(west.endpointId);
    const refused = await studio.open().catch((error: unknown) => error as StationError);
    expect(refused).toMatchObject({ code: 'LIVE_CLOSED' });
    expect((refused as StationError).text.vi).toContain('vùng yên lặng');
    const zoneIds = [east.zoneId, west.zoneId];
    const asked = {
      level: 'live_commune',
      zoneIds,
      note: 'Họp thôn',
      signalRecordingId: null,
      source: 'browser',
      mountId: null,
    } as const;
    const { targets } = await studio.live.open(LAN, asked);
    expect(targets.map((one) => [one.village, one.obstacle?.en])).toEqual([
      ['Thôn Đoài', 'the endpoint cannot be reached'],
      ['Thôn Đông', 'quiet zone'],
    ]);
  });

  test('only who opened a session speaks in it or finishes it', async () => {
    const { id } = (await studio.open()).invitation;
    expect(await codeOf(studio.live.microphone(MINH, id))).toBe('LIVE_NOT_YOURS');
    expect(await codeOf(studio.live.finish(MINH, id))).toBe('LIVE_NOT_YOURS');
    expect(await codeOf(studio.live.finish(LAN, 'liv_0'))).toBe('NOT_FOUND');
    await studio.live.finish(LAN, id);
    expect(await codeOf(studio.live.finish(LAN, id))).toBe('LIVE_OVER');
    expect(await codeOf(studio.live.microphone(LAN, id))).toBe('LIVE_OVER');
  });

  test('a session that cannot be written is not opened, and holds nothing', async () => {
    studio.sicken(true);
    expect(await codeOf(studio.open())).toBe('STORAGE_FAILED');
    studio.sicken(false);
    await studio.open(MINH);
  });
});

describe('how a talk ends', () => {
  const endOf = (session: Awaited<ReturnType<Studio['open']>>) => [session.state, session.facts.endReason];

  test('silent: warned of, then over; a word in between begins anew', async () => {
    const { session, mic } = await studio.onAir();
    await mic.speak(30_000, false);
    expect(mic.warnings()[0]).toMatchObject({ warning: 'silent' });
    expect(mic.warnings()[0]?.secondsLeft).toBeCloseTo(40, -1);
    await mic.speak(1000);
    await mic.speak(58_000, false);
    expect(session.state).toBe('on_air');
    await mic.speak(3000, false);
    expect(endOf(session)).toEqual(['ended', 'silent']);
  });

  test('time_limit: said a minute before; what the air allows may be less', async () => {
    studio.air.durationMs = 70_000;
    const { session, mic } = await studio.onAir();
    await mic.speak(20_000);
    expect(mic.warnings()[0]).toMatchObject({ warning: 'time_limit', secondsLeft: 60 });
    await mic.speak(55_000);
    expect(endOf(session)).toEqual(['ended', 'time_limit']);
    const recordedMs = session.facts.recorded?.ms ?? 0;
    expect(Math.abs(recordedMs - 70_000)).toBeLessThan(700);
  });

  test('lost: not within the grace, and it sounds silence meanwhile', async () => {
    const { session, mic } = await studio.onAir();
    await mic.speak(1000);
    mic.events.closed();
    await studio.clock.advance(6000);
    expect(session.state).toBe('lost');
    const again = studio.page(session);
    await again.speak(1000);
    expect(session.state).toBe('on_air');
    again.events.closed();
    await studio.clock.advance(8400);
    expect(endOf(session)).toEqual(['ended', 'lost']);
    const frames = await studio.framesOf(session.invitation.id);
    const lostMs = frames.filter((isVoice) => !isVoice).length * 24;
    expect(Math.abs(lostMs - 14_000)).toBeLessThan(1500);
    expect(studio.air.concluded).toHaveLength(1);
  });

  test('a line that is silent as a line is let go, however open it looks', async () => {
    const { session, mic } = await studio.onAir();
    await studio.clock.advance(2400);
    expect([session.state, mic.isOpen()]).toEqual(['lost', false]);
  });

  test('a newer line of the same person takes the place of an older one, without a hole', async () => {
    const { session, mic } = await studio.onAir();
    const again = studio.page(session);
    expect(mic.last()).toMatchObject({ refused: 'replaced' });
    expect(mic.isOpen()).toBe(false);
    mic.events.closed();
    await again.speak(2000);
    expect(session.state).toBe('on_air');
    expect(studio.encoders.size).toBe(1);
  });

  test('nobody who connects and says nothing is waited for', async () => {
    const session = await studio.open();
    const mic = studio.page(session);
    await studio.clock.advance(5400);
    expect(mic.last()).toMatchObject({ refused: 'nothing_sent' });
    expect([session.state, mic.isOpen()]).toEqual(['opened', false]);
    await studio.clock.advance(120_000);
    expect(endOf(session)).toEqual(['ended', 'lost']);
    expect(await rowOf(session.invitation.id)).toMatchObject({ state: 'ended', recording_sha256: null });
    expect([studio.air.started, studio.air.concluded, studio.air.halted]).toEqual([[], [], []]);
  });

  test('refused_input: what no encoder understands', async () => {
    studio.behave('deaf');
    const session = await studio.open();
    const mic = studio.page(session);
    await mic.speak(4900);
    expect(session.state).toBe('opened');
    await mic.speak(600);
    expect(endOf(session)).toEqual(['ended', 'refused_input']);
    expect(mic.last()).toMatchObject({ end: 'refused_input', detail: { vi: expect.stringContaining('giải mã') } });
  });

  test('refused_input: an encoder that gives up at once', async () => {
    studio.behave('dies');
    const session = await studio.open();
    await studio.page(session).speak(500);
    expect(endOf(session)).toEqual(['ended', 'refused_input']);
  });

  test('an encoder that dies in the middle of a talk is no end: the next line gets a new one', async () => {
    const { session, mic } = await studio.onAir();
    studio.behave('dies');
    await mic.speak(500);
    expect([session.state, mic.isOpen()]).toEqual(['lost', false]);
    studio.behave('well');
    const again = studio.page(session);
    await again.speak(500);
    expect(session.state).toBe('on_air');
  });

  test('an encoder that takes nothing: the oldest is dropped, the talker is warned, then refused', async () => {
    const { session, mic } = await studio.onAir();
    studio.behave('stuck');
    await mic.speak(4800, true, 5);
    expect(mic.warnings().map((one) => one.warning)).toContain('behind');
    await mic.speak(600);
    expect(endOf(session)).toEqual(['ended', 'refused_input']);
  });

  test('refused_input: a file that is pushed ten times as fast as it would be spoken', async () => {
    const { session, mic } = await studio.onAir();
    await mic.speak(6000, true, 10);
    expect(endOf(session)).toEqual(['ended', 'refused_input']);
    expect(mic.last()).toMatchObject({ detail: { en: expect.stringContaining('faster than real time') } });
    const ms = (session.facts.recorded?.ms ?? 0) - 1000;
    expect(ms).toBeLessThan(6000);
  });

  test('outside_hours: silence at once when every gate is closed, not when one is', async () => {
    const { session, mic } = await studio.onAir();
    studio.closed.set(studio.west.endpointId, { vi: 'x', en: 'x' });
    await mic.speak(6000);
    expect(session.state).toBe('on_air');
    studio.closed.set(studio.east.endpointId, { vi: 'ngoài giờ', en: 'outside' });
    await mic.speak(6000);
    expect(endOf(session)).toEqual(['ended', 'outside_hours']);
    expect(studio.air.halted).toMatchObject([{ reason: 'outside_hours' }]);
  });

  test('pre_empted_for_good: the station says that the broadcast is over', async () => {
    const { session } = await studio.onAir();
    studio.live.broadcastOver('brc_other', 'pre_empted');
    expect(session.state).toBe('on_air');
    studio.live.broadcastOver(session.facts.broadcastId ?? '', 'pre_empted');
    expect(endOf(session)).toEqual(['ended', 'pre_empted_for_good']);
  });

  test('not_started: the air says why', async () => {
    studio.air.before = async () => {
      throw new StationError('ZONE_EMPTY');
    };
    const { session, mic } = await studio.onAir();
    expect(endOf(session)).toEqual(['ended', 'not_started']);
    expect(mic.last()).toMatchObject({ detail: new StationError('ZONE_EMPTY').text });
    expect(studio.feeds.find(session.invitation.id)?.isEnded ?? true).toBe(true);
  });

  test('station_stopped: what was said still sounds, and the book is written', async () => {
    const { session } = await studio.onAir();
    await studio.live.stop();
    expect(await rowOf(session.invitation.id)).toMatchObject({ state: 'ended', end_reason: 'station_stopped' });
    expect(studio.air.concluded).toHaveLength(1);
    expect(studio.feeds.find(session.invitation.id)).toBeNull();
  });
});

describe('the kill switch', () => {
  test('silences before anything is written, even when nothing can be written', async () => {
    const { session } = await studio.onAir();
    const { id } = session.invitation;
    studio.sicken(true);
    const row = await studio.live.kill(MINH, id);
    expect(row).toMatchObject({ state: 'ended', endReason: 'killed' });
    expect(studio.feeds.find(id)).toBeNull();
    expect(studio.air.halted).toEqual([{ broadcastId: session.facts.broadcastId, reason: 'stopped_by_operator' }]);
    expect(studio.air.concluded).toEqual([]);
    await studio.clock.advance(5000);
    expect(await rowOf(id)).toMatchObject({ state: 'on_air' });
    studio.sicken(false);
    await studio.clock.advance(2000);
    await session.done;
    expect(await rowOf(id)).toMatchObject({ state: 'ended', end_reason: 'killed' });
  });

  test('is pressed by itself when the right to speak is taken away, and not when another is', async () => {
    const { session } = await studio.onAir();
    await studio.live.rightsChanged(LAN.owner);
    studio.powerless.add(MINH.owner);
    await studio.live.rightsChanged(MINH.owner);
    expect(session.state).toBe('on_air');
    studio.powerless.add(LAN.owner);
    await studio.live.rightsChanged(LAN.owner);
    expect(session.state).toBe('ended');
    expect(studio.air.halted).toEqual([{ broadcastId: session.facts.broadcastId, reason: 'stopped_by_operator' }]);
  });

  test('reaches a broadcast that is just being made', async () => {
    const made = Promise.withResolvers<void>();
    studio.air.before = () => made.promise;
    const { session } = await studio.onAir();
    expect(session.state).toBe('counting_in');
    await studio.live.kill(LAN, session.invitation.id);
    expect(studio.air.halted).toEqual([]);
    made.resolve();
    await studio.clock.settle(20);
    await session.done;
    expect(studio.air.halted).toMatchObject([{ reason: 'stopped_by_operator' }]);
    expect(await rowOf(session.invitation.id)).toMatchObject({ state: 'ended', end_reason: 'killed' });
  });

  test('reaches a broadcast whose chime still sounds', async () => {
    studio.air.startMs = 5000;
    const { session, mic } = await studio.onAir();
    expect(session.state).toBe('counting_in');
    await mic.speak(2000);
    await studio.live.kill(LAN, session.invitation.id);
    await studio.clock.settle(10);
    expect(studio.air.halted).toHaveLength(1);
    expect(await studio.files.size(studio.live.recordingPath(session.invitation.id))).toBeNull();
  });

  test('a line that is lost while the broadcast is made finds itself lost, not heard', async () => {
    studio.air.startMs = 5000;
    const { session, mic } = await studio.onAir();
    mic.events.closed();
    await studio.clock.advance(5000);
    expect(session.state).toBe('lost');
    await studio.clock.advance(9000);
    expect(session.facts.endReason).toBe('lost');
    expect(studio.air.concluded).toHaveLength(1);
  });
});

describe('what is kept', () => {
  test('a full disk ends the recording at a whole frame, never the talk', async () => {
    const { session, mic } = await studio.onAir();
    await mic.speak(2000);
    const { id } = session.invitation;
    studio.files.capacityBytes = ((await studio.files.size(studio.live.recordingPath(id))) ?? 0) + 1000;
    await mic.speak(3000);
    expect(session.state).toBe('on_air');
    await studio.live.finish(LAN, id);
    await session.done;
    const file = (await studio.files.read(studio.live.recordingPath(id))) ?? new Uint8Array(0);
    expect(file.length % FRAME_BYTES).toBe(0);
    expect(session.facts.recorded).toMatchObject({
      bytes: file.length,
      sha256: createHash('sha256').update(file).digest('hex'),
    });
  });

  test('after a power cut the next start closes the session with what is on the disk', async () => {
    const { session, mic } = await studio.onAir();
    await mic.speak(20_000);
    const { id } = session.invitation;
    studio.files.crash();
    const path = studio.live.recordingPath(id);
    const left = (await studio.files.size(path)) ?? 0;
    expect(left).toBeGreaterThan((16_000 / 24) * FRAME_BYTES);
    const handle = await studio.files.open(path, 'write');
    await handle.write(new Uint8Array(77), left);
    const next = studio.make();
    await next.start();
    const row = await rowOf(id);
    expect(row).toMatchObject({ state: 'ended', end_reason: 'lost', recording_bytes: left });
    expect(row.ended_at).toBe((row.on_air_at ?? 0) + row.recorded_ms);
    expect(studio.air.halted).toEqual([{ broadcastId: row.broadcast_id, reason: 'source_lost' }]);
    await next.stop();
  });
});

describe('mounts', () => {
  const ask = (mountId: string) =>
    studio.live.open(LAN, {
      level: 'live_commune',
      zoneIds: [studio.east.zoneId],
      note: null,
      signalRecordingId: null,
      source: 'mount',
      mountId,
    });
  const mp3 = () => ({ format: 'mp3' }) as const;

  beforeEach(async () => {
    for (const { owner, name } of [LAN, MINH]) {
      const account = { id: owner, name: name ?? '', password_phc: '', created_at: 0 };
      await studio.store.db.insertInto('accounts').values(account).execute();
    }
  });

  test('a password opens one mount, and is not kept', async () => {
    const { mount, password } = await studio.live.mounts.add(LAN, 'Phòng thu', 180);
    const other = await studio.live.mounts.add(MINH, 'Máy khác', 180);
    expect(JSON.stringify(await studio.live.mounts.list(LAN))).not.toContain(password);
    expect(await codeOf(studio.live.push(mount.id, password, mp3))).toBe('LIVE_MOUNT_REFUSED');
    expect(await codeOf(studio.live.push(mount.id, other.password, mp3))).toBe('LIVE_MOUNT_WRONG');
    expect(await codeOf(studio.live.push('mnt_0', password, mp3))).toBe('LIVE_MOUNT_WRONG');
    expect(await codeOf(ask(other.mount.id))).toBe('NOT_FOUND');
    const { session } = await ask(mount.id);
    expect(await codeOf(studio.live.push(other.mount.id, other.password, mp3))).toBe('LIVE_MOUNT_REFUSED');
    expect(await codeOf(studio.live.microphone(LAN, session.invitation.id))).toBe('LIVE_NOT_YOURS');
    const attach = await studio.live.push(mount.id, password, mp3);
    let isOpen = true;
    const close = () => {
      isOpen = false;
    };
    const source = attach({ tell: () => undefined, close });
    for (let at = 0; at < 40; at += 1) {
      source.bytes(new Uint8Array(3840).fill(0x11));
      await studio.clock.advance(120);
    }
    expect(session.state).toBe('on_air');
    expect(await codeOf(studio.live.revoke(MINH, mount.id))).toBe('NOT_FOUND');
    await studio.live.revoke(LAN, mount.id);
    expect([session.facts.endReason, studio.air.halted.length]).toEqual(['killed', 1]);
    await session.done;
    expect(isOpen).toBe(false);
    expect(await codeOf(studio.live.push(mount.id, password, mp3))).toBe('LIVE_MOUNT_WRONG');
    expect(await studio.live.mounts.list(LAN)).toEqual([]);
  });

  test('a password ends with its days, and with it what comes over its mount', async () => {
    const { mount, password } = await studio.live.mounts.add(LAN, 'Phòng thu', 1);
    const { session } = await ask(mount.id);
    await studio.live.push(mount.id, password, mp3);
    await studio.live.rightsChanged(null);
    expect(session.state).not.toBe('ended');
    expect((await studio.live.mounts.list(LAN))[0]?.lastUsedAt).not.toBeNull();
    studio.clock.jumpWall(86_400_000);
    expect(await codeOf(studio.live.push(mount.id, password, mp3))).toBe('LIVE_MOUNT_OVER');
    expect(await codeOf(studio.live.push(mount.id, 'wrong', mp3))).toBe('LIVE_MOUNT_WRONG');
    await studio.live.rightsChanged(null);
    expect(session.facts.endReason).toBe('killed');
  });

  test('who came by a one-time link has no mounts', async () => {
    const link = { owner: 'link', name: null, isStrong: true, isFresh: true };
    expect(await codeOf(studio.live.mounts.add(link, 'x', 1))).toBe('LIVE_ACCOUNT_NEEDED');
  });
});
