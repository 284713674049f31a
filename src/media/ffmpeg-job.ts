/**
 * The one file that knows fluent-ffmpeg. It builds the command line and nothing more: its own handling of processes
 * leaves children behind, settles before they are gone and asks ffprobe for progress, so our process port runs them.
 */
import fluent from 'fluent-ffmpeg';
import type { ProcessEnd, World } from '#kernel';
import { isTooHeavy } from './ffmpeg-words.ts';
import { LineLog } from './line-log.ts';

/** One output of the graph: its label, where it goes, and how it is coded. */
export interface FfmpegOutput {
  readonly label: string;
  /** A file of ours, standard output, or nowhere (measuring only). */
  readonly to: { readonly file: string } | 'stdout' | 'nowhere';
  readonly options: readonly string[];
}

export interface FfmpegJob {
  readonly from: { readonly file: string } | 'stdin';
  /** The only demuxer that may open the input. */
  readonly demuxer: string;
  /** Reads no more of the input than this. */
  readonly longestMs: number;
  readonly graph: string;
  readonly outputs: readonly FfmpegOutput[];
  /** Processor time; twice as much wall time. */
  readonly cpuSeconds: number;
  readonly onStdout?: (chunk: Uint8Array) => void;
  readonly signal?: AbortSignal;
}

/** How a job ended. `too_heavy` is the file's fault, `killed` and `aborted` are not. */
export type FfmpegEnd =
  | { readonly kind: 'done'; readonly lines: readonly string[]; readonly outMs: number }
  | { readonly kind: 'failed'; readonly lines: readonly string[] }
  | { readonly kind: 'too_heavy' | 'killed' | 'aborted' | 'missing'; readonly lines: readonly string[] };

export interface RunningFfmpeg {
  /** Bytes for a job that reads from `stdin`; rejects when ffmpeg is gone. */
  feed(chunk: Uint8Array): Promise<void>;
  endFeed(): void;
  /** Resolves once ffmpeg is gone; never rejects. */
  readonly ended: Promise<FfmpegEnd>;
}

const MEMORY_BYTES = 1024 ** 3;
const FILE_BYTES = 200 * 1024 ** 2;
const STALLED_MS = 20_000;
const NICENESS = 10;

/** Starts one ffmpeg: no network, bounded, polite, and killed when it stops making progress. */
export function startFfmpeg(world: World, path: string, job: FfmpegJob): RunningFfmpeg {
  const log = new LineLog();
  const stall = new AbortController();
  const over = new AbortController();
  let outUs = 0;
  let progressAtMs = world.clock.monoMs();
  const child = world.processes.start({
    command: path,
    args: commandLine(job),
    limits: {
      cpuSeconds: job.cpuSeconds,
      wallMs: job.cpuSeconds * 2000,
      memoryBytes: MEMORY_BYTES,
      fileBytes: FILE_BYTES,
    },
    noNetwork: true,
    niceness: NICENESS,
    signal: job.signal ? AbortSignal.any([job.signal, stall.signal]) : stall.signal,
    ...(job.onStdout ? { onStdout: job.onStdout } : {}),
    onStderrLine: (line) => {
      const progress = /^out_time_us=(\d+)/.exec(line);
      if (progress && Number(progress[1]) > outUs) {
        outUs = Number(progress[1]);
        progressAtMs = world.clock.monoMs();
      } else if (!/^[a-z0-9_]+=\s*\S*$/.test(line)) log.add(line);
    },
  });
  const watch = async () => {
    for (;;) {
      const leftMs = progressAtMs + STALLED_MS - world.clock.monoMs();
      if (leftMs <= 0) return stall.abort();
      if (!(await world.clock.sleep(leftMs, over.signal))) return;
    }
  };
  const ended = child.ended.then((end): FfmpegEnd => {
    over.abort();
    const kind = stall.signal.aborted ? 'too_heavy' : kindOf(end, log.lines);
    if (end.kind === 'not_started') log.add(end.message);
    return { kind, lines: log.lines, outMs: outUs / 1000 };
  });
  void watch();
  return { feed: (chunk) => child.write(chunk), endFeed: () => child.endInput(), ended };
}

function kindOf(end: ProcessEnd, lines: readonly string[]): FfmpegEnd['kind'] {
  if (end.kind === 'not_started') return 'missing';
  if (end.kind === 'exited') return end.code === 0 ? 'done' : isTooHeavy(lines) ? 'too_heavy' : 'failed';
  if (end.why === 'aborted') return 'aborted';
  if (end.why !== 'outside' || end.signal === 'SIGXCPU' || end.signal === 'SIGXFSZ') return 'too_heavy';
  // A decoder that crashes does so because of the file; any other signal came from a person or from the kernel.
  return ['SIGSEGV', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGILL'].includes(end.signal) ? 'failed' : 'killed';
}

/** The arguments of ffmpeg for a job. Exported for its test. */
export function commandLine(job: FfmpegJob): string[] {
  const command = fluent()
    .input(job.from === 'stdin' ? 'pipe:0' : job.from.file)
    .inputOptions(...['-hide_banner', '-loglevel', 'info', '-nostats', '-progress', 'pipe:2'])
    .inputOptions(...(job.from === 'stdin' ? ['-y'] : ['-y', '-nostdin']), '-protocol_whitelist', 'file,pipe')
    .inputOptions('-threads', '1')
    .inputOptions('-t', (job.longestMs / 1000).toFixed(3))
    .inputFormat(job.demuxer)
    .complexFilter([job.graph]);
  for (const { label, to, options } of job.outputs) {
    const target = to === 'stdout' ? 'pipe:1' : to === 'nowhere' ? '-' : to.file;
    const format = to === 'nowhere' ? ['-f', 'null'] : [];
    command
      .output(target)
      .outputOptions('-map', label, '-vn', '-sn', '-dn', '-map_metadata', '-1', ...options, ...format);
  }
  // Not in its types, but the only way to its command line without its processes.
  return (command as unknown as { _getArguments(): Array<string | number> })._getArguments().map(String);
}
