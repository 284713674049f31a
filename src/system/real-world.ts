import type { World } from '#kernel';
import { stdoutLogger } from './stdout-logger.ts';
import { systemClock } from './system-clock.ts';
import { systemFiles } from './system-files.ts';
import { systemProcesses } from './system-processes.ts';
import { systemRandom } from './system-random.ts';

/** The real world: the only one in which something can break outside our hands. */
export function realWorld(): World {
  return {
    clock: systemClock,
    random: systemRandom,
    files: systemFiles,
    processes: systemProcesses(systemClock),
    logger: stdoutLogger(),
  };
}
