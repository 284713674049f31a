/** Voices at a whole commune: an emergency that is spoken, talks that others take off the air, and the chime of a talk. */
import { expect, it } from 'vitest';
import { type GateRules, OPEN_RULES } from '#gate';
import { instantOf } from '#kernel';
import type { LiveRequest, TalkerMessage } from '#live';
import { setBank } from '#media';
import type { Visitor } from '#people';
import { putProgramme } from '#programme';
import { Commune } from '../support/commune.ts';
import { scriptedEncoder } from '../unit/live/studio.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const at = (time: string) => instantOf('2026-11-23', time, ZONE) ?? Number.NaN;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const FIVE = at('05:00');
/** The link of whoever set the station up may do everything. */
const LAN: Visitor = { owner: 'link', name: 'Lan', isStrong: true, isFresh: true };
const BY_LAN = { id: 'link', name: 'Lan' };
const RATE_HZ = 16_000;
const PIECE_MS = 120;
/** From the first sound of a microphone to its light, without a signal: the count, and the rounds of the desk. */
const COUNT_MS = 3000;
const ROUNDS_MS = 600;
/** From the mouth to the loudspeakers, seconds. */
const DELAY_S = 1.2;

async function recording(day: Commune, title: string, durationMs: number): Promise<string> {
  await day.addBulletin({ title, durationMs });
  const row = await day.store.db.selectFrom('recordings').select('id').where('title', '=', title).executeTakeFirst();
  return row?.id ?? '';
}

async function commune(options: { rules?: GateRules; from?: string } = {}) {
  const rules = options.rules ?? OPEN_RULES;
  const day = new Commune({ wallMs: at(options.from ?? '04:00'), encoders: scriptedEncoder(), rules });
  const { house } = await day.start();
  await day.addVillages(['Thôn Đông', 'Bản Nà Phặc', 'Ấp Bình Hòa']);
  await day.powerAllOn();
  const siren = await recording(day, 'Còi', 5 * SECOND);
  await setBank(day.store.db, siren, true);
  await house.bankChanged();
  await day.clock.advance(MINUTE);
  const asked = (change: Partial<LiveRequest> = {}): LiveRequest => ({
    ...{ level: 'live_commune', zoneIds: [day.zoneId], note: null, signalRecordingId: null },
    ...{ source: 'browser', mountId: null, ...change },
  });
  const alarm = asked({ level: 'emergency', note: 'Vỡ đê bao Nà Phặc', signalRecordingId: siren });

  /** Opens a session, and a microphone that is spoken into. */
  async function talk(wish: LiveRequest) {
    const { session, targets } = await house.live.open(LAN, wish);
    const told: Array<TalkerMessage & { at: number }> = [];
    const line = {
      send: (text: string) => void told.push({ ...(JSON.parse(text) as TalkerMessage), at: day.clock.wallMs() }),
      close: () => undefined,
      bufferedBytes: () => 0,
    };
    const events = (await house.live.microphone(LAN, session.invitation.id))(line);
    events.text(JSON.stringify({ format: 's16le', rateHz: RATE_HZ }));
    const piece = new Uint8Array((RATE_HZ * 2 * PIECE_MS) / 1000).fill(0x11);
    return {
      ...{ session, targets, told },
      lightAt: () => told.find((one) => 'state' in one && one.state === 'on_air')?.at ?? Number.NaN,
      end: () => told.find((one) => 'end' in one),
      warnings: () => told.flatMap((one) => ('warning' in one ? [one] : [])),
      finish: () => events.text('{"finish":true}'),
      async speakUntil(instant: number) {
        while (day.clock.wallMs() < instant) {
          if (session.state !== 'ended') events.binary(piece);
          await day.clock.advance(Math.min(PIECE_MS, instant - day.clock.wallMs()));
        }
      },
    };
  }

  /** What each ear heard, as [title, seconds after five, seconds of sound]. */
  async function heard() {
    const rows = await day.store.db.selectFrom('broadcasts').select(['id', 'title']).execute();
    const titles = new Map(rows.map((row) => [row.id, row.title]));
    return day.villages.map((village) =>
      village.heard
        .filter((one) => one.endAt - one.startAt > 100)
        .map((one) => ({
          title: titles.get(one.broadcastId),
          from: (one.startAt - FIVE) / SECOND,
          to: (one.endAt - FIVE) / SECOND,
        })),
    );
  }
  return { day, house, siren, asked, alarm, talk, heard };
}

