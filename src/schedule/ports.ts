import type { Kind, Reason } from '#kernel';
import type { Executor } from '#store';

/** An occurrence that is to become a broadcast, with all that the next stage needs to know of its rule. */
export interface OccurrenceDue {
  readonly occurrenceId: number;
  readonly ruleId: string;
  readonly title: string;
  readonly bulletinId: string | null;
  readonly templateId: string | null;
  readonly zoneIds: readonly string[];
  readonly kind: Kind;
  readonly plannedAt: number;
  /** The last instant at which it may begin. */
  readonly notAfter: number;
  readonly cutInAfterMs: number | null;
}

/** Whoever takes broadcasts. Every call runs in the transaction that it is given, and only there. */
export interface Broadcasts {
  /**
   * Takes a whole batch; answers occurrence → broadcast. An occurrence without an answer (its recording is not ready,
   * its zone is empty) stays planned and is offered again until it is missed.
   */
  accept(tx: Executor, batch: readonly OccurrenceDue[]): Promise<ReadonlyMap<number, string>>;
  /**
   * Told of what was found too late to play, so that the as-run log can say so; nothing of it may sound. Answers the
   * broadcasts that it wrote for them, if any.
   */
  missed(
    tx: Executor,
    batch: readonly OccurrenceDue[],
    reason: 'missed_window' | 'restored',
  ): Promise<ReadonlyMap<number, string>>;
  /** Broadcasts planned after `at` that were called too late everywhere, unheard: by a clock that ran ahead. */
  lapsedAfter(tx: Executor, at: number): Promise<readonly string[]>;
  /** Cancels those that have not begun; answers which. What has begun goes on and keeps its occurrence. */
  cancel(tx: Executor, broadcastIds: readonly string[], reason: Reason): Promise<ReadonlySet<string>>;
}

/** What the programme says of something that a rule can play. */
export interface Content {
  readonly kind: Kind;
  /** Before this it may not be heard; null or absent: always. */
  readonly validFrom?: number | null;
  /** After this it may not be heard; null: for ever. */
  readonly expiresAt: number | null;
}

/** What the programme says of bulletins and templates, which have ids of their own. */
export interface Bulletins {
  /** One that is missing, withdrawn or retired has no answer and is not played. */
  kindsOf(tx: Executor, ids: readonly string[]): Promise<ReadonlyMap<string, Content>>;
}

/** Finds what a schedule file names: ids whose id, or title or name, is exactly that text. One is right. */
export interface Directory {
  bulletinByName(db: Executor, name: string): Promise<readonly string[]>;
  templateByName(db: Executor, name: string): Promise<readonly string[]>;
  zoneByName(db: Executor, name: string): Promise<readonly string[]>;
}

/** The needs of this stage, met by the composition root. */
export interface SchedulePorts {
  readonly broadcasts: Broadcasts;
  readonly bulletins: Bulletins;
  readonly directory: Directory;
  /** A schedule file was taken into use, and that is committed; one that is gone has no rules any more. */
  fileTaken(file: string, taken: { readonly rules: number; readonly sha256: string | null }): void;
  /** Nothing planned before this instant may begin: another machine may have played it. Absent: there is none. */
  silentBefore?(): number;
}
