/**
 * The same mornings with the real station and real village agents: cables that break, agents that lose their power, an
 * encoder that is there, slow, or does not answer, and a station that is killed. Judged by the cables, and by the log.
 */
import { loggedCourses, readAsRun } from '#asrun';
import { type Delivery, findBroadcast } from '#broadcast';
import type { OpenWire } from '#delivery';
import { registerEndpoint } from '#endpoint';
import { addFmStation, addReceiver, fmSettings, receiverSettings } from '#fm';
import { instantOf, type Level } from '#kernel';
import { addArea, putZone } from '#place';
import type { Executor } from '#store';
import { askFor } from '../tests/support/air-acts.ts';
import { Commune, SimVillage } from '../tests/support/commune.ts';
import type { HandoverMorning } from './handover.ts';
import { faultsOfWords, HandoverJudge, SAMPLE_MS, type Scene } from './handover-judge.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const START = instantOf('2026-11-23', '06:00', ZONE) ?? 0;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const MORNING_MS = 8 * MINUTE;
const HEAL_MS = 20 * MINUTE;

/** What an encoder does with a wire: takes it, takes its time, or is not there. */
type Encoder = 'there' | 'slow' | 'absent';

interface Place {
  readonly name: string;
  readonly areaId: string;
  readonly receiverId: string;
  readonly thresholdPercent: number;
  readonly speakers: SimVillage[];
}

/** Lives one random morning with the real station. Same seed, same morning. */
export async function liveHandoverStation(seed: number): Promise<HandoverMorning> {
  const scene = new StationScene(seed);
  const { day } = scene;
  await scene.build();
  const judge = new HandoverJudge(scene);
  const needless: string[] = [];
  scene.onDecided = (broadcastId, endpointId) => {
    judge.decided(broadcastId, endpointId);
    needless.push(...scene.needless(broadcastId, endpointId));
  };
  const watchUntil = async (at: number) => {
    while (day.clock.wallMs() < at) {
      await day.clock.advance(Math.min(SAMPLE_MS, at - day.clock.wallMs()));
      await scene.read();
      judge.look();
    }
  };
  const from = day.clock.wallMs();
  const { events, cuts, asked } = drawn(scene, judge, from);
  while (events.length > 0) {
    events.sort((a, b) => b.at - a.at);
    const next = events.pop();
    await watchUntil(next?.at ?? 0);
    await next?.run();
  }
  await watchUntil(from + MORNING_MS);
  if (!day.station) await scene.start();
  for (const speaker of day.villages) {
    scene.mend(speaker);
    if (!speaker.isOn) await speaker.powerOn();
  }
  scene.onDecided = () => undefined;
  await day.clock.advance(HEAL_MS);
  const courses = await loggedCourses(day.store.db, START, START + MORNING_MS + HEAL_MS);
  const faults = [...judge.faults, ...needless, ...faultsOfWords(courses)];
  const lines = await readAsRun(day.store.db, {}, { limit: 1000, after: 0 });
  const wrong = lines.filter((line) => line.carrier === 'fm' && ['played', 'played_part'].includes(line.state));
  for (const { broadcastId } of wrong) faults.push(`${broadcastId}: what went by FM is called played`);
  for (const line of lines.filter(({ carrier, state }) => carrier === 'ip' && state === 'played')) {
    const ear = day.villages.find((one) => one.endpointId === line.endpointId);
    if (!ear?.heard.some((one) => one.broadcastId === line.broadcastId))
      faults.push(`${line.broadcastId}: the log says played at ${line.endpointId}, and nobody heard it`);
  }
  const handOvers = courses.filter((one) => one.carrier === 'fm').length;
  if (handOvers !== scene.handed) faults.push(`${scene.handed} hand-overs, ${handOvers} lines in the log`);
  return { faults, broadcasts: asked.size, handOvers, cuts, longestMs: judge.longestMs };
}

interface Event {
  readonly at: number;
  run(): Promise<void> | void;
}

