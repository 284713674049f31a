import type { Clock, Processes } from '#kernel';
import { Decoder } from './decoder.ts';
import type { Door } from './door.ts';
import { SILENT_BELOW_DB } from './level-watch.ts';
import { badText, goodText, type Probe } from './probe-result.ts';
import { type About, pull } from './pull.ts';
import type { StreamFormat } from './sniff.ts';
import { type Trouble, tellTrouble, trouble } from './words.ts';

/** So much sound is listened to. */
const LISTEN_MS = 6000;
/** The connection is given up after so long, so that with all that follows no probe takes 15 s. */
const LONGEST_MS = 10_000;
const DESCRIBE_MS = 2000;
const SAMPLE_BYTES = 128 * 1024;

export interface ProbeParts {
  readonly clock: Clock;
  readonly processes: Processes;
  /** Null: connects only. */
  readonly ffmpegPath: string | null;
  readonly door: Door;
  readonly url: string;
  readonly signal: AbortSignal;
}

/** Connects to a source and listens for a few seconds; never throws for what the source does, never takes 15 s. */
export async function probe(parts: ProbeParts): Promise<Probe> {
  const { clock, processes, ffmpegPath, door, url } = parts;
  const life = new AbortController();
  const onAbort = () => life.abort();
  parts.signal.addEventListener('abort', onAbort, { once: true });
  if (parts.signal.aborted) life.abort();
  const ear = new Ear(clock.wallMs());
  const decoder = new Decoder({
    clock,
    processes,
    ffmpegPath: ffmpegPath ?? '',
    onBegin: (about) => ear.begin(about),
    onFrames: () => undefined,
    onLevel: (rmsDb, peakDb) => ear.level(rmsDb, peakDb),
  });
  const taker = {
    async begin(about: About) {
      ear.about ??= about;
      if (ffmpegPath === null) life.abort();
      else await decoder.begin(about);
    },
    async bytes(chunk: Uint8Array) {
      if (ffmpegPath === null) return;
      ear.bytes(chunk);
      await decoder.bytes(chunk);
      if (ear.heardMs >= LISTEN_MS || decoder.givenMs >= LISTEN_MS) life.abort();
    },
  };
  const limit = clock.sleep(LONGEST_MS, life.signal).then(() => life.abort());
  // What the child has not yet said when the limit comes is not waited for.
  const over = new Promise<Trouble>((resolve) => {
    life.signal.addEventListener('abort', () => resolve(trouble('late', { host: URL.parse(url)?.hostname ?? url })));
  });
  const pulled = pull({ door, clock, url, taker, signal: life.signal }).catch(() => trouble('undecodable'));
  const why = await Promise.race([pulled, over]);
  life.abort();
  if (ear.heardMs > 0 || why.problem === 'ended') await decoder.flush().catch(() => undefined);
  await decoder.close();
  await Promise.all([pulled, limit]);
  parts.signal.removeEventListener('abort', onAbort);
  if (ffmpegPath === null && ear.about) return ear.verdict(null, trouble('no_decoder'));
  const words = ffmpegPath === null ? null : await ear.describe(processes, ffmpegPath);
  return ear.verdict(words, why);
}

interface Described {
  readonly codec: string;
  readonly rateHz: number | null;
  readonly channels: string | null;
}

/** What was heard in one try. */
class Ear {
  about: About | null = null;
  readonly #at: number;
  #format: StreamFormat | null = null;
  #sample: Uint8Array[] = [];
  #sampleBytes = 0;
  #bytes = 0;
  #levels = 0;
  #power = 0;
  #loudestDb: number = Number.NEGATIVE_INFINITY;
  #peakDb: number = Number.NEGATIVE_INFINITY;

  constructor(at: number) {
    this.#at = at;
  }

  begin(about: About): void {
    // What is described is the first container; the levels go on through all.
    this.#format ??= about.format;
  }

  get heardMs(): number {
    return this.#levels * 50;
  }

  bytes(chunk: Uint8Array): void {
    this.#bytes += chunk.length;
    if (this.#sampleBytes >= SAMPLE_BYTES) return;
    this.#sample.push(chunk);
    this.#sampleBytes += chunk.length;
  }

  level(rmsDb: number, peakDb: number): void {
    this.#levels += 1;
    this.#power += 10 ** (rmsDb / 10);
    this.#loudestDb = Math.max(this.#loudestDb, rmsDb);
    this.#peakDb = Math.max(this.#peakDb, peakDb);
  }

  /** What ffmpeg calls the sound of the first bytes. */
  async describe(processes: Processes, ffmpegPath: string): Promise<Described | null> {
    if (this.#format === null || this.#sample.length === 0) return null;
    let found: Described | null = null;
    const child = processes.start({
      command: ffmpegPath,
      args: [
        ...['-hide_banner', '-protocol_whitelist', 'pipe', '-f', this.#format, '-i', 'pipe:0'],
        ...['-map', '0:a:0', '-t', '0.1', '-f', 'null', '-'],
      ],
      noNetwork: true,
      limits: { wallMs: DESCRIBE_MS, cpuSeconds: 5 },
      onStderrLine(line) {
        const told = /Stream #\S+ *Audio: ([\w-]+)[^,]*, (\d+) Hz, ([^,]+)/.exec(line);
        if (told) found ??= { codec: told[1] ?? '', rateHz: Number(told[2]), channels: told[3]?.trim() ?? null };
      },
    });
    try {
      for (const piece of this.#sample) await child.write(piece);
      child.endInput();
    } catch {
      // It has read enough to know.
    }
    await child.ended;
    return found;
  }

  verdict(words: Described | null, why: Trouble): Probe {
    const isHeard = this.#loudestDb >= SILENT_BELOW_DB;
    const mean = this.#levels > 0 ? 10 * Math.log10(this.#power / this.#levels) : Number.NEGATIVE_INFINITY;
    const counted = this.heardMs > 0 ? Math.round((this.#bytes * 8) / this.heardMs) : null;
    const problem = isHeard ? null : this.#problem(why);
    const facts = {
      codec: words?.codec ?? null,
      bitrateKbps: this.about?.bitrateKbps ?? counted,
      levelDb: rounded(mean),
    };
    return {
      at: this.#at,
      isGood: isHeard,
      contentType: this.about?.contentType ?? null,
      isHls: this.about?.isHls ?? false,
      rateHz: words?.rateHz ?? null,
      channels: words?.channels ?? null,
      heardMs: this.heardMs,
      peakDb: rounded(this.#peakDb),
      problem: problem?.problem ?? null,
      text: problem ? badText(tellTrouble(problem)) : goodText(facts),
      ...facts,
    };
  }

  #problem(why: Trouble): Trouble {
    if (this.#levels > 0) return trouble('mute');
    const isCutOff = why.problem === 'late' || why.problem === 'stopped' || why.problem === 'ended';
    return isCutOff && this.#bytes > 0 ? trouble('nothing') : why;
  }
}

function rounded(db: number): number | null {
  return Number.isFinite(db) ? Math.round(db * 10) / 10 : null;
}
