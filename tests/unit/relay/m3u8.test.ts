import { describe, expect, test } from 'vitest';
import { chooseVariant, readPlaylist, type Segment, segmentsAfter } from '../../../src/relay/m3u8.ts';

const media = (lines: string) => readPlaylist(`#EXTM3U\n${lines}`);

test('a media playlist: numbers, durations, breaks and initialization sections', () => {
  expect(
    media(`#EXT-X-TARGETDURATION:6\r
#EXT-X-MEDIA-SEQUENCE:41
#EXT-X-MAP:URI="init.mp4"
#EXTINF:5.005,tên
a.m4s
#EXT-X-DISCONTINUITY
#EXT-X-PROGRAM-DATE-TIME:2026-01-05T05:00:00Z
#EXTINF:6,

b.m4s?x=1,2
#EXT-X-KEY:METHOD=NONE`),
  ).toEqual({
    kind: 'media',
    targetMs: 6000,
    isOver: false,
    segments: [
      { number: 41, uri: 'a.m4s', durationMs: 5005, isBreak: false, mapUri: 'init.mp4' },
      { number: 42, uri: 'b.m4s?x=1,2', durationMs: 6000, isBreak: true, mapUri: 'init.mp4' },
    ],
  });
  expect(media('#EXT-X-TARGETDURATION:6\n#EXT-X-ENDLIST')).toMatchObject({ isOver: true, segments: [] });
});

test.each([
  ['<html>', 'unreadable'],
  ['', 'unreadable'],
  ['#EXTM3U\nhttp://radio.vn:8000/a', 'addresses'],
  ['#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-KEY:METHOD=AES-128,URI="k"\n#EXTINF:6,\na.ts', 'encrypted'],
  ['#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-BYTERANGE:100@0\n#EXTINF:6,\na.ts', 'unreadable'],
  ['#EXTM3U\n#EXT-X-TARGETDURATION:0\n#EXTINF:6,\na.ts', 'unreadable'],
  ['#EXTM3U\n#EXT-X-TARGETDURATION:1e9\n#EXTINF:6,\na.ts', 'unreadable'],
  ['#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:abc,\na.ts', 'unreadable'],
  ['#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXT-X-MEDIA-SEQUENCE:-4\n#EXTINF:6,\na.ts', 'unreadable'],
  [`#EXTM3U\n#EXT-X-TARGETDURATION:6\n${'#EXTINF:6,\na\n'.repeat(20_001)}`, 'unreadable'],
  ['#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1', 'unreadable'],
])('%#: what is no playlist of segments is named', (text, kind) => {
  expect(readPlaylist(text).kind).toBe(kind);
});

test.each(['A'.repeat(250_000), 'A="'.repeat(80_000), ', '.repeat(120_000), `${'A,'.repeat(120_000)}B=1`])(
  '%#: a line without end costs no more than its length',
  (attributes) => {
    const startedMs = performance.now();
    expect(readPlaylist(`#EXTM3U\n#EXT-X-STREAM-INF:${attributes}\na.m3u8`).kind).toBe('master');
    expect(performance.now() - startedMs).toBeLessThan(200);
  },
);

describe('the variant that is taken', () => {
  const chosen = (lines: string) => {
    const list = media(lines);
    return list.kind === 'master' ? chooseVariant(list.variants)?.uri : list.kind;
  };
  test.each([
    ['the lowest that is not too low', '64.m3u8', [32, 128, 64].map((k) => sound(k)).join('\n')],
    ['the best of those too low', '24.m3u8', [16, 24].map((k) => sound(k)).join('\n')],
    ['sound before a picture', '128.m3u8', `${picture(300)}\n${sound(128)}`],
    ['the smallest picture when there is nothing else', 'p300.m3u8', `${picture(900)}\n${picture(300)}`],
    [
      'the sound that lies beside a picture',
      'nói.m3u8',
      '#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="a",NAME="x, y",DEFAULT=YES,URI="nói.m3u8"\n' +
        '#EXT-X-STREAM-INF:BANDWIDTH=900000,RESOLUTION=640x360,AUDIO="a"\nv.m3u8',
    ],
  ])('%s', (_what, uri, lines) => {
    expect(chosen(lines)).toBe(uri);
  });
});

function sound(kbps: number): string {
  return `#EXT-X-STREAM-INF:BANDWIDTH=${kbps}000,CODECS="mp4a.40.2"\n${kbps}.m3u8`;
}

function picture(kbps: number): string {
  return `#EXT-X-STREAM-INF:BANDWIDTH=${kbps}000,CODECS="avc1.4d401e,mp4a.40.2",RESOLUTION=640x360\np${kbps}.m3u8`;
}

describe('which segments come next', () => {
  const list = (first: number, count: number, isOver = false) => ({
    isOver,
    segments: Array.from({ length: count }, (_, at): Segment => {
      return { number: first + at, uri: `${first + at}.ts`, durationMs: 6000, isBreak: false, mapUri: null };
    }),
  });
  const next = (playlist: ReturnType<typeof list>, last: number | null) =>
    segmentsAfter(playlist, last).map((one) => `${one.number}${one.isBreak ? '!' : ''}`);

  test.each([
    ['a live stream is joined three from its end', list(10, 6), null, ['13!', '14', '15']],
    ['a finished one is played from its beginning', list(0, 4, true), null, ['0', '1', '2', '3']],
    ['each once', list(11, 6), 15, ['16']],
    ['nothing new', list(11, 6), 16, []],
    ['what has gone in the meantime is skipped', list(30, 3), 16, ['30!', '31', '32']],
    ['a mirror that is a little behind is waited for', list(11, 4), 16, []],
    ['numbers that began anew are joined at the end', list(0, 5), 900, ['2!', '3', '4']],
    ['an empty list', list(0, 0), 5, []],
  ])('%s', (_what, playlist, last, expected) => {
    expect(next(playlist, last)).toEqual(expected);
  });
});