function drawn(scene: StationScene, judge: HandoverJudge, from: number) {
  const { day, places } = scene;
  const { random } = day;
  const events: Event[] = [];
  const asked = new Set<string>();
  const add = (at: number, run: Event['run']) => void events.push({ at: Math.max(from, at), run });
  const sometime = () => from + random.int(0, MORNING_MS - 3 * MINUTE);
  const airs: number[] = [];
  for (let count = random.int(1, 3); count > 0; count -= 1) {
    const level = random.pick(['emergency', 'scheduled', 'priority'] as const);
    const inMs = level === 'emergency' ? 0 : random.int(10, 90) * SECOND;
    const at = sometime();
    airs.push(at + inMs);
    const durationMs = random.int(15, 150) * SECOND;
    const lateMs = random.int(60, 400) * SECOND;
    const haltMs = random.chance(0.1) ? random.int(1, 60) * SECOND : null;
    add(at, async () => {
      if (!day.station) return;
      const interruption = level === 'emergency' ? 'restart' : 'resume';
      const bulletinId = await day.addBulletin({ title: `Tin ${count}`, durationMs, interruption });
      const plannedAt = day.clock.wallMs() + inMs;
      const cutInAfterMs = level === 'emergency' ? 0 : null;
      const id = await askFor(day, { bulletinId, plannedAt, level, lateMs, cutInAfterMs });
      asked.add(id);
      if (haltMs === null) return;
      add(day.clock.wallMs() + haltMs, async () => {
        if (await day.station?.house.playout.halt(id, 'stopped_by_operator')) judge.halted(id);
      });
    });
  }
  const cuts = random.int(1, 5);
  for (let count = cuts; count > 0; count -= 1) {
    const at = random.chance(0.8) ? random.pick(airs) + random.int(-20, 60) * SECOND + random.int(0, 999) : sometime();
    const place = random.pick(places);
    const victims = random.chance(0.6) ? place.speakers : [random.pick(place.speakers)];
    const isPower = random.chance(0.2);
    add(at, () => {
      for (const speaker of victims) {
        scene.cut(speaker);
        if (isPower && speaker.isOn) speaker.powerOff();
      }
    });
    if (random.chance(0.4)) continue;
    add(Math.max(from, at) + random.int(200, 90_000), async () => {
      for (const speaker of victims) {
        scene.mend(speaker);
        if (!speaker.isOn) await speaker.powerOn();
      }
    });
  }
  if (random.chance(0.3)) {
    const at = Math.max(from, random.pick(airs) + random.int(-30, 60) * SECOND);
    add(at, () => scene.kill());
    add(at + random.int(500, 20_000), () => scene.start());
  }
  if (random.chance(0.3)) {
    const at = sometime();
    add(at, () => scene.encoder(random.pick(['absent', 'slow'])));
    if (random.chance(0.6)) add(at + random.int(5, 90) * SECOND, () => scene.encoder('there'));
  }
  return { events, cuts, asked };
}

/** A commune with the real station, of which the cables and the encoder are ours. */
class StationScene implements Scene {
  readonly day: Commune;
  readonly places: Place[] = [];
  onDecided: (broadcastId: string, endpointId: string) => void = () => undefined;
  /** Stand-ins that were written down. */
  handed = 0;
  #encoder: Encoder = 'there';
  readonly #wires = new Set<() => void>();
  readonly #cut = new Set<SimVillage>();
  /** When something last happened to the path of a loudspeaker, or to the station itself. */
  readonly #hurtAt = new Map<SimVillage, number>();
  readonly #levels = new Map<string, Level>();
  #bornAt = 0;
  #stationId = '';
  #rows = new Map<string, Delivery>();

