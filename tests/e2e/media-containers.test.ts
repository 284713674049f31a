import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BUNDLED, hear, make, openRoom, type Room, SPEECH } from './media-room.ts';

let room: Room;
beforeAll(async () => {
  room = await openRoom();
});
afterAll(() => room.close());

const has = (kind: string, name: string) =>
  new RegExp(` ${name} `).test(spawnSync(BUNDLED, ['-hide_banner', kind], { encoding: 'utf8' }).stdout);
const PICTURE = '-f lavfi -i color=c=red:s=64x64:d=1:r=1';

test.each<[string, string, string, string]>([
  ['m4a, stereo, 44.1 kHz', 'm4a', `${SPEECH} -t 5 -ac 2 -c:a aac {out}`, 'mov'],
  ['3gp with AMR', '3gp', `${SPEECH} -t 5 -ac 1 -ar 8000 -c:a libopencore_amrnb {out}`, 'mov'],
  ['amr of a phone', 'amr', `${SPEECH} -t 5 -ac 1 -ar 8000 -c:a libopencore_amrnb {out}`, 'amr'],
  ['3gp with AAC', '3gp', `${SPEECH} -t 5 -ac 1 -ar 16000 -c:a aac {out}`, 'mov'],
  ['opus', 'opus', `${SPEECH} -t 5 -c:a libopus {out}`, 'ogg'],
  ['vorbis', 'ogg', `${SPEECH} -t 5 -c:a libvorbis {out}`, 'ogg'],
  ['aac', 'aac', `${SPEECH} -t 5 -c:a aac {out}`, 'aac'],
  ['wav', 'wav', `${SPEECH} -t 5 {out}`, 'wav'],
  ['wav, µ-law', 'wav', `${SPEECH} -t 5 -ar 8000 -c:a pcm_mulaw {out}`, 'wav'],
  ['wav, float', 'wav', `${SPEECH} -t 5 -ar 384000 -c:a pcm_f32le {out}`, 'wav'],
  ['mp3', 'mp3', `${SPEECH} -t 5 -c:a libmp3lame {out}`, 'mp3'],
  ['flac', 'flac', `${SPEECH} -t 5 {out}`, 'flac'],
  ['aiff', 'aiff', `${SPEECH} -t 5 {out}`, 'aiff'],
  ['caf', 'caf', `${SPEECH} -t 5 {out}`, 'caf'],
  ['webm', 'webm', `${SPEECH} -t 5 -c:a libopus {out}`, 'matroska'],
  ['w64', 'w64', `${SPEECH} -t 5 {out}`, 'w64'],
  ['5.1 flac', 'flac', `${SPEECH} -t 5 -ac 6 {out}`, 'flac'],
  ['mp4 with a film', 'mp4', `${SPEECH} ${PICTURE} -t 5 -map 0:a -map 1:v -c:v mpeg4 -c:a aac {out}`, 'mov'],
  [
    'm4a with a cover',
    'm4a',
    `${SPEECH} ${PICTURE} -t 5 -map 0:a -map 1:v -c:v mjpeg -disposition:v attached_pic -c:a aac {out}`,
    'mov',
  ],
])('%s becomes two renditions at the level of the station', async (name, ending, args, container) => {
  if (args.includes('libopencore_amrnb') && !has('-encoders', 'libopencore_amrnb')) {
    throw new Error(`${name}: this ffmpeg cannot make AMR, so nothing was tested`);
  }
  const recording = await room.check(make(ending, args), name);
  expect(recording).toMatchObject({ state: 'ready', reason: null, container });
  expect(recording.durationMs).toBeGreaterThan(4900);
  expect(recording.durationMs).toBeLessThan(5150);
  expect(recording.renditions.map((one) => one.format).sort()).toEqual(['mp3', 'opus']);
  for (const made of recording.renditions) {
    const heard = hear(room.media.renditionPath(made.sha256), made.format === 'opus' ? 'ogg' : 'mp3');
    expect(Math.abs(heard.lufs + 16)).toBeLessThanOrEqual(1);
    expect(heard.truePeak).toBeLessThanOrEqual(-1.5);
    expect(heard.channels).toBe(1);
    expect(Math.abs(heard.ms - made.durationMs)).toBeLessThanOrEqual(2);
    expect(Math.abs(made.durationMs - (recording.durationMs ?? 0))).toBeLessThan(100);
  }
});

