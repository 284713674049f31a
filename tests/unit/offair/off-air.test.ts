/** The life of a listening on the virtual clock. The ffmpeg of this room gives the bytes back that it is given. */
import { expect, test } from 'vitest';
import type { RunningOrder } from '#broadcast';
import type { ChildProcess, FetchAnswer, FetchAsk, ProcessEnd, ProcessSpec, World } from '#kernel';
import { createOffAir, type Foreign, type OffAir, type Verdict } from '#offair';
import { MemoryFiles } from '../../support/memory-files.ts';
import { anyVoice, hush, joined, pcm, RADIO_HZ, speech, whiteNoise } from '../../support/radio.ts';
import { SeededRandom, seedOf } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const START = Date.UTC(2026, 0, 5, 5, 0, 0);
const SENT_MS = 30_000;
const LAG_MS = 3000;
const random = new SeededRandom(seedOf(5));
const sent = speech(random, anyVoice(random), SENT_MS);
const ORDER: RunningOrder = {
  items: [{ kind: 'audio', recordingId: 'rec_one', durationMs: SENT_MS }],
  durationMs: SENT_MS,
};
/** What the receiver hears, from START − 20 s on. */
const AIR = joined(whiteNoise(random, 20_000 + LAG_MS, 0.001), sent, whiteNoise(random, 120_000, 0.001));
const PIECE_MS = 250;

type Script = (ask: FetchAsk) => AsyncIterable<Uint8Array> | number | null;

/** A room whose receiver does what `script` says at each connection: a body, a status, or nobody there. */
class Room {
  readonly clock = new VirtualClock({ wallMs: START - 15_000 });
  readonly suspicions: Foreign[] = [];
  readonly connections: number[] = [];
  children = 0;
  sockets = 0;
  readonly offAir: OffAir;

  constructor(script: (room: Room) => Script) {
    const world: World = {
      clock: this.clock,
      random,
      files: new MemoryFiles(),
      processes: { start: (spec) => this.#child(spec) },
      logger: { info() {}, warn() {}, error() {} },
    };
    const answer = script(this);
    this.offAir = createOffAir({
      world,
      ffmpegPath: 'ffmpeg',
      ports: {
        fetch: (ask) => this.#fetch(ask, answer(ask)),
        mayReach: () => true,
        shelf: { mp3: async () => pcm(sent) },
        suspect: (_station, heard) => this.suspicions.push(heard),
      },
    });
  }

  listen(order = ORDER) {
    return this.offAir.listen(
      { id: 'fms_one', offAirUrl: 'http://10.0.0.7:8000/air' },
      { id: 'brc_one', runningOrder: order },
      START,
    );
  }

  /** What `end` answers, and how long after the end of what was sent. */
  async end(
    listening: ReturnType<Room['listen']>,
    endAt = START + SENT_MS,
  ): Promise<{ verdict: Verdict; afterMs: number }> {
    let verdict: Verdict | null = null;
    let afterMs = 0;
    void listening.end(endAt).then((told) => {
      verdict = told;
      afterMs = this.clock.wallMs() - endAt;
    });
    await this.clock.runUntil(() => verdict !== null, 200_000);
    return { verdict: verdict as unknown as Verdict, afterMs };
  }

  /** The air in real time, from now on, until `untilMs` after START; it does not care what our clock shows. */
  async *live(untilMs: number): AsyncGenerator<Uint8Array> {
    for (;;) {
      const fromMs = this.clock.monoMs() + 5000;
      if (fromMs >= 20_000 + untilMs) return;
      await this.clock.sleep(PIECE_MS);
      yield pcm(AIR.subarray((fromMs * RADIO_HZ) / 1000, ((fromMs + PIECE_MS) * RADIO_HZ) / 1000));
    }
  }

  async #fetch(ask: FetchAsk, answer: ReturnType<Script>): Promise<FetchAnswer> {
    this.connections.push(this.clock.wallMs() - START);
    if (answer === null) return { failed: 'unreachable' };
    this.sockets += 1;
    let isOpen = true;
    const close = () => {
      if (isOpen) this.sockets -= 1;
      isOpen = false;
    };
    ask.signal.addEventListener('abort', close, { once: true });
    const body = typeof answer === 'number' ? (async function* () {})() : answer;
    return { status: typeof answer === 'number' ? answer : 200, header: () => null, body, close };
  }

  #child(spec: ProcessSpec): ChildProcess {
    this.children += 1;
    let isGone = false;
    let resolve: (end: ProcessEnd) => void = () => undefined;
    const ended = new Promise<ProcessEnd>((done) => {
      resolve = done;
    });
    const end = (how: ProcessEnd) => {
      if (!isGone) this.children -= 1;
      isGone = true;
      resolve(how);
    };
    spec.signal?.addEventListener('abort', () => end({ kind: 'killed', signal: 'SIGTERM', why: 'aborted' }));
    return {
      ended,
      kill: () => end({ kind: 'killed', signal: 'SIGTERM', why: 'aborted' }),
      endInput: () => end({ kind: 'exited', code: 0 }),
      write: async (chunk) => {
        if (isGone) throw new Error('the child is gone');
        spec.onStdout?.(chunk);
      },
    };
  }

  async isQuiet(): Promise<void> {
    await this.clock.advance(3000);
    expect({ children: this.children, sockets: this.sockets, sleepers: this.clock.sleepers }).toEqual({
      children: 0,
      sockets: 0,
      sleepers: 0,
    });
  }
}

