import { type Endpoint, listEndpoints } from '#endpoint';
import { listFmStations } from '#fm';
import { civilOf, dateOfDay, dayNumber, instantOf, isStationError, newId, StationError, type World } from '#kernel';
import { type AreaAct, listActs, listAreas, type ReachLine, settleAct, type WrittenAct, writeAct } from '#place';
import type { Executor, Store } from '#store';
import { Breath } from './breath.ts';
import { carryOut } from './carry-out.ts';
import { exportCsv } from './intake/export.ts';
import { type FilePlan, mustBeTakeable, planFile, type ReadFile, readFile, takeFile } from './intake/take-file.ts';
import type { Land } from './land.ts';
import { newAreasOf, planAct } from './plan-act.ts';
import { landOn, mustLeaveRoom, type Preview, previewOf, unmade, withoutSurprises } from './preview.ts';
import { readLand } from './read-land.ts';

/** An act may lie so far ahead: a wrong year must not lie in wait. */
const MOST_DAYS_AHEAD = 1096;
/** The wall clock may jump: it is read again at least this often. */
const LOOK_MS = 30_000;

export interface AskedAct {
  readonly act: AreaAct;
  readonly onDate: string;
}

export interface TerritoryParts {
  readonly world: World;
  readonly store: Store;
  readonly zone: string;
  /** The tree, and what hangs on it, is another one now, and that is committed. */
  changed(): Promise<void>;
  /** An act of an earlier day was carried out now, or could not be; that is committed. */
  tookEffect(act: WrittenAct): void;
}

/** Acts on the area tree: looked at beforehand, written, taken back, and carried out at the midnight of their day. */
export class Territory {
  readonly #world: World;
  readonly #store: Store;
  readonly #zone: string;
  readonly #changed: () => Promise<void>;
  readonly #tookEffect: (act: WrittenAct) => void;
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor({ world, store, zone, changed, tookEffect }: TerritoryParts) {
    this.#world = world;
    this.#store = store;
    this.#zone = zone;
    this.#changed = changed;
    this.#tookEffect = tookEffect;
  }