test.each([
  ['system', 'ffmpeg'],
  ['bundled', BUNDLED],
])('stereo noise with speech over it, by the %s ffmpeg', async (_name, ffmpegPath) => {
  const other = await openRoom({ ffmpegPath });
  try {
    const noise = '-f lavfi -i anoisesrc=c=pink:a=0.4:s=44100:seed=7';
    const graph = '[0:a][1:a]amix=2,aformat=channel_layouts=stereo,aecho=0.8:0.9:40:0.5';
    const recording = await other.check(make('wav', `${SPEECH} ${noise} -filter_complex ${graph} -t 20 {out}`));
    expect(recording.state).toBe('ready');
    for (const { sha256, format, loudnessLufs } of recording.renditions) {
      const heard = hear(other.media.renditionPath(sha256), format === 'opus' ? 'ogg' : 'mp3');
      expect(Math.abs(heard.lufs + 16)).toBeLessThanOrEqual(1);
      expect(heard.truePeak).toBeLessThanOrEqual(-1.5);
      expect(loudnessLufs).toBeCloseTo(heard.lufs, 0);
    }
  } finally {
    await other.close();
  }
});

test('an MP3 rendition can be joined at any frame: constant frames, nothing before the first', async () => {
  const recording = await room.check(make('wav', `${SPEECH} -t 4 {out}`));
  const made = recording.renditions.find((one) => one.format === 'mp3');
  const bytes = readFileSync(room.media.renditionPath(made?.sha256 ?? ''));
  expect(bytes.length % 144).toBe(0);
  for (let at = 0; at < bytes.length; at += 144) {
    expect([bytes[at], bytes[at + 1]]).toEqual([0xff, 0xf3]);
    // MPEG-2 layer 3 keeps in its first byte behind the head how far back its bits lie: never.
    expect(bytes[at + 4]).toBe(0);
  }
  expect(made?.durationMs).toBe((bytes.length / 144) * 24);
});

test('two channels in opposite phase are heard', async () => {
  const graph = '[0:a]pan=stereo|c0=c0|c1=-1*c0';
  const recording = await room.check(make('wav', `${SPEECH} -filter_complex ${graph} -t 5 {out}`));
  expect(recording).toMatchObject({ state: 'ready', warnings: ['out_of_phase'] });
});

test('a short chime is measured by its mean', async () => {
  const recording = await room.check(make('wav', '-f lavfi -i sine=f=880:d=1 {out}'));
  expect(recording).toMatchObject({ state: 'ready', measuredBy: 'rms' });
  const opus = recording.renditions.find((one) => one.format === 'opus');
  expect(hear(room.media.renditionPath(opus?.sha256 ?? ''), 'ogg').truePeak).toBeLessThanOrEqual(-1.5);
});

test('silence at the ends is found, offered, and cut off when asked', async () => {
  const graph = '[0:a]adelay=2000:all=1,apad=pad_dur=1.5';
  const recording = await room.check(make('wav', `-f lavfi -i sine=f=440:d=4 -filter_complex ${graph} {out}`));
  expect(recording.silenceHeadMs).toBeGreaterThan(1950);
  expect(recording.silenceHeadMs).toBeLessThan(2050);
  expect(recording.silenceTailMs).toBeGreaterThan(1450);
  expect(recording.silenceTailMs).toBeLessThan(1550);
  const peaks = await room.media.peaks(recording.id);
  expect(peaks?.slice(0, 190).every((level) => level <= 1)).toBe(true);

  const trimmed = await room.media.setTrim(recording.id, 1900, 1400);
  expect(trimmed).toMatchObject({ trimHeadMs: 1900, trimTailMs: 1400, durationMs: recording.durationMs });
  for (const made of trimmed.renditions) expect(Math.abs(made.durationMs - 4200)).toBeLessThan(100);
  await expect(room.media.setTrim(recording.id, 4000, 3600)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
});
