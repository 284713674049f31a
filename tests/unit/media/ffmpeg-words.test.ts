import { expect, test } from 'vitest';
import { commandLine } from '../../../src/media/ffmpeg-job.ts';
import {
  declaredMsIn,
  decodeErrorsIn,
  endedEarly,
  isTooHeavy,
  measuredIn,
  rmsIn,
  silenceIn,
} from '../../../src/media/ffmpeg-words.ts';
import { LineLog } from '../../../src/media/line-log.ts';
import { analysisGraph, RENDITION_OPTIONS, renditionGraph } from '../../../src/media/rendition-plan.ts';

const summary = (loudness: string, peak: string) => [
  '[Parsed_ebur128_0 @ 0x56] Summary:',
  '  Integrated loudness:',
  `    I:         ${loudness} LUFS`,
  '    Threshold: -28.7 LUFS',
  '  True peak:',
  `    Peak:       ${peak} dBFS`,
];

test('loudness and peak', () => {
  expect(measuredIn(summary('-18.6', '-2.9'))).toEqual({ loudnessLufs: -18.6, peakDb: -2.9 });
  expect(measuredIn(summary('-70.0', '-inf'))).toEqual({ loudnessLufs: -70, peakDb: Number.NEGATIVE_INFINITY });
  expect(measuredIn(summary('nan', '-2.9'))).toBeNull();
  expect(measuredIn([])).toBeNull();
  const [, ...rest] = summary('-18.6', '-2.9');
  const torn = ['[Parsed_ebur128_0 @ 0x56] bitrate=N/A', 'Summary:', ...rest];
  expect(measuredIn(torn), 'progress in the middle of a line').toEqual({ loudnessLufs: -18.6, peakDb: -2.9 });
  expect(rmsIn(['[Parsed_astats_4 @ 0x5] Overall', '[Parsed_astats_4 @ 0x5] RMS level dB: -9.55'])).toBe(-9.55);
});

test('the promised length, and the lines that only look like it', () => {
  expect(declaredMsIn(['  Duration: 01:02:03.50, start: 0.0, bitrate: 32 kb/s'])).toBe(3_723_500);
  expect(declaredMsIn(['    title           : x', '    Duration: 99:00:00.00, start'])).toBeNull();
  expect(declaredMsIn(['  Duration: N/A, start: 0.0'])).toBeNull();
  const guess = '[mp3 @ 0x5] Estimating duration from bitrate, this may be inaccurate';
  expect(declaredMsIn([guess, '  Duration: 00:00:30.01, start: 0.0'])).toBeNull();
});

test.each([
  [[], { headMs: 0, tailMs: 0 }],
  [['silence_start: 0', 'silence_end: 1.5 | silence_duration: 1.5'], { headMs: 1500, tailMs: 0 }],
  [['silence_start: 8.25'], { headMs: 0, tailMs: 1750 }],
  [['silence_start: 3', 'silence_end: 4 | silence_duration: 1'], { headMs: 0, tailMs: 0 }],
  [
    ['silence_start: -0.002', 'silence_end: 0.4', 'silence_start: 9', 'silence_end: 9.99'],
    { headMs: 400, tailMs: 1000 },
  ],
])('silence at the ends in %j', (lines, silence) => {
  expect(silenceIn(lines, 10_000)).toEqual(silence);
});

test('faults', () => {
  expect(decodeErrorsIn(['Error while decoding stream #0:0: x', '[dec:aac @ 0x9] Decoding error: x', 'fine'])).toBe(2);
  expect(endedEarly(['[mov @ 0x55] stream 0, offset 0x6cfe0: partial file'])).toBe(true);
  expect(endedEarly(['fine'])).toBe(false);
  expect(isTooHeavy(['Exiting normally, received signal 24.'])).toBe(true);
});

test('the log of lines is bounded and keeps both ends', () => {
  const log = new LineLog();
  for (let i = 0; i < 10_000; i += 1) log.add(String(i));
  expect(log.lines.length).toBe(300);
  expect([log.lines[0], log.lines.at(-1)]).toEqual(['0', '9999']);
});

test('the command line forces the demuxer, caps the length, and reads nothing but the named file', () => {
  const line = commandLine({
    from: { file: '/data/originals/a b' },
    demuxer: 'mp3',
    longestMs: 1500,
    graph: 'g',
    outputs: [
      { label: '[x]', to: 'nowhere', options: [] },
      { label: '[y]', to: { file: '/data/y' }, options: ['-f', 'mp3'] },
    ],
    cpuSeconds: 1,
  }).join(' ');
  expect(line).toBe(
    '-hide_banner -loglevel info -nostats -progress pipe:2 -y -nostdin -protocol_whitelist file,pipe -threads 1 -t 1.500 ' +
      '-f mp3 -i /data/originals/a b -y -filter_complex g ' +
      '-map [x] -vn -sn -dn -map_metadata -1 -f null - ' +
      '-map [y] -vn -sn -dn -map_metadata -1 -f mp3 /data/y',
  );
});

test('the graphs', () => {
  expect(analysisGraph('left', 8000)).toContain('[0:a:0]pan=mono|c0=c0,aresample=48000:rematrix_maxval=1,');
  const plain = renditionGraph('all', { gainDb: 4.123, limitDb: null }, null);
  expect(plain).toContain('volume=4.12dB,asplit=2[opus][full]');
  const cut = renditionGraph('all', { gainDb: -3, limitDb: -6 }, { fromMs: 500, toMs: 9250 });
  expect(cut).toContain('atrim=start=0.500:end=9.250,asetpts=PTS-STARTPTS,volume=-3.00dB,alimiter=limit=0.5012:');
  expect(RENDITION_OPTIONS.mp3.join(' ')).toContain('-reservoir 0 -write_xing 0 -id3v2_version 0');
});