/** Everybody was silent so soon after an instant. */
function silentBy(day: Commune, instant: number): void {
  for (const { heard } of day.villages) {
    expect(heard.length).toBeGreaterThan(0);
    for (const play of heard) expect(play.endAt).toBeLessThanOrEqual(instant);
  }
}

it('siren, then the voice, over a bulletin in every village; the bulletin goes on; it stands in the book of alerts', async () => {
  const { day, house, siren, alarm, talk, heard } = await commune();
  await day.ask(await day.addBulletin({ title: 'Tin sáng', durationMs: 60 * SECOND }), FIVE);
  await day.clock.advanceTo(FIVE + 10 * SECOND);
  const lan = await talk(alarm);
  expect(lan.targets.map((one) => one.obstacle)).toEqual([null, null, null]);
  await lan.speakUntil(FIVE + 30 * SECOND);
  // Five seconds of siren between the order and the light.
  const lightAfterMs = lan.lightAt() - (FIVE + 10 * SECOND);
  expect(lightAfterMs).toBeGreaterThanOrEqual(COUNT_MS + 5000);
  expect(lightAfterMs).toBeLessThan(COUNT_MS + ROUNDS_MS + 5000);
  const [alert] = await house.alerts.list(10);
  expect(alert).toMatchObject({
    ...{ state: 'on_air', title: 'Cảnh báo trực tiếp: Lan', reason: 'Vỡ đê bao Nà Phặc', signalRecordingId: siren },
    ...{ liveSessionId: lan.session.invitation.id, recordingId: null, sender: BY_LAN, cancel: { endpoints: 3 } },
    counts: { sounding: 3 },
  });
  lan.finish();
  const finishedAt = day.clock.wallMs();
  await day.clock.advanceTo(FIVE + 5 * MINUTE);
  for (const ear of await heard()) {
    expect(ear.map((one) => one.title)).toEqual(['Tin sáng', 'Cảnh báo trực tiếp: Lan', 'Tin sáng']);
    const [before, voice, after] = ear;
    // The first word is heard right behind the five seconds of siren, and the last one as late as it was said.
    expect(voice?.from).toBeCloseTo((lan.lightAt() - FIVE) / SECOND + DELAY_S - 5, 0);
    expect(voice?.to).toBeCloseTo((finishedAt - FIVE) / SECOND + DELAY_S, 0);
    expect(before?.to).toBeLessThanOrEqual(voice?.from ?? 0);
    expect(after?.from).toBeGreaterThanOrEqual(voice?.to ?? 0);
    expect((before?.to ?? 0) - (before?.from ?? 0) + (after?.to ?? 0) - (after?.from ?? 0)).toBeGreaterThan(58);
  }
  const over = await house.alerts.find(alert?.id ?? '');
  expect([over.state, over.counts.confirmed, over.villages.some((one) => one.walkThere)]).toEqual(['over', 3, false]);
  const lines = (await day.log()).filter((line) => line.level === 'emergency');
  expect(lines.map((line) => [line.state, line.reason])).toEqual(
    Array.from({ length: 3 }, () => ['played', 'complete']),
  );
});

it('an alert that is spoken is taken back: silence in every village, and its talker is off the air within a second', async () => {
  const { day, house, alarm, talk } = await commune();
  await day.clock.advanceTo(FIVE);
  const lan = await talk(alarm);
  await lan.speakUntil(FIVE + 20 * SECOND);
  const [alert] = await house.alerts.list(1);
  const view = await house.alerts.cancel(alert?.id ?? '', 'Báo nhầm trạm đo', BY_LAN);
  expect(view).toMatchObject({ state: 'taken_back', takenBack: { reason: 'Báo nhầm trạm đo' } });
  await lan.speakUntil(FIVE + MINUTE);
  expect(lan.end()).toMatchObject({ end: 'taken_back' });
  expect(lan.end()?.at).toBeLessThanOrEqual(FIVE + 21 * SECOND);
  silentBy(day, FIVE + 23 * SECOND);
  expect(new Set((await day.log()).map((line) => line.reason))).toEqual(new Set(['taken_back']));
  const cleared = await house.alerts.allClear(
    alert?.id ?? '',
    { recordingId: alarm.signalRecordingId, reason: 'Đê an toàn' },
    BY_LAN,
  );
  expect(cleared.cleared).toMatchObject({ name: 'Lan' });
});

