/**
 * What may happen on a written-down day: the words of the table of days. Every deed is a value that is made ready by the
 * table and done to the commune at its time. Times are of the village clock, "05:00:20", or with a date before them.
 */
import { changeEndpoint, findEndpoint } from '#endpoint';
import type { ExceptionDay, GateRules } from '#gate';
import { OPEN_RULES } from '#gate';
import { type Interruption, instantOf, type Kind, type Level } from '#kernel';
import { setBank } from '#media';
import { addExceptionDay, addGateVersion, addMourning, addQuietSpan } from '#place';
import { changeValidity, findBulletins, putVersion } from '#programme';
import { notAfter } from '#schedule';
import type { Commune, SimVillage } from './commune.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const OFFICER = { id: 'acc_lan', name: 'Lan' };
const PROVINCE = { id: 'acc_tinh', name: 'Sở' };

/** A commune on one written-down day. */
export interface Scene {
  readonly day: Commune;
  /** The civil date that times without one mean. */
  readonly date: string;
  /** Broadcasts, alerts and items that deeds speak of later, by title. */
  readonly ids: Map<string, string>;
}
export type Deed = (scene: Scene) => Promise<unknown> | unknown;

export function timeOf({ date, day }: Pick<Scene, 'date' | 'day'>, time: string): number {
  const [on, at] = time.includes(' ') ? time.split(' ') : [date, time];
  const instant = instantOf(on ?? '', at ?? '', day.zone);
  if (instant === null) throw new Error(`no such time: ${time}`);
  return instant;
}

function houseOf({ day }: Scene) {
  if (!day.station) throw new Error('the station is down');
  return day.station.house;
}

function villageOf({ day }: Scene, name: string): SimVillage {
  const found = day.villages.find((village) => village.name === name);
  if (!found) throw new Error(`no village ${name}`);
  return found;
}

const endpointsOf = (scene: Scene, names: readonly string[] | undefined) =>
  names?.map((name) => villageOf(scene, name).endpointId) ?? scene.day.villages.map((one) => one.endpointId);

export interface Asked {
  /** Seconds of sound. */
  readonly lasts: number;
  readonly kind?: Kind;
  readonly level?: Level;
  readonly interruption?: Interruption;
  /** Seconds that it waits before it cuts in; null: it does not. */
  readonly cutIn?: number | null;
  /** The end of its slot. */
  readonly endBy?: string;
  readonly only?: readonly string[];
  readonly validTo?: string;
  /** It is made while it sounds: a voice, a relayed station. */
  readonly isStream?: boolean;
}

/** One bulletin, voice or relayed hour, for one instant. The window in which it may be late is that of its kind. */
export function ask(title: string, when: string, asked: Asked): Deed {
  return async (scene) => {
    const { day } = scene;
    const { lasts, level = 'scheduled', interruption = 'resume', isStream = false, validTo } = asked;
    const kind = asked.kind ?? (level === 'priority' ? 'priority' : 'bulletin');
    const plannedAt = timeOf(scene, when);
    const durationMs = lasts * SECOND;
    const bulletinId = isStream ? null : await bulletin(scene, title, durationMs, kind, interruption);
    if (bulletinId !== null && validTo !== undefined) {
      await changeValidity(day.store.db, bulletinId, { validFrom: null, validTo: timeOf(scene, validTo) });
    }
    const isVoice = kind === 'live';
    const items = [{ kind: 'stream' as const, streamId: `str_${title}`, durationMs }];
    const ready = { kind, interruption, runningOrder: { items, durationMs, isOpenEnded: isVoice } };
    const { playout } = houseOf(scene);
    scene.ids.set(
      title,
      await day.store.transact(async (tx) => {
        const [verdict] = await playout.accept(tx, [
          {
            ...{ bulletinId, ...(isStream ? { ready } : {}), zoneIds: [], endpointIds: endpointsOf(scene, asked.only) },
            ...{ origin: isVoice ? 'live' : 'operator', level, plannedAt, title, askedBy: OFFICER.id },
            notAfter: isVoice ? plannedAt + durationMs : notAfter(kind, plannedAt, null),
            ...(asked.cutIn === undefined ? {} : { cutInAfterMs: asked.cutIn === null ? null : asked.cutIn * SECOND }),
            ...(asked.endBy === undefined ? {} : { endBy: timeOf(scene, asked.endBy) }),
          },
        ]);
        if (!verdict || 'refused' in verdict) throw verdict?.refused ?? new Error('nothing was accepted');
        return verdict.broadcast.id;
      }),
    );
    playout.wake();
    await day.clock.settle(6);
  };
}

