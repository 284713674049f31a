import type { RequestHandler } from 'express';
import type { Clock } from '#kernel';

/** A small body takes no longer than this, also over a bad line. */
const BODY_MS = 60_000;

/** Waits for a body as `parse` does, but not for ever: who announces one and does not send it is let go. */
export function inTime(clock: Clock, parse: RequestHandler): RequestHandler {
  return (request, response, next) => {
    const isHere = new AbortController();
    void clock.sleep(BODY_MS, isHere.signal).then((isLate) => isLate && request.destroy());
    void parse(request, response, (error?: unknown) => {
      isHere.abort();
      next(error);
    });
  };
}
