import type { Level } from '#kernel';
import type { Order, OrderMark, PlanEntry, Report, StopReason } from '#link';
import { concluded, obey } from './obedience.ts';

/** A broadcast that was begun here, whatever became of it. It never begins by an order again. */
export interface Begun {
  /** What it plays; null once it is over. */
  readonly entry: PlanEntry | null;
  /** What counts for the limits of the day, also when it is over. */
  readonly level: Level;
  readonly bulletinId: string | null;
  /** When its first run was to start. */
  readonly startAt: number;
  /** When its first sample sounded; null when none did yet. */
  readonly startedAt: number | null;
  readonly renderedMs: number;
  /** Silence that stood in place of its sound. Rendered and gaps together are the place where it goes on. */
  readonly gapsMs: number;
  /** The latest instant at which something was written about it. */
  readonly seenAt: number;
  readonly endedAt: number | null;
}

type PlaceFailure = Extract<Report, { event: 'place_failed' }>['reason'];

/** The rules of the house where the speaker hangs, as the station told them last. */
export type House = Pick<Extract<Order, { order: 'house' }>, 'gate' | 'bank'>;

/** Everything that a speaker must still know after a power cut. */
export interface Recollection {
  mark: OrderMark;
  /** Null: it was never told. */
  house: House | null;
  plan: Map<string, PlanEntry>;
  /** Start orders: broadcast → when. */
  starts: Map<string, number>;
  /** Stop orders that are not carried out yet. */
  stops: Map<string, StopReason>;
  begun: Map<string, Begun>;
  /** Reports that the station did not acknowledge yet, by their number, in order. */
  outbox: Map<number, Report>;
  nextSeq: number;
  /** What was last told about the placing of a broadcast. */
  placing: Map<string, 'placed' | PlaceFailure>;
  /** When a file was last put on air. */
  usedAt: Map<string, number>;
  /** How far the station's clock was ahead of this machine's wall clock, and when (by the station's) that was known. */
  clock: { readonly aheadMs: number; readonly at: number } | null;
}

/** One line of the journal. */
export type Fact =
  | { readonly is: 'obeyed'; readonly mark: OrderMark; readonly order: Order; readonly at: number | null }
  | {
      readonly is: 'begun';
      readonly entry: PlanEntry;
      readonly startAt: number;
      readonly at: number;
      readonly renderedMs: number;
      readonly gapsMs: number;
    }
  | {
      readonly is: 'progress';
      readonly id: string;
      readonly renderedMs: number;
      readonly gapsMs: number;
      readonly at: number;
    }
  | { readonly is: 'told'; readonly seq: number; readonly report: Report; readonly at: number }
  | { readonly is: 'acked'; readonly seq: number }
  | { readonly is: 'clock'; readonly aheadMs: number; readonly at: number }
  | { readonly is: 'all'; readonly all: Whole };

/** A recollection as JSON. */
interface Whole {
  readonly mark: OrderMark;
  readonly house: House | null;
  readonly plan: readonly PlanEntry[];
  readonly starts: ReadonlyArray<readonly [string, number]>;
  readonly stops: ReadonlyArray<readonly [string, StopReason]>;
  readonly begun: ReadonlyArray<readonly [string, Begun]>;
  readonly outbox: ReadonlyArray<readonly [number, Report]>;
  readonly nextSeq: number;
  readonly placing: ReadonlyArray<readonly [string, 'placed' | PlaceFailure]>;
  readonly usedAt: ReadonlyArray<readonly [string, number]>;
  readonly clock: { readonly aheadMs: number; readonly at: number } | null;
}

/** Nothing known yet. Report numbers begin at `firstSeq`, so that a speaker that lost its memory repeats none. */
export function emptyRecollection(firstSeq: number): Recollection {
  return {
    mark: { epoch: 0, seq: 0 },
    house: null,
    plan: new Map(),
    starts: new Map(),
    stops: new Map(),
    begun: new Map(),
    outbox: new Map(),
    nextSeq: firstSeq,
    placing: new Map(),
    usedAt: new Map(),
    clock: null,
  };
}

export function wholeOf(known: Recollection): Whole {
  return {
    mark: known.mark,
    house: known.house,
    plan: [...known.plan.values()],
    starts: [...known.starts],
    stops: [...known.stops],
    begun: [...known.begun],
    outbox: [...known.outbox],
    nextSeq: known.nextSeq,
    placing: [...known.placing],
    usedAt: [...known.usedAt],
    clock: known.clock,
  };
}

