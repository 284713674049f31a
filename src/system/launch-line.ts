import type { ProcessLimits } from '#kernel';

/** What the one-time probe found on this machine. */
export interface Cage {
  /** Words that put the program into an empty network, or none. */
  readonly noNetwork: readonly string[];
  /** Words that make the kernel kill the program when its owner dies, or none. */
  readonly diesWithOwner: readonly string[];
  /** Words that take the niceness as their last argument, or none. */
  readonly niceness: readonly string[];
}

export const OPEN_CAGE: Cage = { noNetwork: [], diesWithOwner: [], niceness: [] };

/**
 * The command line that starts `program` inside its limits: `sh` sets the POSIX limits and replaces itself by the
 * program, so that there is one process, whose parent we are. A limit that this machine does not know is left out.
 */
export function launchLine(
  program: readonly string[],
  cage: Cage,
  wish: { limits?: ProcessLimits | undefined; noNetwork?: boolean | undefined; niceness?: number | undefined },
): string[] {
  const { cpuSeconds, memoryBytes, fileBytes } = wish.limits ?? {};
  const limit = (flag: string, value: number) => `ulimit ${flag} ${Math.max(1, Math.ceil(value))} 2>/dev/null`;
  const script = ['ulimit -c 0 2>/dev/null'];
  if (cpuSeconds !== undefined) {
    // The soft limit is said with a signal that the program may still answer; the hard one, 2 s later, kills.
    script.push(limit('-H -t', cpuSeconds + 2), limit('-S -t', cpuSeconds));
  }
  if (memoryBytes !== undefined) script.push(limit('-v', memoryBytes / 1024));
  if (fileBytes !== undefined) script.push(limit('-f', fileBytes / 512));
  script.push('exec "$@"');
  return [
    '/bin/sh',
    '-c',
    script.join('; '),
    'sh',
    ...(wish.niceness && cage.niceness.length > 0 ? [...cage.niceness, String(wish.niceness)] : []),
    ...(wish.noNetwork ? cage.noNetwork : []),
    // Last, since a change of namespace or user makes the kernel forget the wish.
    ...cage.diesWithOwner,
    ...program,
  ];
}
