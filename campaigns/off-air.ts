/**
 * How often the comparison of what was sent with what a receiver heard is wrong: right and wrong programmes through good and
 * bad channels. Where espeak-ng is installed it speaks Vietnamese too. A fault is a claim that is not true, or a programme
 * through a channel as poor as we promise to hear that was not heard.
 */
import { spawnSync } from 'node:child_process';
import { findFfmpeg } from '#media';
import { realWorld } from '#system';
import { type Comparison, comparing } from '../src/offair/compare.ts';
import { Envelope } from '../src/offair/envelope.ts';
import { likeness } from '../src/offair/likeness.ts';
import { shapeOf } from '../src/offair/shape.ts';
import { windowsOf } from '../src/offair/windows.ts';
import * as radio from '../tests/support/radio.ts';
import { SeededRandom } from '../tests/support/seeded-random.ts';

const SENT_MS = 60_000;
const BEFORE_MS = 3400;
const BEGAN_MS = -1000;
const CHANNELS: Readonly<Record<string, radio.Channel>> = {
  good: { snrDb: 40, gainDb: 0, clipDb: 0, agcMs: null, ppm: 20 },
  poor: { snrDb: 20, gainDb: -12, clipDb: 9, agcMs: 300, ppm: 40 },
  bad: { snrDb: 10, gainDb: -6, clipDb: 12, agcMs: 200, ppm: -80 },
};
const WORDS =
  `thông báo ủy ban nhân dân xã kính mời bà con đến nhà văn hóa thôn họp lúc bảy giờ sáng mai về phòng chống lũ lụt mùa
  mưa bão năm nay đề nghị các hộ gia đình chuẩn bị bao cát che chắn nhà cửa đưa gia súc lên cao trạm y tế tiêm phòng cho trẻ
  em dưới sáu tuổi ngày hai mươi lăm hợp tác xã đóng nước thủy lợi gieo cấy lúa vụ đông xuân`.split(/\s+/);

interface Told {
  /** Verdicts by "programme, what was heard". */
  readonly verdicts: Readonly<Record<string, string>>;
  /** Scores of single windows: right ones at their lag, wrong ones at the best of all lags. */
  readonly right: Readonly<Record<string, readonly number[]>>;
  readonly wrong: Readonly<Record<string, readonly number[]>>;
  readonly faults: readonly string[];
}

type Speak = (ms: number) => Float32Array;

/** All trials of one seed. */
export async function offAirTrials(seed: number): Promise<Told> {
  const random = new SeededRandom(seed);
  const voice = radio.anyVoice(random);
  const beat = random.int(70, 140);
  const espeak = await espeaker(random);
  const programmes: Record<string, Speak> = {
    speech: (ms) => radio.speech(random, voice, ms),
    rhythm: (ms) => radio.speech(random, voice, ms, 200),
    music: (ms) => radio.music(random, ms, beat),
    ...(espeak ? { espeak } : {}),
  };
  const verdicts: Record<string, string> = {};
  const right: Record<string, number[]> = {};
  const wrong: Record<string, number[]> = {};
  const faults: string[] = [];
  for (const [name, make] of Object.entries(programmes)) {
    const sent = make(SENT_MS);
    const reference = shape(sent);
    const foreign = radio.speech(random, radio.anyVoice(random), SENT_MS + 40_000);
    const judge = (what: string, heard: Float32Array, channel: radio.Channel, isOurs: boolean) => {
      const air = shape(radio.throughFm(random, heard, channel));
      const found = compare(reference, air);
      verdicts[`${name}, ${what}`] = `${found.verdict} ${found.heardMs / 1000} s`;
      if (isOurs) right[`${name}, ${what}`] = atLag(reference, air);
      if (!isOurs && found.heardMs > 0) faults.push(`${name}, ${what}: ${found.verdict}, ${found.heardMs} ms`);
      if (isOurs && what !== 'bad' && found.verdict !== 'heard') faults.push(`${name}, ${what}: ${found.verdict}`);
      return air;
    };
    for (const [what, channel] of Object.entries(CHANNELS)) judge(what, onAir(random, sent), channel, true);
    const other = onAir(random, make(SENT_MS));
    wrong[name] = anywhere(reference, judge('another of its kind', other, CHANNELS['poor'] as radio.Channel, false));
    judge('another, good', other, CHANNELS['good'] as radio.Channel, false);
    judge('shifted', onAir(random, turned(sent)), CHANNELS['poor'] as radio.Channel, false);
    judge('drowned', radio.mixed(onAir(random, sent), foreign, 8), CHANNELS['poor'] as radio.Channel, false);
    judge('hiss', radio.whiteNoise(random, SENT_MS + 40_000), CHANNELS['poor'] as radio.Channel, false);
    judge('whistle', radio.tone(1000, SENT_MS + 40_000), CHANNELS['poor'] as radio.Channel, false);
  }
  return { verdicts, right, wrong, faults };
}

/** Begun after a third: every second of it is further from where it belongs than any lag that is thought possible. */
function turned(sent: Float32Array): Float32Array {
  return radio.joined(sent.subarray(sent.length / 3), sent.subarray(0, sent.length / 3));
}

function onAir(random: SeededRandom, sound: Float32Array): Float32Array {
  const hiss = (ms: number) => radio.whiteNoise(random, ms, 0.001);
  return radio.joined(hiss(BEFORE_MS), sound, hiss(31_000));
}

function shape(sound: Float32Array) {
  const envelope = new Envelope();
  envelope.push(radio.pcm(sound));
  return shapeOf(envelope);
}

type Shape = ReturnType<typeof shape>;

function compare(reference: Shape, heard: Shape): Comparison {
  const steps = comparing(reference, [{ shape: heard, beganMs: BEGAN_MS }]);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

function atLag(reference: Shape, heard: Shape): number[] {
  const lag = Math.round(BEFORE_MS / 40);
  const near = Array.from({ length: 9 }, (_, at) => lag - 4 + at);
  return windowsOf(reference).runs.map((run) =>
    Math.max(...near.map((shift) => likeness(reference, heard, [run], shift))),
  );
}

function anywhere(reference: Shape, heard: Shape): number[] {
  const lags = Array.from({ length: 876 }, (_, at) => at - 100);
  return windowsOf(reference).runs.map((run) =>
    Math.max(...lags.map((shift) => likeness(reference, heard, [run], shift))),
  );
}

async function espeaker(random: SeededRandom): Promise<Speak | null> {
  const ffmpeg = await findFfmpeg(realWorld(), process.env['FFMPEG_PATH'] ?? null);
  if (ffmpeg === null || spawnSync('espeak-ng', ['--version']).status !== 0) return null;
  return (ms) => {
    const text = Array.from({ length: ms / 200 }, () => random.pick(WORDS) + (random.chance(0.1) ? ',' : '')).join(' ');
    const wav = spawnSync('espeak-ng', ['-v', 'vi', '-s', '150', '--stdout', text], { maxBuffer: 1e9 }).stdout;
    const line = ['-v', 'error', '-f', 'wav', '-i', '-', '-ar', String(radio.RADIO_HZ), '-ac', '1', '-f', 's16le', '-'];
    const raw = spawnSync(ffmpeg.path, line, { input: wav, maxBuffer: 1e9 }).stdout;
    const samples = new Int16Array(raw.buffer, raw.byteOffset, raw.length >> 1);
    return Float32Array.from(samples, (sample) => sample / 32_768).slice(0, (ms * radio.RADIO_HZ) / 1000);
  };
}
