/**
 * A station under load is copied by the real program at any moment, and the copy is broken off at any moment: by a kill, an
 * emergency, a power cut. Whatever is called good must be restored whole; what comes out of it commands nothing until a
 * person opens its epoch, and then the old machine does not any more. `npm run campaign -- backup --seeds N`.
 */
import { createHash } from 'node:crypto';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BackupKeeper, checkBackup, childMaker, type MakeCopy, restoreBackup } from '#backup';
import type { ChildProcess, Processes } from '#kernel';
import type { Station } from '#station';
import { openStore, type Store } from '#store';
import { realWorld } from '#system';
import { verifyLines } from '../scripts/verify-log.ts';
import { Commune } from '../tests/support/commune.ts';
import { SeededRandom } from '../tests/support/seeded-random.ts';

export interface BackupTrial {
  readonly faults: readonly string[];
  /** Answers that were given before the copy began, and while it was made. */
  readonly before: number;
  readonly during: number;
  readonly fate: Fate;
  /** What the keeper said of the attempt that met its fate. */
  readonly ended: string;
}

const FATES = ['kill', 'emergency', 'power cut', 'none'] as const;
type Fate = (typeof FATES)[number];

const START = Date.UTC(2026, 10, 23, 1);
const NAMES = ['Thôn Đông', 'Bản Nà Phặc'];
const HOME = join(import.meta.dirname, '..');
const SETTINGS = {
  ...{ isNamed: false, at: null, zone: 'Asia/Ho_Chi_Minh', keep: 7, leaveFreeBytes: 64 * 1024 ** 2 },
  ...{ passphraseFile: null, warnDays: 3 },
};
const MOST_DEEDS = 2000;
const linked = (day: Commune) => day.villages.filter((village) => village.agent?.status()?.isLinked).length;

/** Something that was answered for: it must be in every copy that begins afterwards. */
interface Answer {
  readonly table: 'accounts' | 'bulletins' | 'facts' | 'as_run' | 'audit';
  readonly id: string;
}

