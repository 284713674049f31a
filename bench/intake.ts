import { spawnSync } from 'node:child_process';
import { createReadStream, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createMedia, type Ffmpeg, findFfmpeg, MEDIA_DEFAULTS } from '#media';
import { openStore } from '#store';
import { realWorld } from '#system';

const RUNS = 5;
const SECONDS = 300;
const SENTENCE =
  'Kính thưa toàn thể nhân dân. Ủy ban nhân dân xã thông báo lịch tiêm chủng mở rộng cho trẻ em dưới năm tuổi, ' +
  'từ bảy giờ ba mươi phút đến mười một giờ, thứ năm tuần này, tại trạm y tế xã. Xin trân trọng thông báo. ';

/**
 * The time from a received original to `ready` against what a person would type: measure by ebur128 with true peak,
 * then Opus and MP3 from one decode with one gain and a limiter. Alternating runs, the median of each side.
 */
export async function intakeBench(): Promise<Array<{ name: string; value: number; unit: string; note: string }>> {
  const folder = mkdtempSync(join(tmpdir(), 'loaxa-intake-'));
  const world = { ...realWorld(), logger: { info() {}, warn() {}, error() {} } };
  try {
    const ffmpeg = await findFfmpeg(world, process.env['FFMPEG_PATH'] ?? null);
    if (ffmpeg === null) return [];
    const speech = makeSpeech(folder, ffmpeg);
    const ours: number[] = [];
    const bare: number[] = [];
    for (let run = 0; run < RUNS; run += 1) {
      bare.push(bareMs(folder, ffmpeg, speech.path));
      ours.push(await intakeMs(join(folder, `run-${run}`), ffmpeg, speech.path));
    }
    const note = `${SECONDS} s of ${speech.kind}, ffmpeg ${ffmpeg.version}, median of ${RUNS} alternating runs`;
    return [
      { name: 'intake', value: median(ours), unit: 'ms', note },
      { name: 'bare ffmpeg', value: median(bare), unit: 'ms', note },
      { name: 'intake / bare ffmpeg', value: median(ours) / median(bare), unit: '×', note: `goal 1.15; ${note}` },
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }

  async function intakeMs(room: string, ffmpeg: Ffmpeg, path: string): Promise<number> {
    const media = createMedia({ world, store: openStore(':memory:'), folder: room, ffmpeg, settings: MEDIA_DEFAULTS });
    await media.start();
    const upload = await media.createUpload({ title: 'bench', totalBytes: statSync(path).size });
    const { recordingId } = await media.append(upload.id, 0, createReadStream(path));
    const startedMs = performance.now();
    const { state } = await media.whenChecked(recordingId ?? '');
    const tookMs = performance.now() - startedMs;
    await media.stop();
    if (state !== 'ready') throw new Error(`the recording ended ${state}`);
    return tookMs;
  }
}

/** Speech when espeak-ng is there, else sound of the same kind. */
function makeSpeech(folder: string, ffmpeg: Ffmpeg): { path: string; kind: string } {
  const words = join(folder, 'words.txt');
  const spoken = join(folder, 'spoken.wav');
  const path = join(folder, 'speech.wav');
  writeFileSync(words, SENTENCE.repeat(30));
  const hasVoice = spawnSync('espeak-ng', ['-v', 'vi', '-s', '140', '-f', words, '-w', spoken]).status === 0;
  const input = hasVoice
    ? ['-i', spoken]
    : ['-f', 'lavfi', '-i', "aevalsrc='0.3*lt(mod(t,0.3),0.2)*exp(-120*mod(t,0.01))*sin(2*PI*260*t)'"];
  run(ffmpeg, [...input, '-t', String(SECONDS), '-ar', '44100', '-ac', '2', path]);
  return { path, kind: hasVoice ? 'speech' : 'speech-like sound' };
}

function bareMs(folder: string, ffmpeg: Ffmpeg, path: string): number {
  const mono = 'aresample=48000:rematrix_maxval=1,aformat=sample_fmts=flt:channel_layouts=mono';
  const startedMs = performance.now();
  const said = run(ffmpeg, ['-i', path, '-af', `${mono},ebur128=peak=true:framelog=verbose`, '-f', 'null', '-']);
  const gainDb = -16 - Number(/I: +(\S+) LUFS/.exec(said.slice(said.lastIndexOf('Summary')))?.[1]);
  const graph = `[0:a:0]${mono},volume=${gainDb}dB,alimiter=limit=0.75:level=disabled,asplit[a][b]`;
  const opus = ['-map', '[a]', '-c:a', 'libopus', '-b:a', '32k', join(folder, 'bare.opus')];
  const mp3 = ['-map', '[b]', '-ar', '24000', '-c:a', 'libmp3lame', '-b:a', '48k', '-reservoir', '0'];
  run(ffmpeg, ['-i', path, '-filter_complex', graph, ...opus, ...mp3, join(folder, 'bare.mp3')]);
  return performance.now() - startedMs;
}

function run(ffmpeg: Ffmpeg, args: string[]): string {
  // As polite as the station is, or a busy machine would decide the comparison.
  const line = ['-n', '10', ffmpeg.path, '-hide_banner', '-nostats', '-y', ...args];
  const { status, stderr } = spawnSync('nice', line, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`ffmpeg failed: ${stderr.slice(-500)}`);
  return stderr;
}

function median(values: number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN;
}
