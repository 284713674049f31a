/**
 * A transmitter room in a commune on the virtual clock: an encoder that decodes what it is told, a computer that pulls the
 * stream, and receivers in the villages. What is heard in a village is what the transmitter sent while its receivers were
 * open; the station is never asked what it believes.
 */
import { createHash } from 'node:crypto';
import { assignSources, registerEndpoint } from '#endpoint';
import { FRAME_BYTES, FRAME_MS } from '#feed';
import {
  addFmStation,
  addReceiver,
  type EncoderLine,
  type FmSettings,
  fmSettings,
  type ReceiverSettings,
  receiverSettings,
} from '#fm';
import type { GateRules } from '#gate';
import type { Interruption, Level, Processes } from '#kernel';
import { setBank } from '#media';
import { addArea, addQuietSpan, putZone } from '#place';
import { spoken } from '../unit/delivery/ears.ts';
import { Commune, SimVillage } from './commune.ts';
import { type Mood, SimEncoder, wiresTo } from './rds-encoder.ts';

export const SECOND = 1000;
export const MINUTE = 60 * SECOND;
const SITE = 500;
const ENCODER = 33;

/** One stretch of a voice, as the transmitter sent it or a loudspeaker sounded it. Instants are epoch ms. */
export interface Sounded {
  readonly title: string;
  readonly startAt: number;
  readonly endAt: number;
  /** Milliseconds into the recording at which it began and ended. */
  readonly fromMs: number;
  readonly toMs: number;
}

interface Frame {
  readonly at: number;
  readonly voice: number;
  readonly number: number;
}

/** As much of a manifest as is needed to play by it. */
interface ReadManifest {
  readonly validUntil: string;
  readonly onAir: (ReadItem & { readonly end: string | null }) | null;
  readonly next: ReadonlyArray<ReadItem & { readonly durationS: number | null }>;
}
interface ReadItem {
  readonly id: string;
  readonly start: string;
  readonly audio: ReadonlyArray<{ readonly durationS?: number; readonly silenceS?: number }> | null;
}

function dueIn({ onAir, next }: ReadManifest, now: number): ReadItem | null {
  if (onAir && (onAir.end === null || now < Date.parse(onAir.end))) return onAir;
  const isOn = ({ start, durationS }: ReadManifest['next'][number]) =>
    Date.parse(start) <= now && (durationS === null || now < Date.parse(start) + durationS * SECOND);
  return next.findLast(isOn) ?? null;
}

/** The computer at the transmitter: it pulls the stream, feeds the exciter, and reads the manifest now and then. */
class SimComputer {
  readonly frames: Frame[] = [];
  /** What it played by the manifest, each second: how far into which broadcast. */
  readonly played: Array<{ readonly at: number; readonly broadcastId: string; readonly atMs: number }> = [];
  #leave: (() => void) | null = null;
  readonly #room: FmRoom;
  #isReading: boolean = false;

  constructor(room: FmRoom) {
    this.#room = room;
  }

  plugIn(): void {
    const { house, day, stationId } = this.#room;
    this.#leave = house.fm.joinMount(stationId, {
      mode: 'endless',
      write: (bytes) => this.#hear(bytes, day.clock.wallMs()),
      bufferedBytes: () => 0,
      end: () => undefined,
      cut: () => undefined,
    });
  }

  unplug(): void {
    this.#leave?.();
    this.#leave = null;
  }

  /**
   * Plays by the manifest, as docs/protocols/fm-relay.md tells whoever writes such a program: asks for it every two seconds
   * and looks each second at what is to be heard. Ends with `stopReading`.
   */
  async playByManifest(): Promise<void> {
    const { day, stationId } = this.#room;
    this.#isReading = true;
    let manifest: ReadManifest | null = null;
    for (let second = 0; this.#isReading; second += 1) {
      const fm = day.station?.house.fm;
      const text = second % 2 === 0 ? fm?.manifestOf(stationId)?.text : undefined;
      if (text !== undefined) {
        manifest = JSON.parse(text);
        fm?.fetched(stationId);
      }
      const now = day.clock.wallMs();
      const due = manifest && now < Date.parse(manifest.validUntil) ? dueIn(manifest, now) : null;
      const lengthMs = (due?.audio ?? []).reduce((ms, part) => ms + SECOND * (part.durationS ?? part.silenceS ?? 0), 0);
      const atMs = due ? now - Date.parse(due.start) : 0;
      if (due?.audio && atMs < lengthMs) this.played.push({ at: now, broadcastId: due.id, atMs });
      await day.clock.sleep(SECOND);
    }
  }

  stopReading(): void {
    this.#isReading = false;
  }

  #hear(bytes: Uint8Array, at: number): void {
    if (bytes.length % FRAME_BYTES !== 0) throw new Error('a broken frame was sent');
    for (let from = 0; from < bytes.length; from += FRAME_BYTES) {
      const [voice = 0, high = 0, low = 0] = bytes.subarray(from + 10, from + 13);
      // Frames come in small lumps, each when its last one is due.
      const dueAt = at - ((bytes.length - from) / FRAME_BYTES) * FRAME_MS;
      if (voice !== 0) this.frames.push({ at: dueAt, voice, number: high * 256 + low });
    }
  }
}

