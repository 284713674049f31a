import { checkRule, createSchedule, occurrencesBetween, type SchedulePorts } from '#schedule';
import { MemoryFiles } from '../tests/support/memory-files.ts';
import { SeededRandom } from '../tests/support/seeded-random.ts';
import { VirtualClock } from '../tests/support/virtual-clock.ts';
import { storeWithBulletins } from '../tests/unit/schedule/patterns.ts';

export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly note: string;
}

const ZONE = 'Asia/Ho_Chi_Minh';
const RULES = 500;

const ports: SchedulePorts = {
  fileTaken: () => undefined,
  broadcasts: {
    accept: async (_, batch) => new Map(batch.map(({ occurrenceId }) => [occurrenceId, `brc_${occurrenceId}`])),
    lapsedAfter: async () => [],
    missed: async () => new Map(),
    cancel: async () => new Set(),
  },
  bulletins: { kindsOf: async (_, ids) => new Map(ids.map((id) => [id, { kind: 'bulletin', expiresAt: null }])) },
  directory: {
    templateByName: async () => [],
    bulletinByName: async (_, name) => [name],
    zoneByName: async (_, name) => [name],
  },
};

/** The median of some runs, in milliseconds. */
async function medianMs(times: number, run: () => unknown): Promise<number> {
  const taken: number[] = [];
  for (let n = 0; n < times; n++) {
    const started = performance.now();
    await run();
    taken.push(performance.now() - started);
  }
  return taken.sort((a, b) => a - b)[Math.floor(times / 2)] ?? Number.NaN;
}

/** How long planning takes: pure for one rule over a year, and through a database in memory for a whole commune. */
export async function scheduleBench(): Promise<Measured[]> {
  const from = Date.parse('2027-01-01T00:00:00+07:00');
  const to = Date.parse('2028-01-01T00:00:00+07:00');
  const halfHours = checkRule({ every: 'cron', expression: '*/30 * * * *' });
  const count = occurrencesBetween(halfHours, ZONE, from, to).length;
  const year = await medianMs(9, () => occurrencesBetween(halfHours, ZONE, from, to));

  const quarters = { every: 'cron', expression: '*/15 5-17 * * 1-5' };
  const plain = { every: 'daily', times: ['05:30', '11:30', '17:00'] };
  const [plan, planned] = await commune(plain);
  const [dense, densePlanned] = await commune(quarters);
  return [
    { name: 'year of half-hours, one rule', value: year, unit: 'ms', note: `${count} occurrences, median of 9` },
    {
      name: `48 h of ${RULES} rules, 3 a day`,
      value: plan,
      unit: 'ms',
      note: `${planned} rows, one transaction, in memory`,
    },
    {
      name: `48 h of ${RULES} rules, 52 a day`,
      value: dense,
      unit: 'ms',
      note: `${densePlanned} rows, one transaction, in memory`,
    },
  ];
}

async function commune(pattern: object): Promise<[number, number]> {
  const clock = new VirtualClock({ wallMs: Date.parse('2026-11-23T00:00:00+07:00') });
  const store = await storeWithBulletins();
  const logger = { info: () => undefined, warn: () => undefined, error: () => undefined };
  const world = { clock, logger, files: new MemoryFiles(), random: new SeededRandom(1) };
  const schedule = createSchedule({ world, store, zone: ZONE, folder: '/schedules', ports });
  const rule = { title: 'Bản tin', bulletinId: 'bul_1', zoneIds: ['zon_1'], active: true, pattern };
  for (let n = 0; n < RULES; n++) await schedule.createRule(rule);
  let rows = 0;
  const taken = await medianMs(1, async () => {
    rows = (await schedule.runOnce()).planned;
  });
  await store.close();
  return [taken, rows];
}
