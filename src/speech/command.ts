import { type Bilingual, type ProcessEnd, StationError, type World } from '#kernel';
import type { SpeechRate, SpeechVoice, SpeechWish, Synthesis } from './synthesis.ts';

/** How one program is spoken to. */
interface Dialect {
  readonly command: string;
  readonly voices: readonly SpeechVoice[];
  args(wish: SpeechWish): string[];
}

const voice = (id: string, vi: string, en: string): SpeechVoice => ({ id, name: { vi, en } satisfies Bilingual });
const WORDS_A_MINUTE: Record<SpeechRate, number> = { slow: 120, normal: 145, fast: 170 };
const PERCENT: Record<SpeechRate, number> = { slow: 85, normal: 100, fast: 115 };

/** Debian's own: small, old, understood; three ways to speak Vietnamese. */
const ESPEAK: Dialect = {
  command: 'espeak-ng',
  voices: [
    voice('vi', 'Máy đọc, giọng Bắc', 'Machine, northern'),
    voice('vi-vn-x-central', 'Máy đọc, giọng Trung', 'Machine, central'),
    voice('vi-vn-x-south', 'Máy đọc, giọng Nam', 'Machine, southern'),
  ],
  args: ({ voice: id, rate }) => [
    ...['-v', id, '-s', String(WORDS_A_MINUTE[rate]), '-g', '2', '-b', '1'],
    ...['--stdin', '--stdout'],
  ],
};

/** Any other program: text on standard input, WAV on standard output; its one argument is the speed in percent. */
const given = (command: string): Dialect => ({
  command,
  voices: [voice('station', 'Giọng đọc của trạm', 'The voice of this station')],
  args: ({ rate }) => [String(PERCENT[rate])],
});

const MEMORY_BYTES = 2 * 1024 ** 3;
const SOUND_BYTES = 128 * 1024 ** 2;
const CPU_SECONDS = 120;
const WALL_MS = 180_000;
const NICENESS = 10;

/** Looks for a voice: the program of the setting, else espeak-ng on PATH. Without one there is no voice, and nothing breaks. */
export async function findSynthesis(world: World, setting: string | null): Promise<Synthesis> {
  const dialect = setting === null ? ESPEAK : given(setting);
  const probe = { text: 'một', voice: dialect.voices[0]?.id ?? '', rate: 'normal' } as const;
  try {
    await speak(world, dialect, probe);
  } catch (error) {
    const { logger } = world;
    if (setting !== null)
      logger.warn('the voice of the setting cannot be used', { command: setting, error: String(error) });
    return NO_VOICE;
  }
  return { voices: dialect.voices, synthesize: (wish, signal) => speak(world, dialect, wish, signal) };
}

/** A machine without a program that speaks. */
export const NO_VOICE: Synthesis = {
  voices: [],
  synthesize: () => Promise.reject(new StationError('SPEECH_MISSING')),
};

async function speak(world: World, dialect: Dialect, wish: SpeechWish, signal?: AbortSignal): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  let lastLine = '';
  const tooMuch = new AbortController();
  const child = world.processes.start({
    command: dialect.command,
    args: dialect.args(wish),
    limits: { cpuSeconds: CPU_SECONDS, wallMs: WALL_MS, memoryBytes: MEMORY_BYTES, fileBytes: SOUND_BYTES },
    noNetwork: true,
    niceness: NICENESS,
    signal: signal ? AbortSignal.any([signal, tooMuch.signal]) : tooMuch.signal,
    onStdout: (chunk) => {
      bytes += chunk.length;
      if (bytes > SOUND_BYTES) tooMuch.abort();
      else chunks.push(chunk);
    },
    onStderrLine: (line) => (lastLine = line),
  });
  // A program that does not read to the end says why when it ends.
  await child.write(new TextEncoder().encode(`${wish.text}\n`)).catch(() => undefined);
  child.endInput();
  const end = await child.ended;
  if (end.kind === 'not_started') throw new StationError('SPEECH_MISSING', {}, end.message);
  if (end.kind !== 'exited' || end.code !== 0 || bytes === 0) {
    throw new StationError('SPEECH_FAILED', { problem: problemOf(end, lastLine) });
  }
  return joined(chunks, bytes);
}

function problemOf(end: ProcessEnd, lastLine: string): string {
  const how = end.kind === 'exited' ? `exit ${end.code}` : end.kind === 'killed' ? end.why : end.kind;
  return lastLine === '' ? how : `${how}: ${lastLine.slice(0, 200)}`;
}

function joined(chunks: readonly Uint8Array[], bytes: number): Uint8Array {
  const whole = new Uint8Array(bytes);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
