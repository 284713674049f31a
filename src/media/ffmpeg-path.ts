import { createRequire } from 'node:module';
import type { World } from '#kernel';

/** The ffmpeg that this station uses, and where it came from. */
export interface Ffmpeg {
  readonly path: string;
  readonly version: string;
  readonly source: 'setting' | 'path' | 'bundled';
  readonly hasOpus: boolean;
  readonly hasMp3: boolean;
}

/**
 * Looks for ffmpeg where the setting says, then on PATH (patched by the distribution), then in the bundled package, and
 * runs each once. The first that can make both renditions wins, else the first that runs; null when there is none.
 */
export async function findFfmpeg(world: World, setting: string | null): Promise<Ffmpeg | null> {
  const bundled = bundledPath();
  const places: Array<[string | null, Ffmpeg['source']]> = [
    [setting, 'setting'],
    ['ffmpeg', 'path'],
    [bundled, 'bundled'],
  ];
  let second: Ffmpeg | null = null;
  for (const [path, source] of places) {
    const found = path === null ? null : await tryFfmpeg(world, path, source);
    if (found?.hasOpus && found.hasMp3) return found;
    if (source === 'setting' && setting !== null) {
      world.logger.warn('the ffmpeg of the setting cannot be used', { path: setting, found });
    }
    second ??= found;
  }
  return second;
}

async function tryFfmpeg(world: World, path: string, source: Ffmpeg['source']): Promise<Ffmpeg | null> {
  let version: string | null = null;
  let encoders = '';
  const decoder = new TextDecoder();
  const { ended } = world.processes.start({
    command: path,
    args: ['-nostdin', '-encoders'],
    limits: { wallMs: 10_000 },
    noNetwork: true,
    onStdout: (chunk) => {
      encoders += decoder.decode(chunk, { stream: true });
    },
    onStderrLine: (line) => {
      version ??= /^ffmpeg version (\S+)/.exec(line)?.[1] ?? null;
    },
  });
  const end = await ended;
  if (end.kind !== 'exited' || end.code !== 0 || version === null) return null;
  return { path, version, source, hasOpus: / libopus /.test(encoders), hasMp3: / libmp3lame /.test(encoders) };
}

function bundledPath(): string | null {
  try {
    return createRequire(import.meta.url).resolve(`@ffmpeg-binary/${process.platform}-${process.arch}/ffmpeg`);
  } catch {
    return null;
  }
}
