import type { Reason } from '#kernel';
import type { Executor } from '#store';

/** What this room must know of others. */
export interface FaultPorts {
  isReachable(endpointId: string): boolean;
  /** Lines of the log after this one, oldest first, no more than `limit`; 0: from the first that was planned from `from` on. */
  courses(
    db: Executor,
    asked: { readonly after: number; readonly from: number; readonly limit: number },
  ): Promise<
    ReadonlyArray<{
      readonly id: number;
      readonly endpointId: string;
      readonly plannedAt: number;
      readonly reason: Reason;
      readonly renderedMs: number;
    }>
  >;
  /** What people said of broadcasts since then, in the order in which it was written; one word for each broadcast. */
  words(
    db: Executor,
    from: number,
  ): Promise<ReadonlyArray<{ readonly endpointId: string; readonly saidAt: number; readonly isWell: boolean }>>;
}
