import { FRAME_BYTES, FRAME_MS } from '#feed';
import type { ChildProcess, ProcessEnd, ProcessSpec, World } from '#kernel';
import { lumpBytes } from '#link';
import type { StationDoor, StreamEvents } from '../../../src/speaker/station-door.ts';
import { StreamReceiver } from '../../../src/speaker/stream-receiver.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { spoken } from '../delivery/ears.ts';

export const OFFSET_MS = 1_700_000_000_000;
const FRAME_SAMPLES = FRAME_MS * 48;
/** What encoder and decoder hold back, in samples of 48 kHz. */
export const CODEC_SAMPLES = 2210;
const FLV_TAG_BYTES = 16 + FRAME_BYTES;

/**
 * A decoder without ears: for each frame of its input it gives 24 ms of samples that carry the number of that frame, and
 * swallows the first, as ffmpeg does.
 */
class ScriptedDecoder implements ChildProcess {
  readonly ended: Promise<ProcessEnd>;
  isDead: boolean = false;
  /** Takes nothing: bytes wait in front of it. */
  isStuck: boolean = false;
  waitingBytes = 0;
  #end: (end: ProcessEnd) => void = () => undefined;
  readonly #spec: ProcessSpec;
  #input: Buffer = Buffer.alloc(0);
  #hasHead: boolean = false;
  #frames = 0;

  constructor(spec: ProcessSpec) {
    this.#spec = spec;
    this.ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  async write(chunk: Uint8Array): Promise<void> {
    if (this.isDead) throw new Error('the child is gone');
    if (this.isStuck) {
      this.waitingBytes += chunk.length;
      await new Promise(() => undefined);
    }
    this.#input = Buffer.concat([this.#input, chunk]);
    if (!this.#hasHead && this.#input.length >= 13) {
      if (this.#input.toString('latin1', 0, 3) !== 'FLV') throw new Error('that is no FLV');
      this.#hasHead = true;
      this.#input = this.#input.subarray(13);
    }
    for (; this.#input.length >= FLV_TAG_BYTES; this.#input = this.#input.subarray(FLV_TAG_BYTES)) {
      const frame = this.#input.subarray(12, 12 + FRAME_BYTES);
      this.#frames += 1;
      if (this.#frames === 1) continue;
      const samples = new Int16Array(FRAME_SAMPLES).fill(
        frame[10] === 0 ? 0 : 1 + (frame[11] ?? 0) * 256 + (frame[12] ?? 0),
      );
      // Pipes cut where they like.
      const bytes = new Uint8Array(samples.buffer);
      this.#spec.onStdout?.(bytes.subarray(0, 1001));
      this.#spec.onStdout?.(bytes.subarray(1001));
    }
  }

  endInput(): void {
    this.die({ kind: 'exited', code: 0 });
  }

  kill(): void {
    this.die({ kind: 'killed', signal: 'SIGTERM', why: 'aborted' });
  }

  die(end: ProcessEnd = { kind: 'exited', code: 1 }): void {
    this.isDead = true;
    this.#end(end);
  }
}

/** A receiver on a virtual clock, with a station that the test plays and decoders that can die. */
export class StreamBench {
  readonly clock = new VirtualClock({ wallMs: OFFSET_MS });
  readonly decoders: ScriptedDecoder[] = [];
  /** The lines that were opened, in order. */
  readonly lines: Array<{ streamId: string; token: string; events: StreamEvents; isOpen: boolean; atMs: number }> = [];
  readonly logged: string[] = [];
  isReachable: boolean = true;
  token: string | null = 'token';
  /** The station's clock against the monotonic one. */
  offsetMs = OFFSET_MS;

  readonly door: Pick<StationDoor, 'stream'> = {
    stream: async (streamId, token, events) => {
      if (!this.isReachable) return null;
      const line = { streamId, token, events, isOpen: true, atMs: this.clock.monoMs() };
      this.lines.push(line);
      return {
        close: () => {
          line.isOpen = false;
        },
      };
    },
  };

  parts() {
    const note = (fact: string) => void this.logged.push(fact);
    const world: World = {
      clock: this.clock,
      random: new SeededRandom(3),
      files: new MemoryFiles(),
      logger: { info: note, warn: note, error: note },
      processes: {
        start: (spec) => {
          const decoder = new ScriptedDecoder(spec);
          this.decoders.push(decoder);
          return decoder;
        },
      },
    };
    const time = {
      ofMono: (monoMs: number) => monoMs + this.offsetMs,
      nowMs: () => this.clock.monoMs() + this.offsetMs,
    };
    return { world, door: this.door, time, ffmpegPath: 'ffmpeg', audioToken: () => this.token };
  }

  receiver(): StreamReceiver {
    return new StreamReceiver(this.parts(), 'voice');
  }

  /** The station sends frames `from` to `to` on the newest line; frame n sounds at monotonic `originMs` + 24 n. */
  send(from: number, to: number, change: { originMs?: number; isEnd?: boolean } = {}): void {
    const { originMs = 1_000, isEnd = false } = change;
    const all = spoken(1, to);
    const frames = all.subarray(from * FRAME_BYTES);
    const soundsAt = OFFSET_MS + originMs + from * FRAME_MS;
    this.lines.at(-1)?.events.lump(lumpBytes({ firstFrame: from, soundsAt, frames, isEnd }));
  }

  /** The line breaks, and the receiver is told. */
  cut(): void {
    const line = this.lines.at(-1);
    if (line) line.isOpen = false;
    line?.events.closed();
  }
}

/** What the scripted decoder makes sound at a monotonic instant, when frame n sounds at `originMs` + 24 n. */
export function frameAt(receiver: StreamReceiver, monoMs: number): number | null {
  const one = new Int16Array(1);
  const missing = receiver.read(monoMs, one);
  return missing === 0 ? (one[0] as number) - 1 : null;
}
