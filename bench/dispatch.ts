import { createHash } from 'node:crypto';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { readSettings } from '#config';
import type { World } from '#kernel';
import { newKeyPair, parseMessage, signText, stationMessage } from '#link';
import { buildStation, type Station } from '#station';
import { openStore } from '#store';
import { openRealWire } from '#system';
import { FakeCopies } from '../tests/support/fake-copies.ts';
import { MemoryFiles } from '../tests/support/memory-files.ts';
import { SeededRandom } from '../tests/support/seeded-random.ts';
import { VirtualClock } from '../tests/support/virtual-clock.ts';
import { type Measured, median, spread } from './measured.ts';

const RULES = 5000;
const RUNS = 7;
const DUE = '2026-11-23T05:30:00+07:00';
const DUE_AT = Date.parse(DUE);
/** The station wakes so long before: far enough to place everything, near enough that no speaker counts as silent. */
const AHEAD_MS = 20_000;
const LEAD_MS = 3000;

const AUDIO = new TextEncoder().encode('as good as audio: nobody decodes it here');
const AUDIO_SHA256 = createHash('sha256').update(AUDIO).digest('hex');
const SILENT = { info: () => undefined, warn: () => undefined, error: console.error };

interface Run {
  readonly planMs: number;
  readonly acceptMs: number;
  readonly tellMs: number;
  readonly handedMs: number;
  readonly sentMs: number;
  readonly floorMs: number;
}

/**
 * 5,000 rules that come due in the same second, each with a zone and a speaker of its own, in a whole station: virtual
 * clock, real database on the disk with full sync, speakers that have joined and take frames. Measured is real time.
 */
