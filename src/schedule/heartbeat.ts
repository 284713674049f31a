import { type Logger as CronLogger, createTask } from 'node-cron';
import type { Logger } from '#kernel';

export interface Heartbeat {
  start(): void;
  stop(): Promise<void>;
}

/**
 * The metronome of the real world: node-cron calls `wake` at each full minute. It is never the judge of what is due:
 * its clock cannot be given, and the timekeeper looks by itself every few seconds in any case.
 */
export function createHeartbeat(wake: () => void, logger: Logger): Heartbeat {
  const task = createTask('* * * * *', wake, { name: 'heartbeat', noOverlap: true, logger: cronLogger(logger) });
  return {
    start: () => void task.start(),
    async stop() {
      await task.stop();
      await task.destroy();
    },
  };
}

function cronLogger(logger: Logger): CronLogger {
  const say = (message: string | Error) => ({ message: message instanceof Error ? message.message : message });
  return {
    info: (message) => logger.info('heartbeat spoke', say(message)),
    warn: (message) => logger.warn('heartbeat warned', say(message)),
    error: (message) => logger.error('heartbeat failed', say(message)),
    debug: () => undefined,
  };
}
