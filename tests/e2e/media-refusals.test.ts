import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { make, openRoom, type Room, SPEECH, scratchFile, wav } from './media-room.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom({ settings: { durationMaxMs: 10 * 60_000 } });
});
afterAll(() => room.close());

const text = (words: string) => new TextEncoder().encode(words);
const join = (...parts: Uint8Array[]) => Buffer.concat(parts);
const half = (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2);
const speech = (ending: string, more = '') => make(ending, `${SPEECH} -t 5 ${more}{out}`);
const floats = (values: number[]) => new Uint8Array(Float32Array.from(values).buffer);
function noise(bytes: number): Uint8Array {
  let seed = 42;
  return Uint8Array.from({ length: bytes }, () => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed >>> 24;
  });
}
function id3(size: number, inside = new Uint8Array(0)): Uint8Array {
  const head = Uint8Array.of(0x49, 0x44, 0x33, 4, 0, 0, size >> 21, (size >> 14) & 127, (size >> 7) & 127, size & 127);
  return join(head, inside, new Uint8Array(size - inside.length));
}
const tone = (seconds: number) =>
  new Uint8Array(Int16Array.from({ length: 8000 * seconds }, (_, i) => 8000 * Math.sin(i / 3)).buffer);

test('U01: no bytes', async () => {
  await expect(room.media.createUpload({ title: 'a.mp3', totalBytes: 0 })).rejects.toMatchObject({
    code: 'MEDIA_EMPTY',
  });
});

test.each<[string, () => Uint8Array, string]>([
  ['U02 one byte', () => Uint8Array.of(0xff), 'MEDIA_NOT_AUDIO'],
  ['U04 ffconcat', () => text('ffconcat version 1.0\nfile /proc/self/environ\n'), 'MEDIA_NOT_AUDIO'],
  ['U06 AVI', () => make('avi', `${SPEECH} -t 1 {out}`), 'MEDIA_NOT_AUDIO'],
  ['U07 SVG with a script', () => text('<svg><script>alert(1)</script></svg>'), 'MEDIA_NOT_AUDIO'],
  ['U07 HTML', () => text('<!DOCTYPE html><script>alert(1)</script>'), 'MEDIA_NOT_AUDIO'],
  [
    'U09 hours of silence in a small FLAC',
    () => make('flac', '-f lavfi -i anullsrc=r=8000:cl=mono -t 36000 {out}'),
    'MEDIA_TOO_LONG',
  ],
  ['U12 rate 0', () => wav(tone(1), { rate: 0 }), 'MEDIA_DAMAGED'],
  [
    'U13 65,535 channels at 4 GHz',
    () => wav(tone(1), { channels: 65535, rate: 4294967295, block: 65535 }),
    'MEDIA_DAMAGED',
  ],
  ['U19 half an m4a', () => half(speech('m4a')), 'MEDIA_TRUNCATED'],
  ['U19 half an m4a with its head first', () => half(speech('m4a', '-movflags faststart ')), 'MEDIA_TRUNCATED'],
  ['U19 half a FLAC', () => half(speech('flac')), 'MEDIA_TRUNCATED'],
  ['U19 half a WAV', () => half(speech('wav')), 'MEDIA_TRUNCATED'],
  ['U19 half an MP3 whose head knows better', () => half(speech('mp3')), 'MEDIA_TRUNCATED'],
  ['U19 half a webm', () => half(speech('webm', '-c:a libopus ')), 'MEDIA_TRUNCATED'],
  ['U20 noise', () => noise(400_000), 'MEDIA_NOT_AUDIO'],
  ['U20 noise behind the name of an m4a', () => join(text('\0\0\0\x18ftypM4A '), noise(400_000)), 'MEDIA_TRUNCATED'],
  ['U21 digital silence', () => make('wav', '-f lavfi -i anullsrc=r=44100:cl=stereo -t 5 {out}'), 'MEDIA_SILENT'],
  [
    'U24 NaN',
    () => wav(floats([...Array(8000).fill(0.3), Number.NaN, ...Array(8000).fill(0.3)]), { format: 3, bits: 32 }),
    'MEDIA_DAMAGED',
  ],
  [
    'a film without sound',
    () => make('mp4', '-f lavfi -i color=c=red:s=64x64:d=1 -c:v mpeg4 {out}'),
    'MEDIA_NOT_AUDIO',
  ],
  ['a click', () => wav(tone(1).subarray(0, 1600)), 'MEDIA_TOO_SHORT'],
])('%s is refused', async (_name, bytes, code) => {
  const recording = await room.check(bytes());
  expect(recording.state).toBe('refused');
  expect(recording.reason?.code).toBe(code);
  expect(recording.renditions).toEqual([]);
  expect(room.files().filter((name) => name.includes('making-'))).toEqual([]);
});

