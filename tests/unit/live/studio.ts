import { registerEndpoint } from '#endpoint';
import { FeedBook, FRAME_BYTES, SILENT_FRAME } from '#feed';
import { type Bilingual, type Processes, type ProcessSpec, type Reason, StationError, type World } from '#kernel';
import {
  createLive,
  type LiveLevel,
  type LivePorts,
  type LiveSession,
  type LiveSettings,
  type TalkerMessage,
} from '#live';
import type { Visitor } from '#people';
import { addArea, putZone } from '#place';
import { openStore, type Store } from '#store';
import { serveMicrophone } from '../../../src/live/microphone.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const START = Date.UTC(2026, 10, 23, 1);
const RATE_HZ = 16_000;
const PIECE_MS = 120;

/** A frame that is sound, and one that is not. */
const VOICE_FRAME = Uint8Array.from(SILENT_FRAME, (byte, at) => (at < 4 ? byte : 0x55));

/** How the encoder behaves: as it should, understanding nothing, taking nothing, or gone at the first byte. */
type Manner = 'well' | 'deaf' | 'stuck' | 'dies';

/** An encoder by a script: 24 ms of samples become a frame, and its level is told. */
export function scriptedEncoder(manner: () => Manner = () => 'well', alive: Set<symbol> = new Set()): Processes {
  return {
    start(spec: ProcessSpec) {
      const me = Symbol('encoder');
      alive.add(me);
      const end = Promise.withResolvers<Awaited<ReturnType<Processes['start']>['ended']>>();
      const leave = (code: number) => {
        if (alive.delete(me)) end.resolve({ kind: 'exited', code });
      };
      const rateHz = Number(spec.args[spec.args.indexOf('-ar') + 1]) || RATE_HZ;
      const frameBytes = (rateHz * 2 * 24) / 1000;
      let waiting = new Uint8Array(0);
      return {
        async write(chunk) {
          if (!alive.has(me)) throw new Error('the child is gone');
          if (manner() === 'dies') leave(1);
          if (manner() === 'stuck') return new Promise<void>(() => undefined);
          if (manner() !== 'well') return;
          waiting = Uint8Array.from([...waiting, ...chunk]);
          for (; waiting.length >= frameBytes; waiting = waiting.slice(frameBytes)) {
            const isLoud = waiting.subarray(0, frameBytes).some((byte) => byte !== 0);
            spec.onStderrLine?.(`lavfi.astats.Overall.Peak_level=${isLoud ? '-6.0' : '-inf'}`);
            spec.onStderrLine?.(`lavfi.astats.Overall.RMS_level=${isLoud ? '-20.0' : '-inf'}`);
            spec.onStdout?.(isLoud ? VOICE_FRAME : SILENT_FRAME);
          }
        },
        endInput: () => leave(0),
        kill: () => leave(255),
        ended: end.promise,
      };
    },
  };
}

/** A signal of the bank, and how long it sounds. */
export const SIREN = 'rec_siren';
export const SIGNAL_MS = 5000;
const QUIETLY = { note: null, signalRecordingId: null };

export const LAN: Visitor = { owner: 'acc_lan', name: 'Lan', isStrong: true, isFresh: true };
export const MINH: Visitor = { owner: 'acc_minh', name: 'Minh', isStrong: true, isFresh: true };

