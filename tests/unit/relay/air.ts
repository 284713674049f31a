/**
 * A relay room on the virtual clock: scripted servers send bytes, each of which is one frame of sound (0: silence), and a
 * scripted ffmpeg turns them into frames that carry the byte, so that a test reads in the feed what the source had sent.
 */
import { FeedBook, FRAME_BYTES, SILENT_FRAME } from '#feed';
import type { FetchAnswer, FetchAsk, ProcessEnd, ProcessSpec, World } from '#kernel';
import { createRelay, type Relay, type RelayFact, type RelayInput, type Upcoming } from '#relay';
import { openStore, type Store } from '#store';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const MARK_AT = 20;
export const FALLBACK_MARK = 255;
export const START = Date.UTC(2026, 0, 5, 0, 0, 0);

/** Frames of our format that carry a mark each. */
function marked(marks: Iterable<number>): Uint8Array {
  return Buffer.concat(
    [...marks].map((mark) => Uint8Array.from(SILENT_FRAME, (byte, at) => (at === MARK_AT ? mark : byte))),
  );
}

/** What a server does with one request; `signal` is the end of the connection. */
export type Script = (
  ask: FetchAsk,
  air: Air,
) => Promise<{ type?: string; status?: number; body: AsyncIterable<Uint8Array> } | null>;

export class Air {
  readonly clock = new VirtualClock({ wallMs: START });
  readonly store: Store = openStore(':memory:');
  readonly feeds = new FeedBook();
  readonly facts: RelayFact[] = [];
  upcoming: Upcoming[] = [];
  isMourning = false;
  script: Script = async () => null;
  readonly asked: string[] = [];
  children = 0;
  mostChildren = 0;
  sockets = 0;
  mostSockets = 0;
  readonly relay: Relay;
  /** Marks heard, by feed and frame. */
  readonly heard: Array<{ frame: number; mark: number; monoMs: number }> = [];
  fallback: Uint8Array | null = marked([FALLBACK_MARK]);

  constructor(more: { ffmpegPath?: string | null; seed?: number } = {}) {
    const random = new SeededRandom(more.seed ?? 1);
    const quiet = { info() {}, warn() {}, error: (fact: string, detail?: object) => this.errors.push([fact, detail]) };
    const world: World = {
      clock: this.clock,
      random,
      files: new MemoryFiles(),
      processes: { start: (spec) => this.#child(spec) },
      logger: quiet,
    };
    this.relay = createRelay({
      world,
      store: this.store,
      ffmpegPath: more.ffmpegPath === undefined ? 'ffmpeg' : more.ffmpegPath,
      feeds: this.feeds,
      fetch: (ask) => this.#fetch(ask),
      zone: 'Asia/Ho_Chi_Minh',
      ownPorts: [3000],
      ports: {
        shelf: { mp3: async () => this.fallback },
        upcoming: () => this.upcoming,
        isMourning: () => this.isMourning,
        note: (fact) => this.facts.push(fact),
      },
    });
  }

  readonly errors: unknown[] = [];

  /** A source that is kept; while it is tried the script of that moment answers. */
  async add(more: Partial<RelayInput> = {}): Promise<string> {
    const input: RelayInput = {
      name: 'Đài tỉnh',
      url: 'http://radio.vn:8000/live',
      levelAbove: 'tinh',
      fromDate: null,
      toDate: null,
      fallbackRecordingId: null,
      silenceMs: 15_000,
      privateAllowed: false,
      ...more,
    };
    if (input.fallbackRecordingId !== null) await this.#putRecording(input.fallbackRecordingId);
    let id = '';
    const added = this.relay.add(input, 'Lan', async (_tx, relay) => {
      id = relay.id;
    });
    added.catch(() => undefined);
    await this.clock.runUntil(
      () =>
        Promise.race([
          added.then(
            () => true,
            () => true,
          ),
          this.clock.settle(1).then(() => false),
        ]),
      30_000,
    );
    await added;
    this.asked.length = 0;
    return id;
  }

  async #putRecording(id: string): Promise<void> {
    await this.store.db
      .insertInto('recordings')
      .values({
        ...{ id, title: 'Dự phòng', sha256: 'a', bytes: 1, state: 'ready', reason_code: null, reason_values: null },
        ...{ container: 'wav', duration_ms: 24, measured_by: null, loudness_lufs: null, true_peak_dbtp: null },
        ...{
          gain_db: null,
          silence_head_ms: null,
          silence_tail_ms: null,
          trim_head_ms: 0,
          trim_tail_ms: 0,
          peaks: null,
        },
        ...{ warnings: '[]', created_at: 0, ready_at: 0 },
      })
      .execute();
  }