  constructor(seed: number) {
    this.day = new Commune({ wallMs: START, seed, openWire: (...asked) => this.#openWire(...asked) });
  }

  get now(): number {
    return this.day.clock.wallMs();
  }

  get isUp(): boolean {
    return this.day.station !== null;
  }

  get isUsable(): boolean {
    return this.day.station?.house.fm.standing(this.#stationId).isReachable ?? false;
  }

  villages() {
    const link = this.day.station?.house.link;
    return this.places.map(({ name, areaId, receiverId, thresholdPercent, speakers }) => ({
      ...{ name, areaId, receiverId, thresholdPercent },
      speakers: speakers.map((speaker) => ({
        id: speaker.endpointId,
        isCut: this.#cut.has(speaker) || !speaker.isOn,
        isLinked: link?.isReachable(speaker.endpointId) ?? false,
        quietMs: link?.quietMs(speaker.endpointId) ?? 0,
        sounds: this.#soundsOn(speaker),
      })),
    }));
  }

  open() {
    const open = this.day.station?.house.playout.open() ?? [];
    for (const { id, level } of open) this.#levels.set(id, level);
    return open;
  }

  #soundsOn({ heard }: SimVillage) {
    const last = heard.at(-1);
    if (!last || last.endAt < this.now - SECOND) return null;
    return { broadcastId: last.broadcastId, level: this.#levels.get(last.broadcastId) ?? null };
  }

  delivery(broadcastId: string, speakerId: string): Delivery | null {
    const carried = this.day.station?.house.carriage.courseOf(broadcastId) ?? [];
    const written = this.#rows.get(`${broadcastId} ${speakerId}`) ?? null;
    return carried.find((one) => one.endpointId === speakerId) ?? written;
  }

  /** What is written of deliveries that nobody carries any more. */
  async read(db: Executor = this.day.store.db): Promise<void> {
    for (const { id } of this.open()) {
      const found = await findBroadcast(db, id);
      for (const row of found?.deliveries ?? []) this.#rows.set(`${id} ${row.endpointId}`, row);
    }
  }

  /** What is wrong with a decision about loudspeakers whose path has been whole all the time: they do begin. */
  needless(broadcastId: string, receiverId: string): string[] {
    const broadcast = this.open().find((one) => one.id === broadcastId);
    const place = this.places.find((one) => one.receiverId === receiverId);
    if (!broadcast || !place) return [];
    const since = Math.min(broadcast.acceptedAt, broadcast.plannedAt) - MINUTE;
    const whole = place.speakers.filter(
      (speaker) => !this.#cut.has(speaker) && speaker.isOn && (this.#hurtAt.get(speaker) ?? 0) < since,
    );
    const isEnough = whole.length * 100 >= place.thresholdPercent * place.speakers.length;
    if (!isEnough || this.#bornAt >= since) return [];
    return [`${place.name}: ${broadcastId} handed over though ${whole.length} cables were whole`];
  }

  /** Villages, their loudspeakers, one FM station with receivers in each, and the station itself. */
  async build(): Promise<void> {
    const { day } = this;
    const { random } = day;
    const make = { clock: day.clock, random };
    await day.store.transact(async (tx) => {
      const line = {
        ...{ name: 'RDS', profile: 'minirds', transport: 'tcp', host: '10.0.0.9', port: 6000 },
        ...{ answers: false, readsBack: false },
      };
      const ps = { band: '54-68', frequencyKhz: 62_000, pi: '7001', ps: 'XA MAU' };
      const settings = fmSettings.parse({ ...ps, lines: [line] });
      const { id } = await addFmStation(tx, make, { name: 'Xã Mẫu', areaId: null, settings });
      this.#stationId = id;
      for (let at = random.int(1, 2); at > 0; at -= 1) {
        const name = `Thôn ${at}`;
        const thresholdPercent = random.pick([34, 50, 51, 100]);
        const area = { parentId: null, kind: 'thôn', name, validFrom: null, validTo: null };
        const { id: areaId } = await addArea(tx, make, area);
        const asked = { areaId, gainDb: 0, leadInMs: 0 };
        const fm = { protocol: 'fm', duty: 'stand_in', fmStationId: id } as const;
        const { endpoint } = await registerEndpoint(tx, make, { ...asked, ...fm, name: `FM ${name}` });
        await addReceiver(tx, endpoint.id, id, receiverSettings.parse({ thresholdPercent }));
        const speakers: SimVillage[] = [];
        for (let one = random.int(1, 2); one > 0; one -= 1) {
          const speaker = { ...asked, name: `${name} ${one}`, protocol: 'link' } as const;
          const made = await registerEndpoint(tx, make, speaker);
          speakers.push(new SimVillage(day, made.endpoint.id, speaker.name, made.claimCode ?? ''));
        }
        this.places.push({ name, areaId, receiverId: endpoint.id, thresholdPercent, speakers });
        day.villages.push(...speakers);
      }
      const endpointIds = day.villages.map((one) => one.endpointId);
      day.zoneId = (await putZone(tx, make, { name: 'Toàn xã', areaId: null, endpointIds })).id;
    });
    await this.start();
    await day.powerAllOn();
    await day.clock.advance(90 * SECOND);
  }

  async start(): Promise<void> {
    const { house } = await this.day.start();
    this.#bornAt = this.now;
    const { standIns } = house.playout;
    const add = standIns.add.bind(standIns);
    standIns.add = async (tx, broadcastId, endpointIds) => {
      await this.read(tx);
      for (const endpointId of endpointIds) this.onDecided(broadcastId, endpointId);
      const added = await add(tx, broadcastId, endpointIds);
      this.handed += added.length;
      return added;
    };
  }

  kill(): void {
    this.#wires.clear();
    this.day.kill();
  }

  cut(speaker: SimVillage): void {
    this.#cut.add(speaker);
    this.#hurtAt.set(speaker, this.now);
    speaker.cut();
  }

  mend(speaker: SimVillage): void {
    this.#cut.delete(speaker);
    this.#hurtAt.set(speaker, this.now);
    speaker.mend();
  }

  encoder(how: Encoder): void {
    this.#encoder = how;
    if (how !== 'absent') return;
    for (const breakIt of this.#wires) breakIt();
    this.#wires.clear();
  }

  #openWire(...[, events]: Parameters<OpenWire>): ReturnType<OpenWire> {
    const { clock } = this.day;
    const breakIt = () => events.closed('no answer');
    const open = async () => {
      await clock.sleep(this.#encoder === 'slow' ? 5000 : 20);
      if (this.#encoder === 'absent') return breakIt();
      this.#wires.add(breakIt);
      events.opened();
    };
    void open();
    return { send: () => true, close: () => void this.#wires.delete(breakIt) };
  }
}
