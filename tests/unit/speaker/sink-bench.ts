import type { ChildProcess, Logger, ProcessEnd, ProcessSpec, World } from '#kernel';
import type { Played, Sink, SinkClock, Track } from '#speaker';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { parseWav } from '../../support/wav.ts';

const logger: Logger = { info: () => {}, warn: () => {}, error: () => {} };
export const WALL_MS = Date.UTC(2026, 0, 5, 23, 59, 50);

/** A sound whose every sample tells its own place. */
export function ramp(ms: number, isGood: (frame: number) => boolean = () => true): Track {
  return {
    broadcastId: 'ramp',
    fromMs: 0,
    frames: ms * 48,
    readyFrames: () => Number.POSITIVE_INFINITY,
    read: async (atFrame, into) => {
      for (let i = 0; i < into.length; i++) into[i] = ((atFrame + i) % 30_000) + 1;
      return isGood(atFrame + into.length) ? 0 : 'damaged';
    },
    close: async () => {},
  };
}

/** A speaker’s sinks on a virtual clock, with a disk and players that the test holds in its hands. */
export class Bench {
  readonly clock = new VirtualClock({ wallMs: WALL_MS });
  readonly files = new MemoryFiles();
  /** Another program holds the processor until this instant: timers come late. */
  busyUntilMs = 0;
  readonly children: Array<{
    spec: ProcessSpec;
    bytes: number[];
    die: () => void;
    accept: boolean;
    hasInput: boolean;
  }> = [];
  /** The station's clock against the monotonic one, when it is known. */
  offsetMs: number | null = null;
  readonly sinkClock: SinkClock = (() => {
    const bench = this;
    return {
      get isSynced() {
        return bench.offsetMs !== null;
      },
      ofMono: (monoMs) => monoMs + (bench.offsetMs ?? bench.clock.wallMs() - bench.clock.monoMs()),
    };
  })();

  world(): World {
    const { clock } = this;
    return {
      clock: {
        wallMs: () => clock.wallMs(),
        monoMs: () => clock.monoMs(),
        sleep: async (ms, signal) => {
          const slept = await clock.sleep(ms, signal);
          if (slept && clock.monoMs() < this.busyUntilMs) await clock.sleep(this.busyUntilMs - clock.monoMs());
          return slept;
        },
      },
      random: new SeededRandom(1),
      files: this.files,
      logger,
      processes: { start: (spec) => this.#start(spec) },
    };
  }

  #start(spec: ProcessSpec): ChildProcess {
    let end: (end: ProcessEnd) => void = () => {};
    const ended = new Promise<ProcessEnd>((resolve) => {
      end = resolve;
    });
    const child = {
      spec,
      bytes: [] as number[],
      die: () => end({ kind: 'exited', code: 1 }),
      accept: true as boolean,
      hasInput: true,
    };
    this.children.push(child);
    return {
      write: async (chunk) => {
        if (!child.accept) return new Promise<never>(() => {});
        for (const byte of chunk) child.bytes.push(byte);
      },
      endInput: () => {
        child.hasInput = false;
        end({ kind: 'exited', code: 0 });
      },
      kill: () => end({ kind: 'killed', signal: 'SIGTERM', why: 'aborted' }),
      ended,
    };
  }

  /** Starts a play and gives its end once it came. */
  play(
    sink: Sink,
    track: Track,
    startMonoMs: number,
    abort = new AbortController(),
    fadeOutAtMonoMs: () => number | null = () => null,
  ): { played: Played | null; heardMs: number[] } {
    const state: { played: Played | null; heardMs: number[] } = { played: null, heardMs: [] };
    const onProgress = ({ renderedMs }: { renderedMs: number }) => void state.heardMs.push(renderedMs);
    void sink.play(track, startMonoMs, { signal: abort.signal, fadeOutAtMonoMs, onProgress }).then((played) => {
      state.played = played;
    });
    return state;
  }

  async recording() {
    return parseWav((await this.files.read('/heard.wav')) ?? new Uint8Array());
  }
}

/** The places of the ramp's samples in a recording. */
export function rampAt(samples: Float32Array): { from: number; to: number; isExact: boolean } {
  const from = samples.findIndex((sample) => sample !== 0);
  const to = samples.findLastIndex((sample) => sample !== 0) + 1;
  const isExact = samples.slice(from, to).every((sample, i) => Math.round(sample * 32_768) === (i % 30_000) + 1);
  return { from, to, isExact };
}