export interface FmVillage {
  readonly name: string;
  readonly areaId: string;
  /** Its receivers, as an endpoint; empty: it has none. */
  readonly fmId: string;
  /** Its loudspeaker on the network. */
  readonly ip: SimVillage | null;
  /** A zone with this village alone. */
  readonly zoneId: string;
  readonly onGroup: string;
  readonly offGroup: string;
}

export interface Plan {
  readonly at: number;
  /** What each village has: `fm`: only receivers; `both`: a loudspeaker and receivers that stand in; `ip`: only a loudspeaker. */
  readonly villages: ReadonlyArray<readonly [name: string, has: 'fm' | 'both' | 'ip']>;
  readonly station?: Partial<FmSettings>;
  readonly line?: Partial<EncoderLine>;
  readonly receiver?: Partial<ReceiverSettings>;
  readonly mood?: Mood;
  readonly rules?: GateRules;
  readonly processes?: Processes;
  readonly seed?: number;
}

/** A recording with a voice of its own. */
export interface Speech {
  readonly bulletinId: string;
  readonly recordingId: string;
  readonly title: string;
  readonly durationMs: number;
}

/** Stretches of sound as [title, seconds after `from`, seconds], to a tenth. */
export function seen(stretches: readonly Sounded[], from: number): Array<[string, number, number]> {
  const tenth = (ms: number) => Math.round(ms / 100) / 10;
  return stretches.map((one) => [one.title, tenth(one.startAt - from), tenth(one.endAt - one.startAt)]);
}

export class FmRoom {
  readonly day: Commune;
  readonly encoder: SimEncoder;
  readonly computer: SimComputer;
  readonly villages: FmVillage[] = [];
  readonly #plan: Plan;
  readonly #titles = new Map<number, string>();
  stationId = '';
  /** The agent at the exciter, where the sound comes from one. */
  exciter: SimVillage | null = null;
  /** Where that agent stands; empty: there is none. */
  areaId = '';

  private constructor(plan: Plan) {
    this.#plan = plan;
    const encoders = new Map<number, { encoder: SimEncoder; profile: 'uecp' | 'pira' }>();
    this.day = new Commune({
      wallMs: plan.at,
      openWire: wiresTo(encoders),
      ...(plan.seed === undefined ? {} : { seed: plan.seed }),
      ...(plan.rules ? { rules: plan.rules } : {}),
      ...(plan.processes ? { encoders: plan.processes } : {}),
    });
    this.encoder = new SimEncoder(this.day.clock, SITE, ENCODER);
    this.encoder.mood = plan.mood ?? 'well';
    encoders.set(4001, { encoder: this.encoder, profile: plan.line?.profile === 'pira' ? 'pira' : 'uecp' });
    this.computer = new SimComputer(this);
  }

  /** A commune with its transmitter, everybody awake and linked, one minute after `plan.at` at the latest. */
  static async open(plan: Plan): Promise<FmRoom> {
    const room = new FmRoom(plan);
    await room.#build();
    await room.start();
    if (room.day.villages.length > 0) await room.day.powerAllOn();
    await room.day.clock.advance(MINUTE);
    return room;
  }

  get house() {
    if (!this.day.station) throw new Error('the station is down');
    return this.day.station.house;
  }

  village(name: string): FmVillage {
    const found = this.villages.find((one) => one.name === name);
    if (!found) throw new Error(`no village ${name}`);
    return found;
  }

