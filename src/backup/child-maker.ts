import { type Bilingual, type Processes, StationError } from '#kernel';
import type { CopyEnd, MakeCopy, Progress } from './ports.ts';

const NICENESS = 19;
/** No sign of life for so long: the disk hangs. */
const IDLE_MS = 30 * 60_000;
const WALL_MS = 12 * 3_600_000;

export interface ChildMakerParts {
  readonly processes: Processes;
  /** The program and its first words, which are followed by options. */
  readonly program: readonly [string, ...string[]];
  readonly dataFolder: string;
  readonly schedulesFolder: string;
  readonly stationName: string;
}

type Line =
  | ({ readonly progress: Progress } & { readonly bytes?: undefined; readonly error?: undefined })
  | {
      readonly progress?: undefined;
      readonly error?: undefined;
      readonly bytes: number;
      readonly damagedSounds: number;
    }
  | {
      readonly progress?: undefined;
      readonly bytes?: undefined;
      readonly error: { readonly code: string; readonly text: Bilingual };
    };

/** Makes copies in a child process of the lowest rank, without a network: the air never waits for it. */
export function childMaker({ processes, program, ...from }: ChildMakerParts): MakeCopy {
  const [command, ...first] = program;
  return async ({ to, leaveFreeBytes, passphraseFile }, onProgress, signal) => {
    let end: CopyEnd | null = null;
    const take = (line: Line) => {
      if (line.progress) onProgress(line.progress);
      else if (line.error) end = { end: 'failed', ...line.error };
      else end = { end: 'good', bytes: line.bytes, damagedSounds: line.damagedSounds };
    };
    const lines = new Lines((text) => take(JSON.parse(text) as Line));
    let complaint = '';
    const child = processes.start({
      command,
      args: [
        ...first,
        ...['--json', '--progress', '--prove', '--to', to, '--leave-free-mb', String(leaveFreeBytes / 1024 ** 2)],
        ...['--data', from.dataFolder, '--schedules', from.schedulesFolder, '--name', from.stationName],
        ...(passphraseFile === null ? [] : ['--passphrase-file', passphraseFile]),
      ],
      limits: { wallMs: WALL_MS, idleMs: IDLE_MS },
      noNetwork: true,
      niceness: NICENESS,
      onStdout: (chunk) => lines.take(chunk),
      onStderrLine: (line) => (complaint = line),
      signal,
    });
    child.endInput();
    const ended = await child.ended;
    if (ended.kind === 'exited' && end !== null) return end;
    if (ended.kind === 'killed' && ended.why === 'aborted') return { end: 'stopped' };
    return failedBy(WHAT[ended.kind], ended.kind === 'not_started' ? ended.message : complaint);
  };
}

const WHAT = {
  exited: { vi: 'chương trình sao lưu gặp lỗi', en: 'the backup program failed' },
  killed: { vi: 'chương trình sao lưu bị dừng', en: 'the backup program was stopped' },
  not_started: { vi: 'không chạy được chương trình sao lưu', en: 'the backup program could not be started' },
} as const satisfies Record<string, Bilingual>;

function failedBy(what: Bilingual, complaint: string): CopyEnd {
  const more = complaint === '' ? '' : ` (${complaint.slice(0, 200)})`;
  const problem = { vi: what.vi + more, en: what.en + more };
  const { code, text } = new StationError('BACKUP_FAILED', { problem });
  return { end: 'failed', code, text };
}

/** Whole lines out of the pieces of a pipe. */
class Lines {
  readonly #take: (line: string) => void;
  #held = '';
  readonly #decoder = new TextDecoder();

  constructor(take: (line: string) => void) {
    this.#take = take;
  }

  take(chunk: Uint8Array): void {
    const parts = (this.#held + this.#decoder.decode(chunk, { stream: true })).split('\n');
    this.#held = parts.pop() ?? '';
    for (const line of parts) if (line !== '') this.#take(line);
  }
}
