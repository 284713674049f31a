import type { Order, OrderMark, PlanEntry, Report, StopReason } from '#link';

/** A broadcast that was begun here, whatever became of it. It never begins by an order again. */
export interface Begun {
  /** What it plays; null once it is over. */
  readonly entry: PlanEntry | null;
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

/** Everything that a speaker must still know after a power cut. */
export interface Recollection {
  mark: OrderMark;
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
  | { readonly is: 'obeyed'; readonly mark: OrderMark; readonly order: Order }
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
      obey(known, fact.order);
      return;
    case 'begun': {
      const { entry, startAt, at, renderedMs, gapsMs } = fact;
      const before = known.begun.get(entry.broadcastId);
      if (before && before.endedAt !== null) return;
      const startedAt = before?.startedAt ?? null;
      known.begun.set(entry.broadcastId, { entry, startAt, startedAt, renderedMs, gapsMs, seenAt: at, endedAt: null });
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

function obey(known: Recollection, order: Order): void {
  switch (order.order) {
    case 'plan': {
      const before = known.plan;
      known.plan = new Map(order.entries.map((entry) => [entry.broadcastId, entry]));
      for (const [id, entry] of known.plan) {
        const old = before.get(id);
        if (old && JSON.stringify(old.items) !== JSON.stringify(entry.items)) known.placing.delete(id);
      }
      for (const part of [known.starts, known.placing]) {
        for (const id of part.keys()) if (!known.plan.has(id)) part.delete(id);
      }
      for (const id of known.stops.keys()) if (!isOpen(known, id)) known.stops.delete(id);
      return;
    }
    case 'start':
      if (known.plan.has(order.broadcastId)) known.starts.set(order.broadcastId, order.startAt);
      return;
    case 'stop':
      if (isOpen(known, order.broadcastId)) known.stops.set(order.broadcastId, order.reason);
  }
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
      const before = known.begun.get(id);
      const startAt = before?.startAt ?? endedAt;
      const gapsMs = before?.gapsMs ?? 0;
      known.begun.set(id, { entry: null, startAt, startedAt, renderedMs, gapsMs, seenAt: at, endedAt });
      known.starts.delete(id);
      known.stops.delete(id);
      return;
    }
    case 'progress':
  }
}

/** True when that broadcast may still sound here. */
function isOpen(known: Recollection, id: string): boolean {
  const begun = known.begun.get(id);
  return begun ? begun.endedAt === null : known.plan.has(id);
}

/** The line that told of the beginning was lost to a bad block; what is heard of it now still proves that it began. */
function begunUnseen(known: Recollection, id: string, at: number): Begun {
  const entry = known.plan.get(id) ?? null;
  const startAt = known.starts.get(id) ?? entry?.plannedAt ?? at;
  return { entry, startAt, startedAt: null, renderedMs: 0, gapsMs: 0, seenAt: at, endedAt: entry ? null : at };
}