  /** Starts the station, or starts it again; the computer reconnects. */
  async start(): Promise<void> {
    await this.day.start();
    if ((this.#plan.station?.audio ?? 'mount') === 'mount') this.computer.plugIn();
  }

  /** kill -9. */
  kill(): void {
    this.day.kill();
    this.encoder.peerDied();
  }

  async close(): Promise<void> {
    this.computer.stopReading();
    let isClosed = false;
    const stopped = this.day.station?.stop().finally(() => {
      isClosed = true;
    });
    // An encoder that does not answer is given its second.
    await this.day.clock.runUntil(() => isClosed || !stopped, MINUTE);
    await stopped;
  }

  async #build(): Promise<void> {
    const { day } = this;
    const { villages, station = {}, line = {}, receiver = {} } = this.#plan;
    const make = { clock: day.clock, random: day.random };
    const encoderLine: EncoderLine = {
      ...{ name: 'RDS', profile: 'uecp', transport: 'tcp', host: 'rds.lan', port: 4001, path: '', password: '' },
      ...{ site: SITE, encoder: ENCODER, toEverybody: false, quirk: 'standard', answers: true, readsBack: false },
      ...line,
    };
    await day.store.transact(async (tx) => {
      let audioEndpointId: string | null = null;
      if (station.audio === 'agent') {
        const room = { parentId: null, kind: 'xã', name: 'Đài xã', validFrom: null, validTo: null };
        const { id: areaId } = await addArea(tx, make, room);
        this.areaId = areaId;
        const asked = { name: 'Máy phát', areaId, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
        const { endpoint, claimCode } = await registerEndpoint(tx, make, asked);
        audioEndpointId = endpoint.id;
        this.exciter = new SimVillage(day, endpoint.id, asked.name, claimCode ?? '');
        day.villages.push(this.exciter);
        await assignSources(tx, [endpoint.id]);
      }
      const settings = fmSettings.parse({
        ...{ band: '54-68', frequencyKhz: 54_500, pi: '7A01', ps: 'XA MAU', pty: 3, fallbackText: 'Đài xã Mẫu' },
        ...{ audio: 'mount', lines: [encoderLine], audioEndpointId, ...station },
      });
      const { id } = await addFmStation(tx, make, { name: 'Đài xã', areaId: null, settings });
      this.stationId = id;
      const zoned: string[] = [];
      for (const [at, [name, has]] of villages.entries()) {
        const area = await addArea(tx, make, { parentId: null, kind: 'thôn', name, validFrom: null, validTo: null });
        const asked = { areaId: area.id, gainDb: 0, leadInMs: 0 };
        const [onGroup, offGroup] = [`B001000${at}AAAA`, `B000000${at}AAAA`];
        let ip: SimVillage | null = null;
        if (has !== 'fm') {
          const made = await registerEndpoint(tx, make, { ...asked, name: `Loa ${name}`, protocol: 'link' });
          ip = new SimVillage(day, made.endpoint.id, name, made.claimCode ?? '');
          day.villages.push(ip);
        }
        let fmId = '';
        if (has !== 'ip') {
          const duty = has === 'fm' ? 'main' : 'stand_in';
          const fm = { ...asked, name: `FM ${name}`, protocol: 'fm', duty, fmStationId: id } as const;
          const isCoded = settings.addressing === 'coded';
          const groups = isCoded ? { onGroups: [onGroup], offGroups: [offGroup] } : {};
          fmId = (await registerEndpoint(tx, make, fm)).endpoint.id;
          await addReceiver(tx, fmId, id, receiverSettings.parse({ ...groups, ...receiver }));
        }
        const own = ip?.endpointId ?? fmId;
        zoned.push(own);
        const zoneId = (await putZone(tx, make, { name, areaId: area.id, endpointIds: [own] })).id;
        this.villages.push({ name, areaId: area.id, fmId, ip, zoneId, onGroup, offGroup });
      }
      day.zoneId = (await putZone(tx, make, { name: 'Toàn xã', areaId: null, endpointIds: zoned })).id;
    });
  }

  /** A recording whose every frame can be told from all others. */
  async speech(
    title: string,
    seconds: number,
    more: { interruption?: Interruption; isBank?: boolean } = {},
  ): Promise<Speech> {
    const { day } = this;
    const voice = this.#titles.size + 1;
    this.#titles.set(voice, title);
    const frames = Math.round((seconds * SECOND) / FRAME_MS);
    const durationMs = frames * FRAME_MS;
    const { interruption = 'resume', isBank = false } = more;
    const bulletinId = await day.addBulletin({ title, durationMs, interruption });
    const bytes = spoken(voice, frames);
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    const old = createHash('sha256').update(`audio of ${title}`).digest('hex');
    await day.files.replace(`/station/renditions/${sha256}`, bytes);
    const { db } = day.store;
    await db.updateTable('renditions').set({ sha256, bytes: bytes.length }).where('sha256', '=', old).execute();
    const { id } = await db.selectFrom('recordings').select('id').where('title', '=', title).executeTakeFirstOrThrow();
    if (isBank) {
      await setBank(db, id, true);
      await day.station?.house.bankChanged();
    }
    return { bulletinId, recordingId: id, title, durationMs };
  }

  /** Somebody asks for it, in all villages unless told; answers the broadcast's id. */
  async ask(speech: Speech, plannedAt: number, where: FmVillage | null = null, level: Level = 'scheduled') {
    const everywhere = this.day.zoneId;
    if (where) this.day.zoneId = where.zoneId;
    try {
      return await this.day.ask(speech.bulletinId, plannedAt, level);
    } finally {
      this.day.zoneId = everywhere;
    }
  }

  /** It must be quiet in a village. */
  async quiet(village: FmVillage, from: number, to: number): Promise<void> {
    const { day } = this;
    const author = { clock: day.clock, random: day.random, zone: day.zone, writtenBy: 'thu' };
    const span = { areaId: village.areaId, endpointId: null, from, to, reason: 'đám tang' };
    await day.store.transact((tx) => addQuietSpan(tx, author, span));
    await this.house.gateChanged();
    await day.clock.settle(6);
  }

  /** What the transmitter sent, stretch by stretch. */
  onAir(from = 0): Sounded[] {
    return this.#stretches(this.computer.frames.filter((one) => one.at >= from));
  }

  /** What the receivers of a village let through: with codes, only while they were opened. */
  heardOnFm(village: FmVillage, from = 0): Sounded[] {
    const isCoded = this.#plan.station?.addressing === 'coded';
    const { onGroup, offGroup } = village;
    const turns = this.encoder.groups.filter(({ group }) => group === onGroup || group === offGroup);
    const isOpen = (at: number) => !isCoded || turns.findLast((one) => one.at <= at)?.group === onGroup;
    return this.#stretches(this.computer.frames.filter((one) => one.at >= from && isOpen(one.at)));
  }

  /** What the loudspeaker of a village sounded. */
  heardOnIp(village: FmVillage, from = 0): Promise<Sounded[]> {
    return this.heardBy(village.ip, from);
  }

  /** What a loudspeaker, or the agent at the exciter, sounded. */
  async heardBy(ear: SimVillage | null, from = 0): Promise<Sounded[]> {
    const rows = await this.day.store.db.selectFrom('broadcasts').select(['id', 'title']).execute();
    const titles = new Map(rows.map((row) => [row.id, row.title]));
    return (ear?.heard ?? [])
      .filter((one) => one.endAt - one.startAt > 50 && one.startAt >= from)
      .map(({ broadcastId, startAt, endAt, fromMs }) => ({
        title: titles.get(broadcastId) ?? '?',
        startAt,
        endAt,
        fromMs,
        toMs: fromMs + endAt - startAt,
      }));
  }

  /** The log, in the order of villages: title, state, reason, evidence, and "IP", "FM" or "FM stand-in". */
  async log() {
    const lines = await this.day.log();
    const road = (line: (typeof lines)[number]) => (line.carrier === 'ip' ? 'IP' : line.standIn ? 'FM stand-in' : 'FM');
    return lines
      .map((line) => [line.village, road(line), line.title, line.state, line.reason, line.evidence] as const)
      .sort((a, b) => `${a[2]} ${a[0]} ${a[1]}`.localeCompare(`${b[2]} ${b[0]} ${b[1]}`));
  }

  #stretches(frames: readonly Frame[]): Sounded[] {
    const stretches: Array<Omit<Sounded, 'toMs'> & { voice: number; next: number }> = [];
    for (const { at, voice, number } of frames) {
      const last = stretches.at(-1);
      if (last?.voice === voice && last.next === number)
        Object.assign(last, { endAt: at + FRAME_MS, next: number + 1 });
      else
        stretches.push({
          ...{ title: this.#titles.get(voice) ?? `voice ${voice}`, startAt: at, endAt: at + FRAME_MS },
          ...{ fromMs: number * FRAME_MS, voice, next: number + 1 },
        });
    }
    return stretches.map(({ voice: _, next, ...one }) => ({ ...one, toMs: next * FRAME_MS }));
  }
}
