import { describe, expect, it } from 'vitest';
import type { ProcessEnd, ProcessSpec, World } from '#kernel';
import { findSynthesis, SpeechRoom, type Synthesis } from '#speech';
import { oddityOf } from '../../../src/speech/plausible.ts';
import { plainWav } from '../../../src/speech/wav.ts';

const RATE_HZ = 22_050;

/** A WAV as a pipe writes it: its head promises two gigabytes. */
function piped(ms: number, level = 0.5, promised = 0x7ffff000): Uint8Array {
  const samples = Math.round((ms * RATE_HZ) / 1000);
  const bytes = Buffer.alloc(44 + samples * 2);
  bytes.write('RIFF', 0, 'latin1');
  bytes.writeUInt32LE(promised, 4);
  bytes.write('WAVEfmt ', 8, 'latin1');
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(RATE_HZ, 24);
  bytes.writeUInt32LE(RATE_HZ * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36, 'latin1');
  bytes.writeUInt32LE(promised, 40);
  for (let n = 0; n < samples; n++) bytes.writeInt16LE(Math.round(Math.sin(n / 5) * level * 32_767), 44 + n * 2);
  return new Uint8Array(bytes);
}

describe('a WAV file that came through a pipe', () => {
  it('is given its true lengths', () => {
    const wav = plainWav(piped(1000, 0.5));
    expect(wav?.durationMs).toBeCloseTo(1000, 0);
    expect(wav?.peak).toBeCloseTo(0.5, 2);
    const view = new DataView(wav?.bytes.slice().buffer ?? new ArrayBuffer(0));
    expect([view.getUint32(4, true), view.getUint32(40, true)]).toEqual([36 + RATE_HZ * 2, RATE_HZ * 2]);
  });

  it.each([
    ['nothing', new Uint8Array(0)],
    ['a sentence', new TextEncoder().encode('espeak: no such voice, and more words')],
    ['a head alone', piped(1000).slice(0, 30)],
    ['a head without samples to come', new Uint8Array([...piped(10).slice(0, 24), 1, 0, 0, 0, ...piped(10).slice(28)])],
    ['two channels', piped(10).with(22, 2)],
    ['8 bit', piped(10).with(34, 8)],
    ['compressed sound', piped(10).with(20, 85)],
  ])('is refused when it is %s', (_, bytes) => {
    expect(plainWav(bytes)).toBeNull();
  });
});

it('a voice is found out that says nothing, too little or too much', () => {
  const heard = (durationMs: number, peak: number, syllables: number) => oddityOf({ durationMs, peak }, syllables);
  expect(heard(40_000, 0.5, 100)).toBeNull();
  expect(heard(700, 0.5, 1)).toBeNull();
  expect(heard(40_000, 0, 100)).toBe('silent');
  expect(heard(5000, 0.5, 100)).toBe('short');
  expect(heard(200_000, 0.5, 100)).toBe('long');
});

/** Programs that do as they are told, and what was asked of them. */
function machine(run: (spec: ProcessSpec, typed: string) => ProcessEnd) {
  const asked: Array<{ spec: ProcessSpec; typed: string }> = [];
  const world = {
    logger: { info: () => undefined, warn: () => undefined, error: () => undefined, debug: () => undefined },
    processes: {
      start(spec: ProcessSpec) {
        let typed = '';
        let end: (value: ProcessEnd) => void = () => undefined;
        const ended = new Promise<ProcessEnd>((resolve) => (end = resolve));
        return {
          async write(chunk: Uint8Array) {
            typed += new TextDecoder().decode(chunk);
          },
          endInput() {
            asked.push({ spec, typed });
            end(run(spec, typed));
          },
          kill: () => undefined,
          ended,
        };
      },
    },
  } as unknown as World;
  return { world, asked };
}

const GOOD: ProcessEnd = { kind: 'exited', code: 0 };
const speaking = (ms = 1500) =>
  machine((spec) => {
    spec.onStdout?.(piped(ms));
    return GOOD;
  });
const WISH = { text: 'UBND họp 7h', voice: 'vi', rate: 'normal' } as const;

