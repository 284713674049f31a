import type { World } from '#kernel';
import { type LogLevel, stdoutLogger } from './stdout-logger.ts';
import { systemClock } from './system-clock.ts';
import { systemFiles } from './system-files.ts';
import { systemProcesses } from './system-processes.ts';
import { systemRandom } from './system-random.ts';

/** `leastLevel`: what is worth a line in the log. The real world: the only one in which something can break outside our hands. */
export function realWorld(leastLevel: LogLevel = 'info'): World {
  return {
    clock: systemClock,
    random: systemRandom,
    files: systemFiles,
    processes: systemProcesses(systemClock),
    logger: stdoutLogger(leastLevel),
  };
}
