import type { Clock } from './clock.ts';
import type { Files } from './files.ts';
import type { Random } from './ids.ts';
import type { Logger } from './logger.ts';
import type { Processes } from './processes.ts';

/** Everything outside the program that is not a socket. `main.ts` gives the real one, tests give their own. */
export interface World {
  readonly clock: Clock;
  readonly random: Random;
  readonly files: Files;
  readonly processes: Processes;
  readonly logger: Logger;
}
