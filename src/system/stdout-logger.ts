import pino from 'pino';
import type { Logger } from '#kernel';

/** One JSON line per fact on standard output, written at once, so that the last line before a crash is there. */
export type LogLevel = 'info' | 'warn' | 'error';

export function stdoutLogger(leastLevel: LogLevel): Logger {
  const log = pino(
    {
      level: leastLevel,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (level) => ({ level }) },
    },
    pino.destination({ fd: 1, sync: true }),
  );
  return {
    info: (fact, detail) => log.info(detail ?? {}, fact),
    warn: (fact, detail) => log.warn(detail ?? {}, fact),
    error: (fact, detail) => log.error(detail ?? {}, fact),
  };
}