test.each<[string, () => Uint8Array, readonly string[]]>([
  [
    'U08 an MP3 that is also a web page and a ZIP',
    () => join(id3(200, text('<html><script>x</script>')), speech('mp3'), text('PK\x05\x06')),
    [],
  ],
  ['U11 a WAV that claims to be endless', () => wav(tone(1), { dataBytes: 0xffffffff }), []],
  [
    'U15 a tag of 40 MB that lies by one',
    () => join(id3(40_000_000), Uint8Array.of(0), speech('mp3', '-id3v2_version 0 ')),
    [],
  ],
  [
    'U22 a square wave at full scale',
    () => make('wav', "-f lavfi -i aevalsrc='sgn(sin(2*PI*997*t))':s=44100 -t 4 {out}"),
    ['clipped'],
  ],
  ['U23 AMR of a phone', () => make('amr', `${SPEECH} -t 5 -ac 1 -ar 8000 -c:a libopencore_amrnb {out}`), []],
  ['U27 webm named mp3', () => speech('webm', '-c:a libopus '), []],
  [
    'U39 EICAR inside a comment',
    () =>
      join(
        id3(200, text('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!')),
        speech('mp3', '-id3v2_version 0 '),
      ),
    [],
  ],
  [
    'an AMR that was cut off',
    () => half(make('amr', `${SPEECH} -t 6 -ac 1 -ar 8000 -c:a libopencore_amrnb {out}`)),
    [],
  ],
  ['an Ogg that was cut off', () => half(make('ogg', `${SPEECH} -t 8 -c:a libvorbis {out}`)), ['end_missing']],
])('%s is accepted', async (_name, bytes, warnings) => {
  const recording = await room.check(bytes());
  expect(recording).toMatchObject({ state: 'ready', reason: null });
  expect(recording.warnings).toEqual(expect.arrayContaining([...warnings]));
});

test('U14: a block of 0 bytes does not stop the desk', async () => {
  const recording = await room.check(wav(tone(1), { block: 0, bits: 0 }));
  expect(recording).toMatchObject({ state: 'refused', reason: { code: 'MEDIA_DAMAGED' } });
});

test.each(['mp3', 'm4a'])('U03, U05: a playlist in disguise opens no file and no socket (%s)', async (ending) => {
  let calls = 0;
  const server = createServer((socket) => {
    calls += 1;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const canary = scratchFile('canary.ts', new Uint8Array(188));
  const list = `#EXTM3U\n#EXTINF:1,\nfile://${canary}\n#EXTINF:1,\nhttp://127.0.0.1:${port}/latest\n`;
  const recording = await room.check(text(list), `a.${ending}`);
  expect(recording.reason?.code).toBe('MEDIA_NOT_AUDIO');
  expect(calls).toBe(0);
  expect(existsSync(canary)).toBe(true);
  await new Promise((resolve) => server.close(resolve));
});

test.each(['../../x.mp3', '..\\x', 'a\0.mp3', '-i', '👨‍👩‍👧', 'gpj\u202e3pm'])(
  'U26: the name %j never touches the disk',
  async (title) => {
    const recording = await room.check(wav(tone(1)), title);
    expect(recording.state).toBe('ready');
    expect(room.files().every((name) => /^(originals|renditions)\/[0-9a-f]{64}$/.test(name))).toBe(true);
  },
);

test('U35: the same bytes are one recording', async () => {
  const bytes = speech('mp3');
  const first = await room.check(bytes);
  const before = room.files();
  const ids = await Promise.all(Array.from({ length: 50 }, async () => (await room.check(bytes)).id));
  expect(new Set(ids)).toEqual(new Set([first.id]));
  expect(room.files()).toEqual(before);
});