it('neither a closed gate nor "stop everything" before it holds an emergency voice back, and no gate ends it', async () => {
  const rules: GateRules = { ...OPEN_RULES, windows: [{ name: 'sáng', from: '05:00', to: '05:02' }] };
  const { day, house, alarm, asked, talk } = await commune({ rules });
  await day.clock.advanceTo(FIVE + 100 * SECOND);
  const everywhere = { zoneIds: [], areaIds: [], everywhere: true };
  await house.stops.stop({ ...everywhere, broadcastId: null, holdMs: 30 * MINUTE, reason: null }, BY_LAN);
  const refused = await house.live.open(LAN, asked()).catch((error: unknown) => error);
  expect(refused).toMatchObject({ code: 'LIVE_CLOSED' });
  const lan = await talk(alarm);
  await lan.speakUntil(FIVE + 4 * MINUTE);
  expect(lan.session.state).toBe('on_air');
  for (const { heard } of day.villages) expect(heard.at(-1)?.endAt).toBeGreaterThan(FIVE + 4 * MINUTE - SECOND);
});

it('a voice does not cut an alert: refused while one sounds everywhere, and the other way round the alert waits', async () => {
  const { day, house, siren, alarm, talk, heard } = await commune();
  await day.clock.advanceTo(FIVE);
  const wish = {
    ...{ zoneIds: [day.zoneId], areaIds: [], signalRecordingId: siren, recordingId: null, title: 'Lũ quét' },
    ...{ reason: 'Nước dâng nhanh', repeats: 4, gapMs: 0, validForMs: 60 * MINUTE, allowUnplaced: false },
  };
  await house.alerts.send(wish, BY_LAN);
  await day.clock.advance(5 * SECOND);
  expect(await house.live.open(LAN, alarm).catch((error: unknown) => error)).toMatchObject({ code: 'LIVE_EMERGENCY' });
  await day.clock.advanceTo(FIVE + 30 * SECOND);
  const lan = await talk(alarm);
  await lan.speakUntil(FIVE + 45 * SECOND);
  await house.alerts.send({ ...wish, repeats: 1, title: 'Lở đất' }, BY_LAN);
  await lan.speakUntil(FIVE + 60 * SECOND);
  lan.finish();
  await day.clock.advanceTo(FIVE + 3 * MINUTE);
  for (const ear of await heard()) {
    expect(ear.map((one) => one.title)).toEqual(['Lũ quét', 'Cảnh báo trực tiếp: Lan', 'Lở đất']);
    expect(ear[2]?.from).toBeGreaterThanOrEqual(ear[1]?.to ?? Number.POSITIVE_INFINITY);
  }
});

it('the right to emergencies is needed in every area of the zones, or above them', async () => {
  const { day, house, alarm } = await commune();
  const [first] = await day.store.db.selectFrom('areas').select('id').orderBy('id').execute();
  const person = async (name: string, areaId: string | null, verb: 'emergency' | 'live') => {
    const add = { name, rights: [{ areaId, verb }] };
    const { id } = await day.store.transact((tx) => house.doorkeeper.addPerson(tx, add, LAN.owner));
    return { owner: id, name, isStrong: true, isFresh: true };
  };
  const refused = async (visitor: Visitor) =>
    house.live.open(visitor, alarm).then(
      () => null,
      (error: unknown) => error,
    );
  expect(await refused(await person('Một thôn', first?.id ?? '', 'emergency'))).toMatchObject({
    code: 'RIGHT_MISSING',
  });
  expect(await refused(await person('Chỉ nói', null, 'live'))).toMatchObject({ code: 'RIGHT_MISSING' });
  const chief = await person('Cả xã', null, 'emergency');
  expect(await refused({ ...chief, isStrong: false, isFresh: false })).toMatchObject({ code: 'SECOND_FACTOR_NEEDED' });
  expect(await refused({ ...chief, isFresh: false })).toBeNull();
});