export async function dispatchBench(): Promise<Measured[]> {
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-dispatch-'));
  try {
    const seed = join(folder, 'seed.db');
    const keys = newKeyPair();
    await sow(seed, keys.publicKey);
    const runs: Run[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      const path = join(folder, `run-${run}.db`);
      copyFileSync(seed, path);
      runs.push(await dispatchOnce(path, keys.privatePem));
      rmSync(path);
    }
    return figures(runs);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A commune of 5,000 speakers, each the only one of its zone, each with its rule. */
async function sow(path: string, publicKey: string): Promise<void> {
  const store = openStore(path);
  const all = Array.from({ length: RULES }, (_, n) => String(n).padStart(4, '0'));
  const pattern = JSON.stringify({ every: 'once', date: DUE.slice(0, 10), time: '05:30' });
  const created_at = 0;
  await store.transact(async (tx) => {
    const programme = { id: 'prg_1', name: 'Thời sự', kind: 'bulletin', interruption: 'resume' as const, created_at };
    const silence = { pause_ms: 0, lead_in_ms: 0, tail_ms: 0, repeats: 1 };
    await tx
      .insertInto('programmes')
      .values({ ...programme, ...silence, opening_chime_id: null, closing_chime_id: null })
      .execute();
    const sound = {
      id: 'rec_1',
      title: 'Bản ghi',
      sha256: 'aa',
      bytes: 1,
      state: 'ready' as const,
      duration_ms: 30_000,
    };
    const trims = { trim_head_ms: 0, trim_tail_ms: 0 };
    await tx
      .insertInto('recordings')
      .values({ ...sound, ...trims, ...blank, warnings: '[]', created_at, ready_at: 0 })
      .execute();
    const opus = { sha256: AUDIO_SHA256, format: 'opus' as const, bytes: AUDIO.length, duration_ms: 30_000 };
    await tx
      .insertInto('renditions')
      .values({ ...opus, recording_id: 'rec_1', loudness_lufs: -16, created_at })
      .execute();
    const bulletin = { id: 'bul_1', title: 'Bản tin', programme_id: 'prg_1', recording_id: 'rec_1', language: 'vi' };
    await tx
      .insertInto('bulletins')
      .values({ ...bulletin, valid_from: null, valid_to: null, created_at, withdrawn_at: null })
      .execute();
  });
  await store.close();
  const sqlite = new Database(path);
  const endpoint = sqlite.prepare(
    `insert into endpoints (id, name, protocol, public_key, created_at) values ('end_' || ?, 'Cụm loa ' || ?, 'link', ?, 0)`,
  );
  const zone = sqlite.prepare(`insert into zones (id, name, created_at) values ('zon_' || ?, 'Thôn ' || ?, 0)`);
  const member = sqlite.prepare(`insert into zone_endpoints values ('zon_' || ?, 'end_' || ?)`);
  const rule = sqlite.prepare(
    `insert into rules (id, title, bulletin_id, zone_ids, pattern, version, active, planned_to, created_at)
     values ('rul_' || ?, 'Lịch ' || ?, 'bul_1', ?, ?, 1, 1, ?, 0)`,
  );
  sqlite.transaction(() => {
    for (const n of all) {
      endpoint.run(n, n, publicKey);
      zone.run(n, n);
      member.run(n, n);
      rule.run(n, n, JSON.stringify([`zon_${n}`]), pattern, DUE_AT - AHEAD_MS);
    }
  })();
  sqlite.close();
}

/** What nobody needs to know of a recording here. */
const blank = {
  reason_code: null,
  reason_values: null,
  container: 'wav',
  measured_by: 'ebur128' as const,
  loudness_lufs: -20,
  true_peak_dbtp: -6,
  gain_db: 4,
  silence_head_ms: null,
  silence_tail_ms: null,
  peaks: null,
};

async function dispatchOnce(path: string, privatePem: string): Promise<Run> {
  const clock = new VirtualClock({ wallMs: DUE_AT - AHEAD_MS });
  const files = new MemoryFiles();
  for (const folder of ['/station', '/station/renditions', '/schedules']) await files.makeFolder(folder);
  await files.replace(`/station/renditions/${AUDIO_SHA256}`, AUDIO);
  const ended = Promise.resolve({ kind: 'not_started', message: 'no processes in this world' } as const);
  const child = { ended, kill: () => undefined, endInput: () => undefined, write: async () => undefined };
  const world: World = { clock, files, random: new SeededRandom(1), logger: SILENT, processes: { start: () => child } };
  const settings = readSettings({ LOAXA_DATA: '/station', LOAXA_SCHEDULES: '/schedules' });
  const store = openStore(path);
  const fetch = async () => ({ failed: 'unreachable' }) as const;
  const station = await buildStation({
    world,
    settings,
    store,
    ffmpeg: null,
    version: 'bench',
    fetch,
    openWire: openRealWire(),
    makeCopy: new FakeCopies(() => files).make,
  });
  const { playout, carriage } = station.house;

  let acceptMs = Number.NaN;
  const accept = playout.accept.bind(playout);
  playout.accept = async (...batch) => {
    const startedMs = performance.now();
    const verdicts = await accept(...batch);
    acceptMs = performance.now() - startedMs;
    return verdicts;
  };
  // Orders are taken from playout as they come and go on to delivery when the last is there: each is timed by itself.
  const handed: Array<Parameters<typeof carriage.order>> = [];
  let handedAtMs = Number.NaN;
  const order = carriage.order.bind(carriage);
  carriage.order = (...args) => {
    if (handed.push(args) < RULES) return;
    handedAtMs = performance.now();
    for (const one of handed) order(...one);
  };
  const speakers = new Speakers(station, privatePem);

  await carriage.start();
  await speakers.join();
  const planStartedMs = performance.now();
  await station.house.schedule.runOnce();
  const planMs = performance.now() - planStartedMs;
  const tellStartedMs = performance.now();
  await playout.start();
  await until(() => speakers.plans >= 2 * RULES);
  const tellMs = performance.now() - tellStartedMs;
  await clock.advanceTo(DUE_AT - LEAD_MS - 1);

  const dueMs = performance.now();
  await clock.advance(1);
  await until(() => speakers.starts >= RULES);
  const run = { planMs, acceptMs, tellMs, handedMs: handedAtMs - dueMs, sentMs: speakers.lastStartMs - dueMs };
  await playout.stop();
  await carriage.stop();
  await store.close();
  return { ...run, floorMs: floor(path) };
}

/** Speakers at the other end of no wire at all: they join, and note what they are sent. */
class Speakers {
  plans = 0;
  starts = 0;
  lastStartMs = Number.NaN;
  readonly #station: Station;
  readonly #privatePem: string;

  constructor(station: Station, privatePem: string) {
    this.#station = station;
    this.#privatePem = privatePem;
  }

  async join(): Promise<void> {
    for (let n = 0; n < RULES; n += 1) this.#call(`end_${String(n).padStart(4, '0')}`);
    await until(() => this.plans >= RULES);
  }

  #call(endpointId: string): void {
    const { link } = this.#station.house;
    const asked: string[] = [];
    let isOpen = true;
    const events = link.accept({
      send: (frame) => {
        const text = String(frame);
        if (text.includes('\\"order\\":\\"plan\\"')) this.plans += 1;
        else if (text.includes('\\"order\\":\\"start\\"')) {
          this.starts += 1;
          this.lastStartMs = performance.now();
        } else asked.push(text);
      },
      close: () => {
        if (isOpen) queueMicrotask(() => events.closed());
        isOpen = false;
      },
      bufferedBytes: () => 0,
    });
    const challenge = parseMessage(stationMessage, asked[0] ?? '');
    if (challenge?.type !== 'challenge') throw new Error('the station asked nobody who they are');
    const signature = signText(this.#privatePem, 'hello', challenge.nonce);
    events.text(JSON.stringify({ type: 'hello', endpointId, signature, agentVersion: 'bench', begun: [] }));
  }
}

async function until(isSo: () => boolean): Promise<void> {
  for (let turn = 0; !isSo(); turn += 1) {
    if (turn > 1_000_000) throw new Error('it never came');
    await nextTurn();
  }
}

/** The floor: the same rows marked in one statement each, one commit with full sync, and a call for each order. */
function floor(path: string): number {
  const sqlite = new Database(path);
  sqlite.pragma('synchronous = FULL');
  const deliveries = sqlite.prepare(`update deliveries set state = 'ordered', start_at = ?, updated_at = ?`);
  const broadcasts = sqlite.prepare(`update broadcasts set state = 'on_air', ended_at = null`);
  const seats = new Map(Array.from({ length: RULES }, (_, n) => [`end_${n}`, `brc_${n}`]));
  let handed = 0;
  const startedMs = performance.now();
  sqlite.transaction(() => {
    deliveries.run(DUE_AT, DUE_AT - LEAD_MS);
    broadcasts.run();
  })();
  for (const [endpointId, broadcastId] of seats) handed += endpointId.length + broadcastId.length;
  const tookMs = performance.now() - startedMs;
  sqlite.close();
  return handed > 0 ? tookMs : Number.NaN;
}

function figures(runs: readonly Run[]): Measured[] {
  const of = (key: keyof Run) => runs.map((run) => run[key]);
  const each = `${RULES} rules, each with its zone and speaker, database on disk with full sync, ${RUNS} runs`;
  return [
    {
      name: 'dispatch of 5,000',
      value: median(of('handedMs')),
      unit: 'ms',
      note: `from the look that finds them due, over the commit, to the last order handed to delivery, 3 s before air; ${each}: ${spread(of('handedMs'))}`,
    },
    {
      name: 'dispatch of 5,000 / floor',
      value: median(of('handedMs')) / median(of('floorMs')),
      unit: '×',
      note: `floor: both tables marked by one statement each in one commit, and a loop: ${spread(of('floorMs'))} ms`,
    },
    {
      name: 'dispatch of 5,000, last frame',
      value: median(of('sentMs')),
      unit: 'ms',
      note: `to the last of 5,000 frames, each signed by itself, written to its speaker's link: ${spread(of('sentMs'))}`,
    },
    {
      name: 'accept 5,000 broadcasts',
      value: median(of('acceptMs')),
      unit: 'ms',
      note: `running orders and rows, without the commit: ${spread(of('acceptMs'))}`,
    },
    {
      name: 'planning round of 5,000',
      value: median(of('planMs')),
      unit: 'ms',
      note: `expand, accept, note and commit: ${spread(of('planMs'))}`,
    },
    {
      name: 'tell 5,000 speakers their plan',
      value: median(of('tellMs')),
      unit: 'ms',
      note: `from the rows to the last signed plan written to its link, a new one for each speaker: ${spread(of('tellMs'))}`,
    },
  ];
}