  /** Carries out what came due while the station was down, then keeps waiting for midnights. */
  async start(): Promise<void> {
    this.#stopping = new AbortController();
    await this.#takeUpDue();
    this.#loop = this.#keep(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  today(): string {
    return civilOf(this.#world.clock.wallMs(), this.#zone).date;
  }

  land(db: Executor, breath?: Breath): Promise<Land> {
    return readLand(db, this.#zone, this.#world.clock.wallMs(), breath && (() => breath.take()));
  }

  /** What an act would do, on the land as it will be that day by all that is planned. */
  async preview(db: Executor, { act, onDate }: AskedAct): Promise<{ preview: Preview; land: Land }> {
    this.#mustBeInTime(onDate);
    const planned = await listActs(db, 'planned');
    const land = landOn(await this.land(db), planned, onDate);
    const preview = previewOf(land, act, onDate);
    mustLeaveRoom(
      land,
      preview.plan,
      planned.filter((one) => one.onDate > onDate),
    );
    return { preview, land };
  }

  /**
   * Writes an act that somebody has seen the preview of; one of today is carried out in the same transaction. Throws
   * AREA_PLAN_CHANGED when the preview would be another one by now.
   */
  async write(
    asked: AskedAct & { readonly seen: string; readonly document: string; readonly note: string },
    by: string | null,
    remember: (tx: Executor, written: WrittenAct) => Promise<void>,
  ): Promise<WrittenAct> {
    const { act, onDate, seen, document, note } = asked;
    const written = await this.#store.transact(async (tx) => {
      const { preview } = await this.preview(tx, asked);
      if (preview.seen !== seen) throw new StationError('AREA_PLAN_CHANGED');
      const newIds = Array.from({ length: newAreasOf(act) }, () =>
        newId('area', this.#world.clock, this.#world.random),
      );
      const accepted = preview.gains.map((line) => withIds(line, newIds));
      const planned = await writeAct(tx, this.#world, { act, onDate, newIds, document, note, accepted, writtenBy: by });
      const done = onDate <= this.today() ? await this.#carryOut(tx, planned) : planned;
      await remember(tx, done);
      return done;
    });
    if (written.state === 'done') await this.#changed();
    return written;
  }

  /** True when somebody would gain a right over something if an area lay in another one from today on. */
  async gainsByMove(db: Executor, areaId: string, parentId: string | null): Promise<boolean> {
    const land = await this.land(db);
    if (!land.areas.has(areaId) || (parentId !== null && !land.areas.has(parentId))) return false;
    return previewOf(land, { kind: 'move', areaId, parentId }, this.today()).gains.length > 0;
  }

  /** A file with areas and clusters, compared with what there is. Nothing is written. */
  async lookThrough(bytes: Uint8Array): Promise<{ file: ReadFile; found: FilePlan; land: Land }> {
    const breath = new Breath(this.#world.clock);
    const file = await readFile(bytes, breath);
    const land = await this.land(this.#store.db, breath);
    return { file, land, found: await planFile(this.#store.db, file, land, this.today(), breath) };
  }

  /** Takes a file that was looked through, all of it or nothing. IMPORT_WRONG, AREA_PLAN_CHANGED. */
  async take(file: ReadFile, seen: string, changed: (endpoint: Endpoint) => void): Promise<void> {
    const breath = new Breath(this.#world.clock);
    const endpoints = await this.#store.transact(async (tx) => {
      const land = await this.land(tx, breath);
      const found = await planFile(tx, file, land, this.today(), breath);
      mustBeTakeable(found, seen);
      return takeFile(tx, this.#world, found, land, this.today(), breath);
    });
    for (const endpoint of endpoints) changed(endpoint);
    await this.#changed();
  }

  /** Areas and clusters as CSV. */
  async exported(): Promise<string> {
    const { db } = this.#store;
    const stations = new Map((await listFmStations(db)).map(({ id, name }) => [id, name]));
    return exportCsv(await listAreas(db), await listEndpoints(db), stations, this.today());
  }

  /** Takes back an act that has not taken effect. AREA_ACT_SETTLED, NOT_FOUND. */
  undo(id: string, by: string | null): Promise<WrittenAct> {
    return this.#store.transact((tx) => settleAct(tx, this.#world.clock, id, { state: 'undone', by, outcome: null }));
  }

  async #carryOut(tx: Executor, written: WrittenAct): Promise<WrittenAct> {
    const { act, onDate, newIds, accepted, id } = written;
    const land = await this.land(tx);
    const { plan, withheld } = withoutSurprises(land, planAct(land, act, onDate, newIds), accepted);
    await carryOut(tx, this.#world, plan);
    const counts = { endpoints: plan.endpoints.length, zones: plan.zones.length, rights: plan.rights.length };
    const outcome = JSON.stringify({ ...counts, withheld });
    return settleAct(tx, this.#world.clock, id, { state: 'done', by: written.writtenBy, outcome });
  }

  async #takeUpDue(): Promise<void> {
    let isChanged = false;
    for (;;) {
      const [due] = (await listActs(this.#store.db, 'planned')).filter(({ onDate }) => onDate <= this.today());
      if (!due) break;
      const settled = await this.#store
        .transact((tx) => this.#carryOut(tx, due))
        .catch(async (error: unknown) => {
          if (!isStationError(error) || error.code.startsWith('STORAGE')) throw error;
          this.#world.logger.error('an act on areas could not be carried out', { id: due.id, error: String(error) });
          const end = { state: 'failed', by: null, outcome: JSON.stringify(error.text) } as const;
          return this.#store.transact((tx) => settleAct(tx, this.#world.clock, due.id, end));
        });
      this.#tookEffect(settled);
      isChanged = true;
    }
    if (isChanged) await this.#changed();
  }

  async #keep(signal: AbortSignal): Promise<void> {
    while (await this.#world.clock.sleep(this.#untilNextLook(), signal)) {
      await this.#takeUpDue().catch((error: unknown) =>
        this.#world.logger.error('acts on areas not taken up', { error: String(error) }),
      );
    }
  }

  #untilNextLook(): number {
    const tomorrow = dateOfDay((dayNumber(this.today()) ?? 0) + 1);
    const midnight = instantOf(tomorrow, '00:00', this.#zone) ?? Number.POSITIVE_INFINITY;
    return Math.min(LOOK_MS, Math.max(1, midnight - this.#world.clock.wallMs()));
  }

  #mustBeInTime(date: string): void {
    const today = this.today();
    const last = dateOfDay((dayNumber(today) ?? 0) + MOST_DAYS_AHEAD);
    if (dayNumber(date) === null || date < today || date > last)
      throw new StationError('AREA_ACT_DATE', { date, today, last });
  }
}

/** A line that names areas by the ids that they were given. */
function withIds(line: ReachLine, newIds: readonly string[]): ReachLine {
  const ids = new Map(newIds.map((id, at) => [unmade(at), id]));
  return { ...line, areaIds: line.areaIds.map((id) => ids.get(id) ?? id) };
}
