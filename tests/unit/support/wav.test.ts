import { describe, expect, test } from 'vitest';
import { SeededRandom } from '../../support/seeded-random.ts';
import { parseWav, writeWav } from '../../support/wav.ts';

const random = new SeededRandom(6);
const samples = Float32Array.from({ length: 4801 }, () => random.fraction() * 2 - 1);
const startAtMs = Date.UTC(2026, 1, 17, 22, 30, 0, 250);

function indexOf(wav: Uint8Array, name: string): number {
  return Buffer.from(wav.buffer, wav.byteOffset, wav.length).indexOf(name);
}

/** The file with another chunk of `body` put in front of the chunk `before`. */
function withChunk(wav: Uint8Array, before: string, name: string, body: Uint8Array): Uint8Array {
  const at = indexOf(wav, before);
  const chunk = Buffer.alloc(8 + body.length + (body.length % 2));
  chunk.write(name, 0, 'latin1');
  chunk.writeUInt32LE(body.length, 4);
  chunk.set(body, 8);
  return Buffer.concat([wav.subarray(0, at), chunk, wav.subarray(at)]);
}

describe('WAV', () => {
  test('float samples come back exactly, 16-bit ones within one step', () => {
    expect(parseWav(writeWav(samples, { rateHz: 48_000, format: 'f32' })).samples).toEqual(samples);
    const heard = parseWav(writeWav(samples, { rateHz: 48_000 }));
    expect(heard).toMatchObject({ rateHz: 48_000, channels: 1, startAtMs: null });
    expect(Math.max(...heard.samples.map((sample, i) => Math.abs(sample - (samples[i] ?? 9))))).toBeLessThanOrEqual(
      1 / 32768,
    );
  });

  test('the start is exact to the sample, over midnight and in 1970', () => {
    for (const atMs of [startAtMs, Date.UTC(2026, 11, 31, 23, 59, 59, 999), Date.UTC(1970, 0, 1, 0, 0, 1)]) {
      const heard = parseWav(writeWav(samples, { rateHz: 44_100, startAtMs: atMs }));
      expect(Math.abs((heard.startAtMs ?? 0) - atMs)).toBeLessThan(0.02);
    }
  });

  test('without a time reference the origination time stands in; without a date there is no start', () => {
    const wav = writeWav(samples, { rateHz: 8000, startAtMs });
    const bext = indexOf(wav, 'bext') + 8;
    wav.fill(0, bext + 338, bext + 346);
    expect(parseWav(wav).startAtMs).toBe(Math.floor(startAtMs / 1000) * 1000);
    wav.fill(0, bext + 320, bext + 330);
    expect(parseWav(wav).startAtMs).toBeNull();
  });

  test.each([0, 0xffff_ffff, 1_000_000])('a data size of %i means to the end of the file', (size) => {
    const wav = writeWav(samples, { rateHz: 8000, format: 'f32' });
    new DataView(wav.buffer).setUint32(indexOf(wav, 'data') + 4, size, true);
    expect(parseWav(wav).samples).toEqual(samples);
    expect(parseWav(wav.subarray(0, wav.length - 402)).samples).toEqual(samples.subarray(0, samples.length - 101));
  });

  test('an open-ended file is read', () => {
    expect(parseWav(writeWav(samples, { rateHz: 8000, format: 'f32', openEnded: true, startAtMs })).samples).toEqual(
      samples,
    );
  });

  test('unknown chunks of even and odd length are passed over', () => {
    const wav = writeWav(samples, { rateHz: 8000, format: 'f32', startAtMs });
    const filled = withChunk(withChunk(wav, 'fmt ', 'JUNK', new Uint8Array(28)), 'data', 'LIST', new Uint8Array(7));
    expect(parseWav(filled)).toEqual(parseWav(wav));
  });

  test('channels are averaged', () => {
    const heard = parseWav(writeWav(samples, { rateHz: 8000, format: 'f32', channels: 2 }));
    expect(heard.channels).toBe(2);
    expect(heard.samples).toEqual(samples);
  });

  test('what is no such file is refused by name', () => {
    expect(() => parseWav(new Uint8Array(100))).toThrow('not a WAV file');
    expect(() => parseWav(writeWav(samples, { rateHz: 8000 }).subarray(0, 40))).toThrow('no data chunk');
    const wav = writeWav(samples, { rateHz: 8000 });
    wav[34] = 24;
    expect(() => parseWav(wav)).toThrow('24-bit');
  });
});
