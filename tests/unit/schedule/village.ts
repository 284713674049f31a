import type { Kind, Logger, Reason } from '#kernel';
import { createSchedule, type OccurrenceDue, type RuleInput, type Schedule, type SchedulePorts } from '#schedule';
import type { Store } from '#store';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { storeWithBulletins } from './patterns.ts';

const VN = 'Asia/Ho_Chi_Minh';
export const FOLDER = '/data/schedules';

/** The stages beside the schedule, as far as it needs them: they remember all that they were told. */
export class Neighbours implements SchedulePorts {
  readonly accepted: OccurrenceDue[] = [];
  readonly batches: number[] = [];
  readonly missedOnes: OccurrenceDue[] = [];
  readonly cancelled = new Set<string>();
  readonly reasons = new Map<string, Reason>();
  /** Broadcasts that have begun and can no longer be cancelled. */
  readonly begun = new Set<string>();
  readonly kinds = new Map<string, Kind>([
    ['bul_1', 'bulletin'],
    ['bul_2', 'legal'],
    ['bul_3', 'music'],
    ['tpl_1', 'bulletin'],
  ]);
  expiresAt: number | null = null;
  ready: boolean = true;
  failing: boolean = false;
  zones = new Map([
    ['Toàn xã', ['zon_1']],
    ['zon_1', ['zon_1']],
    ['Thôn 1', ['zon_2', 'zon_3']],
  ]);
  titles = new Map([
    ['Bản tin 1', ['bul_1']],
    ['bul_2', ['bul_2']],
  ]);

  readonly broadcasts: SchedulePorts['broadcasts'] = {
    accept: async (_, batch) => {
      if (this.failing) throw new Error('the next stage broke');
      if (!this.ready) return new Map();
      this.batches.push(batch.length);
      this.accepted.push(...batch);
      return new Map(
        batch.map(({ occurrenceId }, n) => [occurrenceId, `brc_${occurrenceId}_${this.batches.length}_${n}`]),
      );
    },
    missed: async (_, batch) => {
      this.missedOnes.push(...batch);
      return new Map(batch.map(({ occurrenceId }) => [occurrenceId, `brc_missed_${occurrenceId}`]));
    },
    lapsedAfter: async () => [],
    cancel: async (_, ids, reason) => {
      const gone = new Set(ids.filter((id) => !this.begun.has(id)));
      for (const id of gone) {
        this.cancelled.add(id);
        this.reasons.set(id, reason);
      }
      return gone;
    },
  };
  readonly bulletins: SchedulePorts['bulletins'] = {
    kindsOf: async (_, ids) =>
      new Map(
        ids.flatMap((id) => {
          const kind = this.kinds.get(id);
          return kind ? [[id, { kind, expiresAt: this.expiresAt }] as const] : [];
        }),
      ),
  };
  readonly taken: Array<readonly [string, number]> = [];
  readonly fileTaken: SchedulePorts['fileTaken'] = (file, { rules }) => void this.taken.push([file, rules]);
  readonly directory: SchedulePorts['directory'] = {
    bulletinByName: async (_, name) => this.titles.get(name) ?? [],
    templateByName: async (_, name) => (name === 'Khung sáng' ? ['tpl_1'] : []),
    zoneByName: async (_, name) => this.zones.get(name) ?? [],
  };
}

export interface Village {
  readonly clock: VirtualClock;
  readonly files: MemoryFiles;
  readonly ports: Neighbours;
  readonly store: Store;
  readonly schedule: Schedule;
  readonly told: string[];
  /** Another process on the same database. */
  another(): Schedule;
}

/** A schedule stage on a virtual clock and a real database. */
export async function village(startsAt: string, path = ':memory:', zone = VN): Promise<Village> {
  const clock = new VirtualClock({ wallMs: Date.parse(startsAt) });
  const files = new MemoryFiles();
  await files.makeFolder(FOLDER);
  const store = await storeWithBulletins(path);
  const ports = new Neighbours();
  const told: string[] = [];
  const logger: Logger = { info: () => undefined, warn: (fact) => told.push(fact), error: (fact) => told.push(fact) };
  const random = new SeededRandom(7);
  const open = () => createSchedule({ world: { clock, random, files, logger }, store, zone, folder: FOLDER, ports });
  return { clock, files, ports, store, told, schedule: open(), another: open };
}

export function rule(more: Partial<RuleInput> = {}): RuleInput {
  const pattern = { every: 'daily', times: ['05:30', '17:00'] };
  return { title: 'Bản tin', bulletinId: 'bul_1', zoneIds: ['zon_1'], active: true, pattern, ...more };
}

/** "date time state" of every occurrence, in order. */
export async function rows(store: Store): Promise<string[]> {
  const all = await store.db.selectFrom('occurrences').selectAll().orderBy('planned_at').orderBy('id').execute();
  return all.map((row) => [row.local_date, row.local_time, row.state, row.reason].filter(Boolean).join(' '));
}