/** Sends nothing, for ever. */
async function* nothing(): AsyncGenerator<Uint8Array> {
  await new Promise(() => undefined);
  yield new Uint8Array(0);
}

test('it connects some seconds before the start, and answers some seconds after all was heard', async () => {
  const room = new Room((self) => () => self.live(100_000));
  const listening = room.listen();
  await room.clock.advanceTo(START + SENT_MS);
  expect(room.connections).toEqual([-8000]);
  const { verdict, afterMs } = await room.end(listening);
  expect(verdict).toMatchObject({ verdict: 'heard', heardMs: SENT_MS, ofMs: SENT_MS, problem: null });
  expect(Math.abs((verdict.lagMs ?? 0) - LAG_MS)).toBeLessThanOrEqual(PIECE_MS + 40);
  expect(afterMs).toBeLessThan(10_000);
  await room.isQuiet();
});

test('what ends sooner than planned is judged by what was sent until then', async () => {
  const room = new Room((self) => () => self.live(100_000));
  const listening = room.listen();
  await room.clock.advanceTo(START + 15_000);
  const { verdict } = await room.end(listening, START + 15_000);
  expect(verdict).toMatchObject({ verdict: 'heard', heardMs: 15_000, ofMs: 15_000 });
});

test('a receiver that comes back is listened to again; what it missed is not claimed', async () => {
  const room = new Room((self) => {
    let time = 0;
    return () => {
      time += 1;
      if (time === 1) return self.live(16_000);
      return time === 2 ? null : self.live(100_000);
    };
  });
  const listening = room.listen();
  await room.clock.advanceTo(START + SENT_MS);
  const { verdict, afterMs } = await room.end(listening);
  expect(room.connections).toHaveLength(3);
  expect(verdict).toMatchObject({ verdict: 'cannot_tell', problem: 'gaps' });
  expect(verdict.heardMs).toBeGreaterThanOrEqual(15_000);
  expect(verdict.heardMs).toBeLessThan(SENT_MS);
  expect(afterMs).toBeLessThanOrEqual(42_000);
  await room.isQuiet();
});

test('a transmitter that is silent gets its answer when the latest lag is over', async () => {
  const room = new Room(
    (self) => () =>
      (async function* () {
        const piece = pcm(hush(PIECE_MS));
        while (await self.clock.sleep(PIECE_MS)) yield piece;
      })(),
  );
  const listening = room.listen();
  await room.clock.advanceTo(START + SENT_MS);
  const { verdict, afterMs } = await room.end(listening);
  expect(verdict).toMatchObject({ verdict: 'cannot_tell', problem: 'mute' });
  expect(afterMs).toBeGreaterThanOrEqual(29_000);
  expect(afterMs).toBeLessThanOrEqual(42_000);
});

test('whatever the receiver does not do, the answer comes in time and nothing is left', async () => {
  const cases: Array<[problem: string, script: Script]> = [
    ['unreachable', () => null],
    ['status', () => 404],
    ['nothing', () => nothing()],
    ['nothing', () => (async function* () {})()],
  ];
  for (const [problem, script] of cases) {
    const room = new Room(() => script);
    const listening = room.listen();
    await room.clock.advanceTo(START + SENT_MS);
    const { verdict, afterMs } = await room.end(listening);
    expect(verdict).toMatchObject({ verdict: 'cannot_tell', problem });
    expect(verdict.text?.vi).not.toMatch(/[{}]/);
    expect(afterMs, problem).toBeLessThanOrEqual(42_000);
    // It was tried again and again, with patience.
    expect(room.connections.length).toBeGreaterThan(1);
    expect(room.connections.length).toBeLessThan(15);
    await room.isQuiet();
  }
});

test('who is dropped, forgotten or stopped leaves nothing behind', async () => {
  const dropped = new Room((self) => () => self.live(1e6));
  const listening = dropped.listen();
  await dropped.clock.advanceTo(START + 5000);
  listening.drop();
  await dropped.isQuiet();

  const forgotten = new Room((self) => () => self.live(1e6));
  forgotten.listen();
  await forgotten.clock.advanceTo(START + SENT_MS + 590_000);
  expect(forgotten.sockets).toBe(1);
  await forgotten.clock.advanceTo(START + SENT_MS + 601_000);
  await forgotten.isQuiet();

  const early = new Room((self) => () => self.live(1e6));
  early.listen();
  let isStopped = false;
  void early.offAir.stop().then(() => {
    isStopped = true;
  });
  await early.clock.runUntil(() => isStopped, 5000);
  expect(early.connections).toEqual([]);
  await early.isQuiet();
});

test('a wall clock that jumps does not hold the answer up', async () => {
  const room = new Room((self) => () => self.live(100_000));
  const listening = room.listen();
  await room.clock.advanceTo(START + SENT_MS);
  const sinceMs = room.clock.monoMs();
  let verdict: Verdict | null = null;
  void listening.end(START + SENT_MS).then((told) => {
    verdict = told;
  });
  room.clock.jumpWall(-3600_000);
  await room.clock.runUntil(() => verdict !== null, 200_000);
  expect(room.clock.monoMs() - sinceMs).toBeLessThanOrEqual(42_000);
  expect(verdict).toMatchObject({ verdict: 'heard' });
});
