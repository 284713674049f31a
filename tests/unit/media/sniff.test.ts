import { expect, test } from 'vitest';
import { oggHasEnd, wavDeclaredMs } from '../../../src/media/container-end.ts';
import { id3Bytes, sniff } from '../../../src/media/sniff.ts';

const bytes = (...parts: Array<string | number[] | Uint8Array>) =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === 'string' ? [...part].map((c) => c.charCodeAt(0)) : [...part])),
  );
const zeros = (count: number) => new Uint8Array(count);

/** An MPEG-1 layer 3 frame of 128 kbit/s at 44.1 kHz: 417 bytes. */
const mp3Frame = bytes([0xff, 0xfb, 0x90, 0x00], zeros(413));
/** An MPEG-2 layer 3 frame of 48 kbit/s at 24 kHz: 144 bytes. */
const mp3LowFrame = bytes([0xff, 0xf3, 0x64, 0xc4], zeros(140));
const adtsFrame = bytes([0xff, 0xf1, 0x50, 0x80, 0x02, 0x1f, 0xfc], zeros(9));
const frames = (frame: Uint8Array, count = 4) => bytes(...Array.from({ length: count }, () => frame));
const id3 = (size: number) => bytes('ID3', [4, 0, 0, size >> 21, (size >> 14) & 127, (size >> 7) & 127, size & 127]);

test.each<[string, Uint8Array, string | null]>([
  ['mp3', frames(mp3Frame), 'mp3'],
  ['mp3 at 24 kHz', frames(mp3LowFrame), 'mp3'],
  ['two frames of mp3 and no more', frames(mp3Frame, 2), 'mp3'],
  ['mp3 behind an ID3 tag', bytes(id3(20), zeros(20), frames(mp3Frame)), 'mp3'],
  ['mp3 behind an ID3 tag that lies by one byte', bytes(id3(19), zeros(20), frames(mp3Frame)), 'mp3'],
  ['adts', frames(adtsFrame), 'aac'],
  ['adts behind an ID3 tag', bytes(id3(20), zeros(20), frames(adtsFrame)), 'aac'],
  ['flac', bytes('fLaC', zeros(60)), 'flac'],
  ['flac behind an ID3 tag', bytes(id3(4), zeros(4), 'fLaC', zeros(60)), 'flac'],
  ['ogg', bytes('OggS', zeros(60)), 'ogg'],
  ['amr', bytes('#!AMR\n', zeros(60)), 'amr'],
  ['amr wide band', bytes('#!AMR-WB\n', zeros(60)), 'amr'],
  ['wav', bytes('RIFF', zeros(4), 'WAVEfmt '), 'wav'],
  ['rf64', bytes('RF64', zeros(4), 'WAVEds64'), 'wav'],
  ['m4a', bytes([0, 0, 0, 24], 'ftypM4A '), 'mov'],
  ['3gp', bytes([0, 0, 0, 24], 'ftyp3gp4'), 'mov'],
  ['webm', bytes([0x1a, 0x45, 0xdf, 0xa3], zeros(60)), 'matroska'],
  ['aiff', bytes('FORM', zeros(4), 'AIFF'), 'aiff'],
  ['caf', bytes('caff', [0, 1, 0, 0]), 'caf'],
  ['nothing', bytes(), null],
  ['one byte', bytes([0xff]), null],
  ['a playlist', bytes('#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n'), null],
  ['a playlist with frames behind it', bytes('#EXTM3U\n'.repeat(10), frames(mp3Frame)), null],
  ['ffconcat', bytes('ffconcat version 1.0\nfile /proc/self/environ\n'), null],
  ['a web page', bytes('<!DOCTYPE html><script>alert(1)</script>'), null],
  ['svg', bytes('<svg xmlns="http://www.w3.org/2000/svg"/>'), null],
  ['avi', bytes('RIFF', zeros(4), 'AVI LIST'), null],
  ['zip', bytes('PK', [3, 4], zeros(60)), null],
  ['a single frame header', bytes([0xff, 0xfb, 0x90, 0x00], zeros(2000)), null],
])('%s', (_name, head, container) => {
  expect(sniff(head)).toBe(container);
});

test('noise is nearly never taken for sound', () => {
  let seed = 1;
  const noise = Uint8Array.from({ length: 64 * 1024 }, () => {
    seed = (seed * 1103515245 + 12345) & 0x7fffffff;
    return (seed >> 16) & 255;
  });
  expect(sniff(noise)).toBeNull();
});

test('the size of an ID3 tag', () => {
  expect(id3Bytes(bytes('abc', zeros(20)))).toBe(0);
  expect(id3Bytes(id3(40_000_000))).toBe(40_000_010);
});

test('the length that a WAV head promises', () => {
  const head = (size: number[]) =>
    bytes(
      'RIFF',
      zeros(4),
      'WAVEfmt ',
      [16, 0, 0, 0],
      [1, 0, 1, 0],
      [0x40, 0x1f, 0, 0],
      [0x80, 0x3e, 0, 0],
      [2, 0, 16, 0],
      'data',
      size,
    );
  expect(wavDeclaredMs(head([0x00, 0x7d, 0, 0]))).toBe(2000);
  expect(wavDeclaredMs(head([0xff, 0xff, 0xff, 0xff]))).toBeNull();
  expect(wavDeclaredMs(head([0, 0, 0, 0]))).toBeNull();
  expect(wavDeclaredMs(bytes('RIFF'))).toBeNull();
});

test('the last page of an Ogg file says whether it is the last', () => {
  const page = (flags: number) => bytes('OggS', [0, flags], zeros(40));
  expect(oggHasEnd(bytes(page(2), page(4)))).toBe(true);
  expect(oggHasEnd(bytes(page(2), page(0)))).toBe(false);
  expect(oggHasEnd(zeros(100))).toBe(false);
});
