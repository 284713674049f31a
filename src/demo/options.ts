import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Any audio file; null: the sample bulletin. */
  readonly audio: string | null;
  readonly inSeconds: number;
  /** Where the WAV files and as-run.csv go; null: into the throwaway folder. */
  readonly out: string | null;
  readonly once: boolean;
  /** 0: any free port. */
  readonly port: number;
}

/** Reads the command line; a text in both languages when it is wrong. */
export function demoOptions(args: readonly string[]): DemoOptions | string {
  const usage = '--audio FILE --in SECONDS --out DIR --once --port N';
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        audio: { type: 'string' },
        in: { type: 'string', default: '10' },
        out: { type: 'string' },
        once: { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
      },
    });
    const inSeconds = Number(values.in);
    const port = Number(values.port);
    if (!(inSeconds >= 1 && inSeconds <= 86_400)) {
      return `--in: từ 1 đến 86400 giây.\n--in: 1 to 86400 seconds.\n${usage}`;
    }
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      return `--port: từ 0 đến 65535.\n--port: 0 to 65535.\n${usage}`;
    }
    return { audio: values.audio ?? null, inSeconds, out: values.out ?? null, once: values.once, port };
  } catch (error) {
    return `Tùy chọn sai: ${String(error)}\nWrong option: ${String(error)}\n${usage}`;
  }
}