/** Takes one fact in. Taking it in a second time changes nothing: a journal may tell a thing twice. */
export function recall(known: Recollection, fact: Fact): void {
  switch (fact.is) {
    case 'all': {
      const { all } = fact;
      Object.assign(known, {
        mark: all.mark,
        house: all.house,
        plan: new Map(all.plan.map((entry) => [entry.broadcastId, entry])),
        starts: new Map(all.starts),
        stops: new Map(all.stops),
        begun: new Map(all.begun),
        outbox: new Map(all.outbox),
        nextSeq: Math.max(known.nextSeq, all.nextSeq),
        placing: new Map(all.placing),
        usedAt: new Map(all.usedAt),
        clock: all.clock,
      } satisfies Recollection);
      return;
    }
    case 'obeyed':
      if (!isNewer(fact.mark, known.mark)) return;
      known.mark = fact.mark;
      obey(known, fact.order, fact.at);
      return;
    case 'begun': {
      const { startAt, at, renderedMs, gapsMs } = fact;
      const id = fact.entry.broadcastId;
      const before = known.begun.get(id);
      if (before && before.endedAt !== null) return;
      const startedAt = before?.startedAt ?? null;
      // The voice may have ended while its sound was being opened.
      const told = before?.entry ?? known.plan.get(id);
      const entry = told ? concluded(fact.entry, told.durationMs) : fact.entry;
      const { level, bulletinId } = entry;
      const counted = { level, bulletinId, startAt, startedAt, renderedMs, gapsMs };
      known.begun.set(id, { entry, ...counted, seenAt: at, endedAt: null });
      for (const item of entry.items) if (item.kind === 'audio') known.usedAt.set(item.sha256, at);
      return;
    }
    case 'progress': {
      const before = known.begun.get(fact.id) ?? begunUnseen(known, fact.id, fact.at);
      if (before.endedAt !== null) return;
      known.begun.set(fact.id, { ...before, renderedMs: fact.renderedMs, gapsMs: fact.gapsMs, seenAt: fact.at });
      return;
    }
    case 'told':
      known.nextSeq = Math.max(known.nextSeq, fact.seq + 1);
      known.outbox.set(fact.seq, fact.report);
      tell(known, fact.report, fact.at);
      return;
    case 'acked':
      known.outbox.delete(fact.seq);
      return;
    case 'clock':
      known.clock = { aheadMs: fact.aheadMs, at: fact.at };
      return;
  }
}

function isNewer(one: OrderMark, than: OrderMark): boolean {
  return one.epoch > than.epoch || (one.epoch === than.epoch && one.seq > than.seq);
}

function tell(known: Recollection, report: Report, at: number): void {
  const id = report.broadcastId;
  switch (report.event) {
    case 'placed':
      known.placing.set(id, 'placed');
      return;
    case 'place_failed':
      known.placing.set(id, report.reason);
      return;
    case 'started': {
      const before = known.begun.get(id);
      if (before) known.begun.set(id, { ...before, startedAt: report.startedAt, seenAt: at });
      return;
    }
    case 'ended': {
      const { startedAt, endedAt, renderedMs } = report;
      const before = known.begun.get(id) ?? begunUnseen(known, id, at);
      const startAt = known.begun.has(id) ? before.startAt : endedAt;
      known.begun.set(id, { ...before, entry: null, startAt, startedAt, renderedMs, seenAt: at, endedAt });
      known.starts.delete(id);
      known.stops.delete(id);
      return;
    }
    case 'progress':
  }
}

/** The line that told of the beginning was lost to a bad block; what is heard of it now still proves that it began. */
function begunUnseen(known: Recollection, id: string, at: number): Begun {
  const entry = known.plan.get(id) ?? null;
  const startAt = known.starts.get(id) ?? entry?.plannedAt ?? at;
  const { level, bulletinId } = entry ?? { level: 'scheduled', bulletinId: null };
  const counted = { level, bulletinId, startAt, startedAt: null, renderedMs: 0, gapsMs: 0 };
  return { entry, ...counted, seenAt: at, endedAt: entry ? null : at };
}
