import {
  type Broadcast,
  type Delivery,
  insertBroadcasts,
  type RunningOrder,
  writeBroadcastState,
  writeDelivery,
} from '#broadcast';
import { HELD_IN_MOURNING } from '#gate';
import { type Interruption, type Kind, type Level, newId, StationError, type World } from '#kernel';
import { MOST_ITEMS } from '#link';
import type { Executor } from '#store';
import { contentOf } from './content.ts';
import { openDraftBooks } from './draft-books.ts';
import { missed, type WhyMissed } from './endings.ts';
import type { LastWord, Library } from './ports.ts';

export type { WhyMissed } from './endings.ts';

/** A speaker takes plans of up to a day; nobody wants to hear half of one. */
const LONGEST_HOURS = 12;
/** Alarms and voices cut in; all else waits for the end of what sounds. */
const MODE_OF: Readonly<Record<Level, number | null>> = {
  ...{ emergency: 0, live_authority: 0, live_commune: 0 },
  ...{ priority: null, scheduled: null, filler: null },
};

/** What somebody asks to be heard. */
export interface Draft {
  /** What is said: a bulletin, framed by its programme, a template, or a running order that somebody made ready. */
  readonly bulletinId: string | null;
  readonly templateId?: string | null;
  readonly ready?: Ready;
  readonly zoneIds: readonly string[];
  /** Endpoints besides those of the zones. */
  readonly endpointIds?: readonly string[];
  readonly origin: Broadcast['origin'];
  readonly level: Level;
  readonly plannedAt: number;
  readonly notAfter: number;
  readonly title: string | null;
  readonly askedBy: string | null;
  /** How it starts when another holds the air; absent: alarms and voices cut in, all else waits. */
  readonly cutInAfterMs?: number | null;
  readonly endBy?: number | null;
  /** Why, in the person's own words. */
  readonly note?: string | null;
  readonly purpose?: 'all_clear' | null;
}

/** A running order that does not come from one bulletin. */
export interface Ready {
  readonly kind: Kind;
  readonly interruption: Interruption;
  readonly runningOrder: RunningOrder;
}

export interface Accepted {
  readonly broadcast: Broadcast;
  readonly deliveries: readonly Delivery[];
}

interface Prepared extends Accepted {
  /** Endpoints that may carry nothing ordinary then, and why: left out, but not of an emergency. */
  readonly mayNot: ReadonlyMap<string, StationError>;
}

type Verdict = Prepared | { readonly refused: StationError };

/**
 * Turns drafts into broadcasts with one delivery per endpoint of their zones, and writes them, in the caller's
 * transaction. One answer per draft, in order; a refused draft writes nothing and does not disturb the others.
 */
export async function acceptDrafts(
  tx: Executor,
  world: World,
  library: Library,
  drafts: readonly Draft[],
): Promise<Verdict[]> {
  const verdicts = await prepareDrafts(tx, world, library, drafts);
  const accepted = verdicts.filter((verdict): verdict is Prepared => 'broadcast' in verdict);
  await insertBroadcasts(
    tx,
    accepted.map((one) => one.broadcast),
    accepted.flatMap((one) => one.deliveries),
    world.clock.wallMs(),
  );
  for (const { broadcast, mayNot } of accepted) if (mayNot.size > 0) library.noteMayNot(broadcast, mayNot);
  return verdicts;
}

/** As `acceptDrafts`, for what came too late to be played: accepted and expired in one transaction. */
export async function acceptExpired(
  tx: Executor,
  { world, library, lastWord }: { world: World; library: Library; lastWord: LastWord },
  drafts: readonly Draft[],
  reason: WhyMissed,
): Promise<Verdict[]> {
  const now = world.clock.wallMs();
  const verdicts = await acceptDrafts(tx, world, library, drafts);
  for (const verdict of verdicts) {
    if (!('broadcast' in verdict)) continue;
    const expired = verdict.deliveries.map((delivery) => missed(delivery, reason));
    for (const delivery of expired) await writeDelivery(tx, delivery, now);
    await writeBroadcastState(tx, [verdict.broadcast.id], 'expired', now);
    await lastWord.append(tx, verdict.broadcast, expired);
  }
  return verdicts;
}

/**
 * What drafts would become, on `only` these endpoints when they are named, or why they would be refused. Writes nothing:
 * for whoever asks before he saves.
 */
export async function prepareDrafts(
  tx: Executor,
  world: World,
  library: Library,
  drafts: readonly Draft[],
  only?: ReadonlySet<string>,
): Promise<Verdict[]> {
  const now = world.clock.wallMs();
  const books = await openDraftBooks(tx, library, drafts);

  return drafts.map((draft): Verdict => {
    const named = books.endpointsOf(draft).filter((id) => only === undefined || only.has(id));
    const mayNot = new Map([...books.mayNotOf(draft)].filter(([id]) => named.includes(id)));
    // Life goes before a licence.
    const endpointIds = draft.level === 'emergency' ? named : named.filter((id) => !mayNot.has(id));
    if (endpointIds.length === 0) {
      const [refusal = new StationError('ZONE_EMPTY')] = mayNot.values();
      return { refused: refusal };
    }
    const content = contentOf(draft, books, endpointIds, now);
    if (content instanceof StationError) return { refused: content };
    const { runningOrder, variants, lastAt } = content;
    const orders = [runningOrder, ...Object.values(variants)];
    if (orders.some(({ items }) => items.length > MOST_ITEMS)) {
      return { refused: new StationError('BROADCAST_TOO_MANY_PARTS', { most: MOST_ITEMS }) };
    }
    const longestMs = Math.max(...orders.map((order) => order.durationMs));
    if (longestMs > LONGEST_HOURS * 3600_000) {
      return { refused: new StationError('BROADCAST_TOO_LONG', { limitHours: LONGEST_HOURS }) };
    }
    const broadcast: Broadcast = {
      id: newId('broadcast', world.clock, world.random),
      title: content.title,
      bulletinId: draft.bulletinId,
      programmeId: content.programmeId,
      origin: draft.origin,
      level: draft.level,
      // Music stays music: what is called urgent is not let through on days of state mourning for that.
      kind: draft.level === 'priority' && !HELD_IN_MOURNING.includes(content.kind) ? 'priority' : content.kind,
      plannedAt: draft.plannedAt,
      notAfter: Math.max(draft.plannedAt, Math.min(draft.notAfter, lastAt ?? draft.notAfter)),
      interruption: content.interruption,
      runningOrder,
      state: 'planned',
      acceptedAt: now,
      endedAt: null,
      askedBy: draft.askedBy,
      haltReason: null,
      cutInAfterMs: draft.cutInAfterMs === undefined ? MODE_OF[draft.level] : draft.cutInAfterMs,
      endBy: content.endBy,
      precedence: 0,
      note: draft.note ?? null,
      variants,
      ...(draft.purpose ? { purpose: draft.purpose } : {}),
    };
    const deliveries = endpointIds.map((endpointId) =>
      newDelivery(world, broadcast.id, endpointId, content.variantOf.get(endpointId) ?? ''),
    );
    return { broadcast, deliveries, mayNot };
  });
}

/** A delivery that nobody has heard of yet. */
export function newDelivery(world: World, broadcastId: string, endpointId: string, variant: string): Delivery {
  return {
    id: newId('delivery', world.clock, world.random),
    broadcastId,
    endpointId,
    state: 'planned',
    evidence: 'E0',
    reason: null,
    startAt: null,
    startedAt: null,
    endedAt: null,
    renderedMs: 0,
    variant,
    isStandIn: false,
  };
}