it('whoever is stopped reads it within a second: this talk, everything, the gate', async () => {
  const rules: GateRules = { ...OPEN_RULES, windows: [{ name: 'sáng', from: '05:00', to: '05:30' }] };
  const { day, house, asked, talk } = await commune({ rules });
  await day.clock.advanceTo(FIVE);
  const everywhere = { zoneIds: [], areaIds: [], everywhere: true };
  const nobody = { zoneIds: [], areaIds: [] };

  const first = await talk(asked());
  await first.speakUntil(FIVE + 20 * SECOND);
  const { broadcastId } = first.session.facts;
  await house.stops.stop({ ...nobody, broadcastId, holdMs: 0, reason: null }, BY_LAN);
  await first.speakUntil(FIVE + 30 * SECOND);
  expect(first.end()).toMatchObject({ end: 'killed', detail: { en: 'the operator stopped it' } });
  expect(first.end()?.at).toBeLessThanOrEqual(FIVE + 21 * SECOND);
  silentBy(day, FIVE + 23 * SECOND);

  const second = await talk(asked());
  await second.speakUntil(FIVE + 50 * SECOND);
  await house.stops.stop({ ...everywhere, broadcastId: null, holdMs: 0, reason: null }, BY_LAN);
  await second.speakUntil(FIVE + MINUTE);
  expect(second.end()).toMatchObject({ end: 'killed' });
  expect(second.end()?.at).toBeLessThanOrEqual(FIVE + 51 * SECOND);
  silentBy(day, FIVE + 53 * SECOND);

  await day.clock.advanceTo(FIVE + 29 * MINUTE);
  const third = await talk(asked());
  await third.speakUntil(FIVE + 31 * MINUTE);
  expect(third.end()).toMatchObject({ end: 'outside_hours' });
  expect(third.end()?.at).toBeLessThanOrEqual(FIVE + 30 * MINUTE + SECOND);
  silentBy(day, FIVE + 30 * MINUTE);
});

it('an alert over a talk: its talker reads at once who is heard instead, and when all hear the talk again', async () => {
  const { day, house, siren, asked, talk, heard } = await commune();
  await day.clock.advanceTo(FIVE);
  const lan = await talk(asked());
  await lan.speakUntil(FIVE + 20 * SECOND);
  const wish = {
    ...{ zoneIds: [day.zoneId], areaIds: [], signalRecordingId: siren, recordingId: null, title: 'Lũ quét' },
    ...{ reason: 'Nước dâng nhanh', repeats: 2, gapMs: 0, validForMs: 60 * MINUTE, allowUnplaced: false },
  };
  await house.alerts.send(wish, BY_LAN);
  await lan.speakUntil(FIVE + 40 * SECOND);
  const [lost, back] = lan.warnings();
  expect(lost).toMatchObject({ warning: 'pre_empted', text: { en: expect.stringContaining('“Lũ quét”') } });
  expect(lost?.text.en).toContain('any endpoint');
  expect(lost?.at).toBeLessThanOrEqual(FIVE + 21 * SECOND);
  expect(back).toMatchObject({ warning: 'heard_again' });
  expect(Math.abs((back?.at ?? 0) - (FIVE + 30 * SECOND))).toBeLessThan(4 * SECOND);
  lan.finish();
  await day.clock.advanceTo(FIVE + 2 * MINUTE);
  for (const ear of await heard()) {
    expect(ear.map((one) => one.title)).toEqual(['Phát trực tiếp: Lan', 'Lũ quét', 'Phát trực tiếp: Lan']);
    expect(ear[2]?.to).toBeCloseTo(40 + DELAY_S, 0);
  }
});

it('the chime of the first programme of live voice goes before a talk; every speaker has it ahead of time', async () => {
  const { day, house, asked, talk, heard } = await commune();
  const chime = await recording(day, 'Nhạc hiệu', 4 * SECOND);
  const world = { clock: day.clock, random: day.random };
  const plain = { repeats: 1, pauseMs: 0, leadInMs: 0, tailMs: 0, closingChimeId: chime } as const;
  for (const [name, kind, openingChimeId] of [
    ['A bản tin', 'bulletin', chime],
    ['B nói', 'live', null],
    ['C nói', 'live', chime],
  ] as const) {
    const programme = { ...plain, name, kind, openingChimeId, interruption: 'resume' } as const;
    await day.store.transact((tx) => putProgramme(tx, world, programme));
  }
  await day.approveFrames(chime);
  await house.bankChanged();
  await day.clock.advanceTo(FIVE);
  const lan = await talk(asked());
  await lan.speakUntil(FIVE + 30 * SECOND);
  expect(lan.lightAt() - FIVE).toBeGreaterThanOrEqual(COUNT_MS + 4000);
  expect(lan.lightAt() - FIVE).toBeLessThan(COUNT_MS + ROUNDS_MS + 4000);
  lan.finish();
  await day.clock.advanceTo(FIVE + MINUTE);
  // Chime and voice, and nothing behind the last word.
  for (const [play, ...more] of await heard()) {
    expect(more).toEqual([]);
    expect(play?.from).toBeCloseTo((lan.lightAt() - FIVE) / SECOND + DELAY_S - 4, 0);
    expect(play?.to).toBeCloseTo(30 + DELAY_S, 0);
  }
  const lines = await day.log();
  expect(lines.map((line) => [line.state, line.reason])).toEqual(
    Array.from({ length: 3 }, () => ['played', 'complete']),
  );
});