  /** Starts the desk and writes down what the feed of that source gives. */
  start(id: string): void {
    this.feeds.await(id, (feed) => {
      feed.listen({
        frames: (firstFrame, bytes) => {
          for (let at = 0; at < bytes.length / FRAME_BYTES; at += 1) {
            const mark = bytes[at * FRAME_BYTES + MARK_AT] ?? 0;
            this.heard.push({ frame: firstFrame + at, mark, monoMs: this.clock.monoMs() });
          }
        },
        ended: () => undefined,
      });
    });
    this.relay.start();
  }

  /** Virtual time passes until `ms` after START. */
  async to(ms: number): Promise<void> {
    await this.clock.advanceTo(START + ms);
  }

  async stop(): Promise<void> {
    const stopped = this.relay.stop();
    let isStopped = false;
    void stopped.then(() => (isStopped = true));
    await this.clock.runUntil(() => isStopped, 30_000);
  }

  said(): string[] {
    return this.facts.map((one) => one.fact);
  }

  async #fetch(ask: FetchAsk): Promise<FetchAnswer> {
    this.asked.push(ask.url.href);
    const answer = await this.script(ask, this);
    if (answer === null) return { failed: 'unreachable' };
    if (ask.signal.aborted) return { failed: 'broken' };
    this.sockets += 1;
    this.mostSockets = Math.max(this.mostSockets, this.sockets);
    let isOpen = true;
    const close = () => {
      if (isOpen) this.sockets -= 1;
      isOpen = false;
    };
    ask.signal.addEventListener('abort', close, { once: true });
    const body = answer.body;
    return {
      status: answer.status ?? 200,
      header: (name) => (name === 'content-type' ? (answer.type ?? 'audio/mpeg') : null),
      body: (async function* () {
        for await (const chunk of body) {
          if (!isOpen) throw new Error('aborted');
          yield chunk;
        }
        if (ask.signal.aborted) throw new Error('aborted');
      })(),
      close,
    };
  }

  /** An ffmpeg: a byte in, a frame out, and its loudness. Describes when it is asked to. */
  #child(spec: ProcessSpec) {
    this.children += 1;
    this.mostChildren = Math.max(this.mostChildren, this.children);
    let end: (how: ProcessEnd) => void = () => undefined;
    let isGone = false;
    const ended = new Promise<ProcessEnd>((resolve) => {
      end = (how) => {
        if (!isGone) this.children -= 1;
        isGone = true;
        resolve(how);
      };
    });
    const isDescribing = spec.args.includes('null');
    if (isDescribing) spec.onStderrLine?.('  Stream #0:0: Audio: mp3 (float), 44100 Hz, stereo, fltp, 128 kb/s');
    let frames = 0;
    let levels = 0;
    return {
      ended,
      kill: () => end({ kind: 'killed', signal: 'SIGTERM', why: 'aborted' }),
      endInput: () => end({ kind: 'exited', code: 0 }),
      write: async (chunk: Uint8Array) => {
        if (isGone) throw new Error('the child is gone');
        if (isDescribing) return;
        spec.onStdout?.(marked(chunk));
        for (const mark of chunk) {
          frames += 1;
          for (; (levels + 1) * 50 <= frames * 24; levels += 1) {
            spec.onStderrLine?.(`lavfi.astats.Overall.Peak_level=${mark === 0 ? '-inf' : '-10.5'}`);
            spec.onStderrLine?.(`lavfi.astats.Overall.RMS_level=${mark === 0 ? '-inf' : '-20.5'}`);
          }
        }
      },
    };
  }
}

/** Ten bytes each 240 ms: `mark` is asked for each byte, by its number; a negative one breaks the connection. */
export function radio(mark: (byte: number) => number, burst = 0): Script {
  return async (ask, air) => ({
    body: (async function* () {
      let sent = 0;
      for (; sent < burst; sent += 10) yield Uint8Array.from({ length: 10 }, (_, at) => mark(sent + at));
      while (await air.clock.sleep(240, ask.signal)) {
        const chunk = Array.from({ length: 10 }, (_, at) => mark(sent + at));
        if (chunk.some((one) => one < 0)) return;
        yield Uint8Array.from(chunk);
        sent += 10;
      }
    })(),
  });
}

/** 1 to 50 over and over: never silent, nothing that looks like a container. */
export const counting = (byte: number): number => 1 + (byte % 50);