/** The same title twice is the same bulletin. */
async function bulletin(scene: Scene, title: string, durationMs: number, kind: Kind, interruption: Interruption) {
  const known = await scene.day.store.db.selectFrom('bulletins').select('id').where('title', '=', title).execute();
  return known[0]?.id ?? scene.day.addBulletin({ title, durationMs, kind, interruption });
}

/** A rule of the schedule. */
export function plan(
  title: string,
  pattern: object,
  { lasts, kind = 'bulletin' }: Pick<Asked, 'lasts' | 'kind'>,
): Deed {
  return async (scene) => {
    const bulletinId = await bulletin(scene, title, lasts * SECOND, kind, 'resume');
    const input = { title, bulletinId, zoneIds: [scene.day.zoneId], active: true, pattern };
    await houseOf(scene).schedule.createRule(input);
    await scene.day.clock.advance(1);
  };
}
export const daily = (...times: string[]) => ({ every: 'daily', times });

/** A village that wants another language, and the words in it. */
export function speaks(name: string, language: string): Deed {
  return async (scene) => {
    const { db } = scene.day.store;
    const { endpointId } = villageOf(scene, name);
    const endpoint = await findEndpoint(db, endpointId);
    if (endpoint) await changeEndpoint(db, endpointId, { ...endpoint, languages: [language] });
  };
}
export function version(title: string, language: string, lasts: number): Deed {
  return async (scene) => {
    const { db } = scene.day.store;
    const main = await bulletin(scene, title, 20 * SECOND, 'bulletin', 'resume');
    const other = await scene.day.addBulletin({ title: `${title} ${language}`, durationMs: lasts * SECOND });
    const recordingId = (await findBulletins(db, [other])).get(other)?.bulletin.recordingId ?? '';
    await scene.day.change(main, (tx) => putVersion(tx, scene.day.clock, main, { language, recordingId }));
    await scene.day.approve(main);
  };
}

async function recording({ day }: Scene, title: string, lasts: number): Promise<string> {
  await day.addBulletin({ title: `Lời ${title}`, durationMs: lasts * SECOND });
  const query = day.store.db.selectFrom('recordings').select('id').where('title', '=', `Lời ${title}`);
  return (await query.executeTakeFirstOrThrow()).id;
}

/** Words that lie in the emergency bank, for an alarm of that title. */
export function bank(title: string, lasts: number): Deed {
  return async (scene) => {
    await setBank(scene.day.store.db, await recording(scene, title, lasts), true);
    await houseOf(scene).bankChanged();
  };
}
/** An emergency, now. */
export function alarm(title: string, { only, validMin = 60 }: { only?: string[]; validMin?: number } = {}): Deed {
  return async (scene) => {
    const query = scene.day.store.db.selectFrom('recordings').select('id').where('title', '=', `Lời ${title}`);
    const { id: recordingId } = await query.executeTakeFirstOrThrow();
    const areas = await scene.day.store.db.selectFrom('areas').select(['id', 'name']).execute();
    const areaIds = areas.filter(({ name }) => only?.includes(name)).map(({ id }) => id);
    const wish = {
      ...{ zoneIds: only ? [] : [scene.day.zoneId], areaIds, signalRecordingId: null, recordingId, title },
      ...{ reason: `Vì ${title}`, repeats: 1, gapMs: 0, validForMs: validMin * MINUTE, allowUnplaced: false },
    };
    scene.ids.set(title, (await houseOf(scene).alerts.send(wish, OFFICER)).id);
  };
}
export const takeBack =
  (title: string): Deed =>
  (scene) =>
    houseOf(scene).alerts.cancel(scene.ids.get(title) ?? '', 'báo nhầm', OFFICER);
/** The voice is over, `after` seconds from its beginning. */
export const conclude =
  (title: string, after: number): Deed =>
  (scene) =>
    houseOf(scene).playout.conclude(scene.ids.get(title) ?? '', after * SECOND);

