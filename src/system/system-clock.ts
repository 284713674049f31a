import type { Clock } from '#kernel';

/** The clocks of this machine. The wall follows every jump of the system time; the monotonic one never does. */
export const systemClock: Clock = {
  wallMs: () => Date.now(),
  monoMs: () => performance.now(),
  sleep: (ms, signal) => wait(performance.now() + ms, signal),
};

/** A timer of the platform may fire a hair early and holds at most 2^31 ms, so it is set again until the time is there. */
function wait(untilMs: number, signal: AbortSignal | undefined): Promise<boolean> {
  return new Promise((resolve) => {
    if (signal?.aborted) return resolve(false);
    let cancel: () => void;
    const onAbort = () => {
      cancel();
      resolve(false);
    };
    const turn = () => {
      const leftMs = untilMs - performance.now();
      if (leftMs <= 0) {
        signal?.removeEventListener('abort', onAbort);
        resolve(true);
        return;
      }
      const timer = setTimeout(turn, Math.min(Math.ceil(leftMs), 2 ** 31 - 1));
      cancel = () => clearTimeout(timer);
    };
    signal?.addEventListener('abort', onAbort, { once: true });
    if (untilMs > performance.now()) return turn();
    // Who sleeps for no time at all gives everybody else a turn: sockets are read and alarms go out in between.
    const immediate = setImmediate(turn);
    cancel = () => clearImmediate(immediate);
  });
}
