import { parseArgs } from 'node:util';

export interface DemoOptions {
  /** Any audio file; null: the sample bulletin. */
  readonly audio: string | null;
  readonly inSeconds: number;
  /** Where the WAV files and as-run.csv go; null: into the throwaway folder. */
  readonly out: string | null;
  readonly once: boolean;
  /** Which village (1 to 3) loses its network ten seconds before air, so that FM stands in; null: none. */
  readonly cutVillage: number | null;
  /** 0: any free port. */
  readonly port: number;
}

/** So long before air the network of a village goes. */
export const CUT_BEFORE_S = 10;

/** Reads the command line; a text in both languages when it is wrong. */
export function demoOptions(args: readonly string[]): DemoOptions | string {
  const usage = '--audio FILE --in SECONDS --out DIR --once --port N --cut-village 1|2|3';
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        audio: { type: 'string' },
        in: { type: 'string' },
        'cut-village': { type: 'string' },
        out: { type: 'string' },
        once: { type: 'boolean', default: false },
        port: { type: 'string', default: '0' },
      },
    });
    const cut = values['cut-village'];
    const cutVillage = cut === undefined ? null : Number(cut);
    // Before its network goes, a village has to be there, with everything on it.
    const leastSeconds = cutVillage === null ? 1 : CUT_BEFORE_S + 5;
    const inSeconds = Number(values.in ?? (cutVillage === null ? 10 : CUT_BEFORE_S + 10));
    const port = Number(values.port);
    if (!(inSeconds >= leastSeconds && inSeconds <= 86_400)) {
      return `--in: từ ${leastSeconds} đến 86400 giây.\n--in: ${leastSeconds} to 86400 seconds.\n${usage}`;
    }
    if (cutVillage !== null && ![1, 2, 3].includes(cutVillage)) {
      return `--cut-village: 1, 2 hoặc 3.\n--cut-village: 1, 2 or 3.\n${usage}`;
    }
    if (!Number.isInteger(port) || port < 0 || port > 65_535) {
      return `--port: từ 0 đến 65535.\n--port: 0 to 65535.\n${usage}`;
    }
    return { audio: values.audio ?? null, inSeconds, out: values.out ?? null, once: values.once, cutVillage, port };
  } catch (error) {
    return `Tùy chọn sai: ${String(error)}\nWrong option: ${String(error)}\n${usage}`;
  }
}