export async function backupTrial(seed: number): Promise<BackupTrial> {
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-campaign-backup-'));
  const scene = new Scene(folder, seed);
  try {
    return await scene.live();
  } finally {
    await scene.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

class Scene {
  readonly #folder: string;
  readonly #data: string;
  readonly #random: SeededRandom;
  readonly #day: Commune;
  readonly #world = realWorld('error');
  readonly #stores: Store[] = [];
  readonly #faults: string[] = [];
  readonly #answers: Answer[] = [];
  readonly #stations: Station[] = [];
  #keeper: BackupKeeper | null = null;
  #child: ChildProcess | null = null;
  #isEmergency = false;
  #count = 0;

  constructor(folder: string, seed: number) {
    this.#folder = folder;
    this.#data = join(folder, 'data');
    for (const name of ['data/originals', 'data/renditions', 'schedules'])
      mkdirSync(join(folder, name), { recursive: true });
    this.#random = new SeededRandom(seed);
    this.#day = new Commune({ wallMs: START, seed, store: this.#open(join(this.#data, 'station.db')) });
  }

  async live(): Promise<BackupTrial> {
    const random = this.#random;
    const day = this.#day;
    this.#mirrorSounds();
    this.#stations.push(await day.start());
    await day.addVillages(NAMES);
    await day.powerAllOn();
    for (let count = random.int(5, 20); count > 0; count -= 1) await this.#deed();
    for (let count = random.int(1, 6); count > 0; count -= 1) this.#original(random.int(1000, 1_500_000));
    const fate = random.pick(FATES);
    const ended = await this.#meet(fate);
    await this.#lookAtCopies(`after ${fate}`);
    const before = this.#answers.length;
    await this.#keeper?.begin('An', false);
    await this.#whileRunning();
    const made = (await this.#keeper?.standing())?.copies[0];
    await this.#lookAtCopies('at the end');
    if (made?.checkedAt) await this.#restore(made.name, before);
    else this.#faults.push('no copy was made though nobody broke it off');
    return { faults: this.#faults, before, during: this.#answers.length - before, fate, ended };
  }

  async close(): Promise<void> {
    await this.#keeper?.stop();
    for (const station of this.#stations) await station.stop();
    this.#day.kill();
    for (const store of this.#stores) await store.close();
  }

  #open(path: string): Store {
    const store = openStore(path);
    this.#stores.push(store);
    return store;
  }

  /** What the station puts on its disk in memory lies on the real one before it does: the copying program is a real one. */
  #mirrorSounds(): void {
    const { files } = this.#day;
    const replace = files.replace.bind(files);
    files.replace = async (path, bytes) => {
      const name = /^\/station\/renditions\/([0-9a-f]{64})$/.exec(path)?.[1];
      if (name !== undefined) this.#put('renditions', name, bytes);
      await replace(path, bytes);
    };
  }

  #put(kind: 'originals' | 'renditions', name: string, bytes: Uint8Array): void {
    const path = join(this.#data, kind, name);
    writeFileSync(`${path}.part`, bytes);
    renameSync(`${path}.part`, path);
  }

  #original(bytes: number): void {
    const sound = Buffer.alloc(bytes, this.#random.int(0, 255));
    this.#put('originals', createHash('sha256').update(sound).digest('hex'), sound);
  }

  /** Somebody does something, and gets his answer. */
  async #deed(): Promise<void> {
    const { house } = this.#stations[0] as Station;
    const day = this.#day;
    const number = ++this.#count;
    const kind = this.#random.int(0, 9);
    if (kind < 2) {
      const person = { name: `Người ${number}`, rights: [{ verb: 'read' as const, areaId: null }] };
      const { id } = await house.store.transact((tx) => house.doorkeeper.addPerson(tx, person, 'link'));
      this.#answers.push({ table: 'accounts', id });
    } else if (kind < 5) {
      const id = await day.addBulletin({ title: `Tin ${number}`, durationMs: 5000 });
      this.#answers.push({ table: 'bulletins', id });
      if (this.#random.chance(0.3)) await this.#play(id);
    } else if (kind < 8) {
      const id = `are_${number}`;
      const isWritten = await house.audit.record({ what: 'addArea', on: { id }, where: [null] });
      if (isWritten) this.#answers.push({ table: 'audit', id });
    } else {
      const id = `note ${number}`;
      const value = 'x'.repeat(this.#random.int(10, 30_000));
      await house.store.transact((tx) => tx.insertInto('facts').values({ name: id, value }).execute());
      this.#answers.push({ table: 'facts', id });
    }
  }

  /** A bulletin sounds, and the log says so. */
  async #play(bulletinId: string): Promise<void> {
    const day = this.#day;
    const id = await day.ask(bulletinId, day.clock.wallMs() + 2000);
    await day.clock.advance(15_000);
    const lines = await day.store.db.selectFrom('as_run').select('id').where('broadcast_id', '=', id).execute();
    for (const line of lines) this.#answers.push({ table: 'as_run', id: String(line.id) });
  }

  #keeperOf(makeCopy: MakeCopy): BackupKeeper {
    return new BackupKeeper({
      ...{ world: this.#world, store: this.#day.store },
      settings: { ...SETTINGS, folder: join(this.#folder, 'copies') },
      ports: {
        makeCopy,
        isEmergency: () => this.#isEmergency,
        isCommanding: () => true,
        note: (act) => this.#stations[0]?.house.audit.note(act),
      },
    });
  }

  #maker(): MakeCopy {
    const { processes } = this.#world;
    const watched: Processes = {
      start: (spec) => {
        this.#child = processes.start(spec);
        return this.#child;
      },
    };
    return childMaker({
      ...{ processes: watched, program: [process.execPath, join(HOME, 'src/backup-main.ts')] },
      ...{ dataFolder: this.#data, schedulesFolder: join(this.#folder, 'schedules'), stationName: 'Đài thử' },
    });
  }

  /** One attempt, which is broken off after some deeds; answers what became of it. */
  async #meet(fate: Fate): Promise<string> {
    const maker = this.#maker();
    let isDead = false;
    const mortal: MakeCopy = async (...asked) => {
      const end = await maker(...asked);
      return isDead ? new Promise(() => undefined) : end;
    };
    this.#keeper = this.#keeperOf(mortal);
    await this.#keeper.start();
    await this.#keeper.begin('An', false);
    for (let count = this.#random.int(0, 60); count > 0; count -= 1) await this.#deed();
    if (fate === 'kill') this.#child?.kill();
    if (fate === 'emergency') {
      this.#isEmergency = true;
      this.#keeper.wake();
    }
    if (fate === 'power cut') {
      isDead = true;
      this.#child?.kill();
      await this.#child?.ended;
      // Nobody ends anything; the next life finds what is there.
      void this.#keeper.stop();
      this.#keeper = this.#keeperOf(maker);
      await this.#keeper.start();
    } else await this.#whileRunning();
    this.#isEmergency = false;
    const { failure, isPutOff } = await this.#keeper.standing();
    return isPutOff ? 'put off' : failure ? 'failed' : 'good';
  }

  /** The station goes on working until the copy is made or given up. */
  async #whileRunning(): Promise<void> {
    for (let deeds = 0; (await this.#keeper?.standing())?.running; deeds += 1) {
      if (deeds < MOST_DEEDS) await this.#deed();
      else await this.#child?.ended;
    }
  }

  /** What has the name of a copy is whole, and nothing half made is left. */
  async #lookAtCopies(when: string): Promise<void> {
    const folder = join(this.#folder, 'copies');
    for (const { name, checkedAt } of (await this.#keeper?.standing())?.copies ?? []) {
      if (checkedAt === null) this.#faults.push(`${when}: ${name} has its name and was not checked`);
      await checkBackup(this.#world, join(folder, name), join(this.#folder, 'look'), null).catch((error: unknown) =>
        this.#faults.push(`${when}: ${name} is called good: ${String(error)}`),
      );
    }
    const left = readdirSync(folder).filter((name) => name.includes('.unproved'));
    if (left.length > 0) this.#faults.push(`${when}: left behind: ${left.join(', ')}`);
  }

  async #restore(copy: string, before: number): Promise<void> {
    const target = join(this.#folder, 'restored');
    await restoreBackup(this.#world, join(this.#folder, 'copies', copy), target, null);
    const store = this.#open(join(target, 'station.db'));
    await this.#lookAtAnswers(store, before);
    const sounds = await store.db.selectFrom('renditions').select('sha256').execute();
    for (const { sha256 } of sounds) {
      const path = join(target, 'renditions', sha256);
      const isWhole = existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === sha256;
      if (!isWhole) this.#faults.push(`restored without the sound ${sha256}`);
    }
    const twin = await this.#day.startTwin(store);
    this.#stations.push(twin);
    await this.#lookAtLog(twin, copy);
    await this.#takeOver(twin).catch((error: unknown) => this.#faults.push(`taking over: ${String(error)}`));
  }

  async #lookAtAnswers(store: Store, before: number): Promise<void> {
    const ids = async (table: 'accounts' | 'bulletins' | 'as_run') =>
      (await store.db.selectFrom(table).select('id').execute()).map(({ id }) => String(id));
    const facts = (await store.db.selectFrom('facts').select('name').execute()).map(({ name }) => name);
    const entries = await store.db.selectFrom('audit_entries').select('body').execute();
    const told = entries.map(({ body }) => String((JSON.parse(body) as { on: { id?: string } }).on.id));
    const there = {
      ...{ accounts: new Set(await ids('accounts')), bulletins: new Set(await ids('bulletins')) },
      ...{ as_run: new Set(await ids('as_run')), facts: new Set(facts), audit: new Set(told) },
    };
    for (const { table, id } of this.#answers.slice(0, before))
      if (!there[table].has(id)) this.#faults.push(`answered before the copy began, and not in it: ${table} ${id}`);
  }

  async #lookAtLog({ house }: Station, copy: string): Promise<void> {
    await house.audit.flush();
    let text = '';
    for await (const piece of house.audit.lines({}, 'Đài thử')) text += piece;
    const lines = text.trimEnd().split('\n');
    for (const { en } of verifyLines(lines, { key: house.stationKey }).faults) this.#faults.push(`audit log: ${en}`);
    const isTold = lines.some((line) => line.includes('"what":"restoreStation"') && line.includes(copy));
    if (!isTold) this.#faults.push('the restored station does not say from which copy it comes');
  }

  /** The villages are led to the restored station, which commands nothing; then a person opens its epoch. */
  async #takeOver(twin: Station): Promise<void> {
    const day = this.#day;
    const [old] = this.#stations as [Station];
    day.leadTo(twin);
    await day.clock.advance(90_000);
    if (linked(day) > 0 || !twin.house.command.isFenced()) this.#faults.push('a fenced station lets speakers in');
    await twin.house.command.openEpoch();
    await day.clock.runUntil(() => linked(day) === NAMES.length, 180_000);
    const isHeard = await this.#alarm('Trạm mới');
    if (isHeard.some((times) => times !== 1)) this.#faults.push(`the new station is heard ${String(isHeard)} times`);
    day.leadTo(old);
    await day.clock.runUntil(() => linked(day) === NAMES.length, 180_000);
    const isObeyed = await this.#alarm('Máy cũ');
    if (isObeyed.some((times) => times !== 0)) this.#faults.push(`the old machine is heard ${String(isObeyed)} times`);
  }

  /** An alarm from the station to which the cables lead: how often it is heard in each village. */
  async #alarm(title: string): Promise<number[]> {
    const day = this.#day;
    const bulletinId = await day.addBulletin({ title, durationMs: 5000 });
    const id = await day.ask(bulletinId, day.clock.wallMs() + 3000, 'emergency', 600_000);
    await day.clock.advance(60_000);
    return day.villages.map(
      (village) => village.heard.filter((one) => one.broadcastId === id && one.endAt > one.startAt).length,
    );
  }
}