/** An item of the system above. */
export function item(title: string, of: { class: 'thong_thuong' | 'uu_tien' | 'khan_cap'; lasts: number }): Deed {
  return async (scene) => {
    const given = {
      ...{
        class: of.class,
        title,
        source: 'Sở',
        externalId: null,
        recordingId: await recording(scene, title, of.lasts),
      },
      ...{ zoneIds: [scene.day.zoneId], areaIds: [], validTo: null, note: null, reason: 'Vì dân' },
    };
    scene.ids.set(title, (await houseOf(scene).inbox.receive(given, PROVINCE)).id);
  };
}
/** A person says which of the two that tie goes first. */
export function answer(title: string): Deed {
  return async (scene) => {
    const { inbox, playout } = houseOf(scene);
    const [question] = await inbox.questions(1);
    const sides = [question?.broadcastA ?? '', question?.broadcastB ?? ''];
    const first = sides.find((id) => playout.find(id)?.title === title);
    await inbox.answer(question?.id ?? '', first ?? '', OFFICER);
  };
}

/** "Dừng tất cả", and lifting it. */
export function stopAll({ only, holdMin }: { only?: string[]; holdMin: number }): Deed {
  return (scene) => {
    const where = { zoneIds: [], areaIds: [], endpointIds: endpointsOf(scene, only) };
    return houseOf(scene).stops.stop({ ...where, broadcastId: null, holdMs: holdMin * MINUTE, reason: null }, OFFICER);
  };
}
export const lift =
  (only?: string[]): Deed =>
  (scene) =>
    houseOf(scene).stops.lift({ zoneIds: [], areaIds: [], endpointIds: endpointsOf(scene, only) }, OFFICER);

const author = ({ day }: Scene) => ({ clock: day.clock, random: day.random, zone: day.zone, writtenBy: OFFICER.id });

/** Silence in one village (or everywhere) from a time to a time. */
export function quiet(name: string | null, from: string, to: string): Deed {
  return async (scene) => {
    const endpointId = name === null ? null : villageOf(scene, name).endpointId;
    const span = { areaId: null, endpointId, from: timeOf(scene, from), to: timeOf(scene, to), reason: 'Thi học kỳ' };
    await scene.day.store.transact((tx) => addQuietSpan(tx, author(scene), span));
    await houseOf(scene).gateChanged();
  };
}
export function mourning(from: string, to: string): Deed {
  return async (scene) => {
    await addMourning(scene.day.store.db, author(scene), { from, to, reason: 'Quốc tang' });
    await houseOf(scene).gateChanged();
  };
}
export function exception(date: string, more: Partial<ExceptionDay> = {}): Deed {
  return async (scene) => {
    const none = { windows: null, sessionsPerDay: null, minutesPerSession: null };
    const exceptional = { date, reason: 'Bầu cử', ...none, ...more };
    await addExceptionDay(scene.day.store.db, author(scene), { areaId: null, day: exceptional });
    await houseOf(scene).gateChanged();
  };
}
/** Other rules from a date on. */
export function rulesFrom(from: string, rules: Partial<GateRules>): Deed {
  return async (scene) => {
    const asked = { areaId: null, from, rules: { ...OPEN_RULES, ...rules }, note: 'quy chế mới' };
    await scene.day.store.transact((tx) => addGateVersion(tx, author(scene), asked));
    await houseOf(scene).gateChanged();
  };
}

export const kill: Deed = ({ day }) => day.kill();
export const start: Deed = ({ day }) => day.start();
/** Somebody sets the clock of the station's machine. */
export const setClock =
  (minutes: number): Deed =>
  ({ day }) => {
    day.stationAheadMs += minutes * MINUTE;
  };
export const powerOff =
  (...names: string[]): Deed =>
  (scene) => {
    for (const name of names) villageOf(scene, name).powerOff();
  };
export const powerOn =
  (...names: string[]): Deed =>
  async (scene) => {
    for (const name of names) await villageOf(scene, name).powerOn();
  };
export const cut =
  (...names: string[]): Deed =>
  (scene) => {
    for (const name of names) villageOf(scene, name).cut();
  };
export const mend =
  (...names: string[]): Deed =>
  (scene) => {
    for (const name of names) villageOf(scene, name).mend();
  };