/** A live desk in a world of its own: virtual time, a disk in memory, an encoder by script, an air that takes notes. */
export async function openStudio(settings: Partial<LiveSettings> = {}) {
  const clock = new VirtualClock({ wallMs: START });
  const files = new MemoryFiles();
  const logged: string[] = [];
  const note = (fact: string) => void logged.push(fact);
  const encoders = new Set<symbol>();
  let manner: Manner = 'well';
  const world: World = {
    ...{ clock, files, random: new SeededRandom(11) },
    logger: { info: note, warn: note, error: note },
    processes: scriptedEncoder(() => manner, encoders),
  };
  await files.makeFolder('/data');
  const real = openStore(':memory:');
  let isSick = false;
  const store: Store = {
    ...real,
    transact: (work) => (isSick ? Promise.reject(new StationError('STORAGE_FAILED')) : real.transact(work)),
  };
  const feeds = new FeedBook();
  const air = {
    started: [] as Array<{ sessionId: string; level: LiveLevel; title: string }>,
    concluded: [] as Array<{ broadcastId: string; endAt: number }>,
    halted: [] as Array<{ broadcastId: string; reason: Reason }>,
    woken: 0,
    /** What `start` waits for, or throws. */
    before: async () => undefined as unknown,
    startMs: 0,
    durationMs: null as number | null,
  };
  const closed = new Map<string, Bilingual>();
  const unreachable = new Set<string>();
  /** Who may do nothing. */
  const powerless = new Set<string>();
  /** Titles of the emergencies that sound, by endpoint. */
  const emergencies = new Map<string, string>();
  const ports: LivePorts = {
    onAir: () => undefined,
    air: {
      async start(_tx, { sessionId, level, title, signalRecordingId, maxMs }) {
        await air.before();
        air.started.push({ sessionId, level, title });
        const durationMs = air.durationMs ?? maxMs;
        const signalMs = signalRecordingId === null ? 0 : SIGNAL_MS;
        return {
          broadcastId: `brc_${sessionId.slice(4)}`,
          startAt: clock.wallMs() + air.startMs + signalMs,
          signalMs,
          durationMs,
          go: () => {
            air.woken += 1;
          },
        };
      },
      checkSignal: async (recordingId) => {
        if (recordingId !== null && recordingId !== SIREN) throw new StationError('RECORDING_NOT_READY');
      },
      emergencies: (ids) => new Map([...emergencies].filter(([id]) => ids.includes(id))),
      conclude: async (broadcastId, endAt) => void air.concluded.push({ broadcastId, endAt }),
      halt: async (broadcastId, reason) => void air.halted.push({ broadcastId, reason }),
    },
    gate: { closed: async (_db, ids) => new Map([...closed].filter(([id]) => ids.includes(id))) },
    reach: { isReachable: (id) => !unreachable.has(id) },
    rights: {
      async demand({ owner }) {
        const nothing = { vi: '-', en: '-' };
        if (powerless.has(owner)) throw new StationError('RIGHT_MISSING', { what: nothing, where: nothing });
      },
    },
  };
  const zones = await store.transact(async (tx) => {
    const made: Array<{ zoneId: string; endpointId: string }> = [];
    for (const name of ['Thôn Đông', 'Thôn Đoài']) {
      const area = await addArea(tx, world, { parentId: null, kind: 'thôn', name, validFrom: null, validTo: null });
      const asked = { name: `Loa ${name}`, areaId: area.id, protocol: 'link', gainDb: 0, leadInMs: 0 } as const;
      const { endpoint } = await registerEndpoint(tx, world, asked);
      const zone = await putZone(tx, world, { name, areaId: null, endpointIds: [endpoint.id] });
      made.push({ zoneId: zone.id, endpointId: endpoint.id });
    }
    return made;
  });
  const [east, west] = zones as [(typeof zones)[0], (typeof zones)[0]];
  const make = () => createLive({ world, store, folder: '/data', ffmpegPath: 'ffmpeg', feeds, ports, settings });
  const live = make();
  await live.start();

  /** A microphone page that keeps what it was told; `greets`: it says hello as soon as it is connected. */
  function page(session: LiveSession, greets = true) {
    const told: TalkerMessage[] = [];
    let isOpen = true;
    const line = {
      send: (text: string) => void told.push(JSON.parse(text) as TalkerMessage),
      close: () => {
        isOpen = false;
      },
      bufferedBytes: () => 0,
    };
    const events = serveMicrophone(session, line, { world, settings: { maxMessageBytes: 64 * 1024 } });
    const greet = () => events.text(JSON.stringify({ format: 's16le', rateHz: RATE_HZ }));
    if (greets) greet();
    return {
      greet,
      told,
      events,
      isOpen: () => isOpen,
      states: () => told.flatMap((one) => ('state' in one ? [one.state] : [])),
      warnings: () => told.flatMap((one) => ('warning' in one ? [one] : [])),
      last: () => told.filter((one) => !('level' in one)).at(-1),
      /** Speaks, or sends silence, for so long. */
      async speak(ms: number, isLoud = true, pace = 1) {
        const piece = new Uint8Array((RATE_HZ * 2 * PIECE_MS) / 1000).fill(isLoud ? 0x11 : 0);
        for (let at = 0; at < ms && isOpen; at += PIECE_MS) {
          for (let count = 0; count < pace; count += 1) events.binary(piece);
          await clock.advance(PIECE_MS);
        }
      },
    };
  }

  return {
    ...{
      clock,
      files,
      world,
      store,
      feeds,
      air,
      closed,
      unreachable,
      powerless,
      emergencies,
      live,
      east,
      west,
      logged,
      encoders,
      page,
      make,
    },
    behave: (how: Manner) => {
      manner = how;
    },
    /** The database takes nothing from now on, or again. */
    sicken: (sick: boolean) => {
      isSick = sick;
    },
    async open(visitor: Visitor = LAN, zone = east, level: LiveLevel = 'live_commune') {
      const alarm = level === 'emergency' ? { note: 'Vỡ đê bao', signalRecordingId: SIREN } : QUIETLY;
      const asked = { level, zoneIds: [zone.zoneId], ...alarm, source: 'browser', mountId: null } as const;
      return (await live.open(visitor, asked)).session;
    },
    /** Opens, connects and speaks until it is on air. */
    async onAir(visitor: Visitor = LAN, zone = east, level: LiveLevel = 'live_commune') {
      const session = await this.open(visitor, zone, level);
      const mic = page(session);
      await mic.speak(4000);
      return { session, mic };
    },
    row: (id: string) => real.db.selectFrom('live_sessions').selectAll().where('id', '=', id).executeTakeFirstOrThrow(),
    framesOf: async (id: string) => {
      const bytes = (await files.read(live.recordingPath(id))) ?? new Uint8Array(0);
      return Array.from({ length: bytes.length / FRAME_BYTES }, (_, at) => bytes[at * FRAME_BYTES + 10] === 0x55);
    },
    async close() {
      const stopped = live.stop();
      await clock.advance(10_000);
      await stopped;
      await real.close();
    },
  };
}
export type Studio = Awaited<ReturnType<typeof openStudio>>;