describe('a voice', () => {
  it('is espeak-ng where it is there, caged, with words alone on its standard input', async () => {
    const { world, asked } = speaking(3000);
    const room = new SpeechRoom(await findSynthesis(world, null));
    expect(room.voices.map(({ id }) => id)).toEqual(['vi', 'vi-vn-x-central', 'vi-vn-x-south']);
    const { said, durationMs } = await room.speak({ ...WISH, voice: 'vi-vn-x-south', rate: 'slow' });
    expect(said).toBe('Ủy ban nhân dân họp bảy giờ.');
    expect(durationMs).toBeCloseTo(3000, 0);
    const { spec, typed } = asked.at(-1) ?? {};
    expect(spec?.command).toBe('espeak-ng');
    expect(spec?.args).toEqual(['-v', 'vi-vn-x-south', '-s', '120', '-g', '2', '-b', '1', '--stdin', '--stdout']);
    expect(spec).toMatchObject({ noNetwork: true, limits: { cpuSeconds: 120, wallMs: 180_000 } });
    expect(typed).toBe('Ủy ban nhân dân họp bảy giờ.\n');
  });

  it('is the program of the setting where there is one, asked for a speed', async () => {
    const { world, asked } = speaking(3000);
    const room = new SpeechRoom(await findSynthesis(world, '/opt/piper/vi.sh'));
    expect(room.voices.map(({ id }) => id)).toEqual(['station']);
    await room.speak({ ...WISH, voice: 'station', rate: 'fast' });
    expect(asked.at(-1)?.spec).toMatchObject({ command: '/opt/piper/vi.sh', args: ['115'] });
  });

  it('is absent where there is no program, and the station says which package brings one', async () => {
    const { world } = machine(() => ({ kind: 'not_started', message: 'no such program' }));
    const room = new SpeechRoom(await findSynthesis(world, null));
    expect(room.voices).toEqual([]);
    await expect(room.speak(WISH)).rejects.toMatchObject({ code: 'SPEECH_MISSING' });
  });

  it.each([
    ['breaks off', { kind: 'exited', code: 1 }, piped(1500), 'exit 1'],
    ['takes too long', { kind: 'killed', signal: 'SIGTERM', why: 'wall' }, piped(1500), 'wall'],
    ['says nothing', GOOD, new Uint8Array(0), 'exit 0'],
    ['talks instead of speaking', GOOD, new TextEncoder().encode('error'), 'WAV'],
    ['is silent', GOOD, piped(1500, 0), 'silent'],
    ['swallows words', GOOD, piped(100), 'short'],
  ] as const)('that %s is told', async (_, end, sound, problem) => {
    const { world } = machine((spec, typed) => {
      const isProbe = typed === 'một\n';
      spec.onStdout?.(isProbe ? piped(500) : sound);
      return isProbe ? GOOD : end;
    });
    const synthesis = await findSynthesis(world, null);
    const failed = new SpeechRoom(synthesis).speak(WISH);
    await expect(failed).rejects.toMatchObject({
      code: 'SPEECH_FAILED',
      values: { problem: expect.stringContaining(problem) },
    });
  });

  it('reads nothing where there are no words, and no voice that is not there', async () => {
    const { world, asked } = speaking();
    const room = new SpeechRoom(await findSynthesis(world, null));
    await expect(room.speak({ ...WISH, text: ' … !!! \n- ' })).rejects.toMatchObject({ code: 'SPEECH_TEXT' });
    for (const voice of ['en', '', '-v', 'vi;rm']) {
      await expect(room.speak({ ...WISH, voice })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    }
    expect(asked).toHaveLength(1);
  });

  it('speaks one text after another, and does not let everybody wait', async () => {
    let atOnce = 0;
    let most = 0;
    const slow: Synthesis = {
      voices: [{ id: 'vi', name: { vi: 'a', en: 'a' } }],
      async synthesize() {
        most = Math.max(most, ++atOnce);
        await Promise.resolve();
        atOnce -= 1;
        return piped(1500);
      },
    };
    const room = new SpeechRoom(slow);
    const all = await Promise.allSettled(Array.from({ length: 10 }, () => room.speak(WISH)));
    expect(most).toBe(1);
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(8);
    expect(all.at(-1)).toMatchObject({ status: 'rejected', reason: { code: 'SPEECH_BUSY' } });
    await expect(room.speak(WISH)).resolves.toMatchObject({ said: 'Ủy ban nhân dân họp bảy giờ.' });
  });
});
