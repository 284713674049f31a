import { newId, notFound, StationError, type World } from '#kernel';
import { endpointsIn } from '#place';
import { addBulletin, listProgrammes } from '#programme';
import type { Executor, Store } from '#store';
import { findItem, findSent, insertItem, listItems, listOverdue, writeDecision } from './inbox-store.ts';
import { decided, type InboxItem, type ItemClass, type ItemEvent, inboxMachine } from './item.ts';
import { OrderDesk } from './order-desk.ts';
import { orderOf, Placer } from './placer.ts';
import type { InboxPorts } from './ports.ts';
import { listQuestions } from './question-store.ts';
import type { Question } from './questions.ts';

/** A longer validity of an emergency says nothing: within a day it has sounded or it is too late. */
const URGENT_VALID_MS = { preset: 3600_000, longest: 24 * 3600_000 } as const;
/** Ties are looked for in memory; what lapsed is looked for on the disk, less often. */
const LOOK_MS = 5000;
const LAPSE_LOOK_MS = 60_000;

/** An item as it comes down. */
export interface Delivered {
  readonly class: ItemClass;
  readonly title: string;
  readonly source: string;
  readonly externalId: string | null;
  readonly recordingId: string;
  readonly zoneIds: readonly string[];
  readonly areaIds: readonly string[];
  readonly validTo: number | null;
  readonly note: string | null;
  /** Why it interrupts everything; only an urgent one has it. */
  readonly reason: string | null;
}

/** How a person of the commune lets an ordinary item be heard: once at an instant, or by a rule. */
export interface Scheduling {
  readonly programmeId: string;
  /** Empty: the places that the sender named; a rule needs zones. */
  readonly zoneIds: readonly string[];
  readonly startAt: number | null;
  readonly pattern: unknown;
}

export interface Clerk {
  readonly id: string;
  readonly name: string;
}

/** The inbox of the system above, and the questions of order that it raises. */
export interface Inbox {
  start(): void;
  stop(): Promise<void>;
  /**
   * Takes an item in, and lets priority and urgent ones have their way. The same number of the same source is taken once:
   * again, it gives what it gave. RECORDING_NOT_READY, ZONE_EMPTY, BULLETIN_NOT_VALID, INBOX_NO_TIME, NOT_FOUND.
   */
  receive(item: Delivered, sender: Clerk, also?: (tx: Executor, item: InboxItem) => Promise<void>): Promise<InboxItem>;
  /** INBOX_DECIDED, BROADCAST_PAST, and what bulletins and rules may say. */
  schedule(id: string, how: Scheduling, by: Clerk): Promise<InboxItem>;
  /** INBOX_DECIDED, NOT_FOUND. */
  decline(id: string, reason: string, by: Clerk): Promise<InboxItem>;
  find(id: string): Promise<InboxItem>;
  /** Newest first. */
  list(limit: number): Promise<InboxItem[]>;
  questions(limit: number): Promise<Question[]>;
  /** NOT_FOUND, REQUEST_INVALID, QUESTION_CLOSED. */
  answer(questionId: string, first: string, by: Clerk): Promise<void>;
}

/** Builds the inbox. Nothing happens by itself before `start`. */
export function createInbox({
  world,
  store,
  ports,
}: {
  readonly world: World;
  readonly store: Store;
  readonly ports: InboxPorts;
}): Inbox {
  const { clock, random, logger } = world;
  const { air, approvals } = ports;
  const orders = new OrderDesk({ world, store, ports });
  const placer = new Placer({ clock, ports, orders });
  let nextLapseLookMonoMs = 0;
  let stopping = new AbortController();
  let loop: Promise<void> = Promise.resolve();

  function itemOf(given: Delivered, sender: Clerk): InboxItem {
    const { reason, ...rest } = given;
    return {
      ...{ ...rest, id: newId('inbox', clock, random), state: 'waiting', receivedAt: clock.wallMs() },
      ...{ sentBy: sender.id, decidedBy: null, decidedAt: null, decision: reason, broadcastId: null },
    };
  }

  /** An ordinary item lies there until a person takes it up. */
  async function keep(tx: Executor, given: Delivered, sender: Clerk): Promise<InboxItem> {
    const item = itemOf(given, sender);
    await insertItem(tx, item);
    return item;
  }

  /** A priority item goes to the front of the next programme. */
  async function place(tx: Executor, given: Delivered, sender: Clerk): Promise<InboxItem> {
    const broadcastId = await placer.place(tx, given, sender.id);
    const item: InboxItem = {
      ...{ ...itemOf(given, sender), state: inboxMachine.apply('waiting', 'place') },
      ...{ decidedAt: clock.wallMs(), broadcastId },
    };
    await insertItem(tx, item);
    const { id: itemId, recordingId, source } = item;
    await approvals.fromAbove(tx, { itemId, recordingId, source });
    return item;
  }

  /** An urgent item interrupts everything, by the desk of the alerts. */
  async function raise(
    given: Delivered,
    sender: Clerk,
    also: (tx: Executor, item: InboxItem) => Promise<void>,
  ): Promise<InboxItem> {
    const { title, recordingId, zoneIds, areaIds, validTo } = given;
    const now = clock.wallMs();
    const item: InboxItem = {
      ...{ ...itemOf(given, sender), state: inboxMachine.apply('waiting', 'send') },
      decidedAt: now,
    };
    const validForMs = Math.min(validTo === null ? URGENT_VALID_MS.preset : validTo - now, URGENT_VALID_MS.longest);
    const urgent = { title, reason: given.reason ?? title, recordingId, zoneIds, areaIds, validForMs };
    let sent = item;
    await ports.alarm.send(urgent, sender, async (tx, broadcastId) => {
      if (given.externalId !== null && (await findSent(tx, given.source, given.externalId))) {
        throw new StationError('INBOX_DECIDED');
      }
      sent = { ...item, broadcastId };
      await insertItem(tx, sent);
      await also(tx, sent);
    });
    return sent;
  }

  async function receive(
    given: Delivered,
    sender: Clerk,
    also: (tx: Executor, item: InboxItem) => Promise<void> = async () => undefined,
  ): Promise<InboxItem> {
    const { source, externalId, validTo, recordingId } = given;
    const before = externalId === null ? null : await findSent(store.db, source, externalId);
    if (before) return before;
    if (validTo !== null && validTo <= clock.wallMs()) throw new StationError('BULLETIN_NOT_VALID');
    const endpointIds = await endpointsIn(store.db, given);
    if (endpointIds.length === 0) throw new StationError('ZONE_EMPTY');
    await orderOf(store.db, recordingId, endpointIds);
    if (given.class === 'khan_cap') {
      const sent = await raise(given, sender, also);
      logger.info('item from above', { itemId: sent.id, class: sent.class, state: sent.state, by: sender.name });
      return sent;
    }
    const enter = given.class === 'uu_tien' ? place : keep;
    const item = await store.transact(async (tx) => {
      const twin = externalId === null ? null : await findSent(tx, source, externalId);
      if (twin) return twin;
      const made = await enter(tx, given, sender);
      await also(tx, made);
      return made;
    });
    await approvals.settle();
    air.wake();
    logger.info('item from above', { itemId: item.id, class: item.class, state: item.state, by: sender.name });
    return item;
  }

  async function find(id: string): Promise<InboxItem> {
    const item = await findItem(store.db, id);
    if (!item) throw notFound('inbox_item');
    return item;
  }

  /** The item, if this may still be decided of it. */
  async function mustBeOpen(id: string, event: ItemEvent): Promise<InboxItem> {
    const item = await find(id);
    if (decided(item.class, item.state, event) === null) throw new StationError('INBOX_DECIDED');
    return item;
  }

  async function decide(
    tx: Executor,
    item: InboxItem,
    event: ItemEvent,
    by: Clerk | null,
    more: { decision?: string; broadcastId?: string } = {},
  ): Promise<void> {
    const state = decided(item.class, item.state, event);
    const written =
      state !== null &&
      (await writeDecision(tx, item.id, {
        ...{ state, decidedBy: by?.id ?? null, decidedAt: clock.wallMs() },
        ...{ decision: more.decision ?? null, broadcastId: more.broadcastId ?? null },
      }));
    if (!written) throw new StationError('INBOX_DECIDED');
    logger.info('item decided', { itemId: item.id, state, by: by?.name ?? null });
  }

  async function bulletinOf(tx: Executor, item: InboxItem, programmeId: string) {
    const programme = (await listProgrammes(tx)).find((one) => one.id === programmeId);
    if (!programme) throw notFound('programme');
    const bulletin = await addBulletin(tx, world, {
      ...{ title: item.title, programmeId, recordingId: item.recordingId, language: 'vi' },
      ...{ validFrom: null, validTo: item.validTo },
    });
    await approvals.bulletinFromAbove(tx, bulletin.id, item.source);
    return { bulletin, programme };
  }

  async function scheduleOnce(item: InboxItem, how: Scheduling, plannedAt: number, by: Clerk): Promise<void> {
    if (plannedAt < clock.wallMs()) throw new StationError('BROADCAST_PAST');
    const zoneIds = how.zoneIds.length > 0 ? how.zoneIds : item.zoneIds;
    const areaIds = how.zoneIds.length > 0 ? [] : item.areaIds;
    await store.transact(async (tx) => {
      const endpointIds = await endpointsIn(tx, { zoneIds, areaIds });
      const { bulletin, programme } = await bulletinOf(tx, item, how.programmeId);
      const level = programme.kind === 'priority' ? 'priority' : 'scheduled';
      const notAfter = plannedAt + ports.lateMs(programme.kind);
      const { broadcast } = await placer.accept(tx, {
        ...{ bulletinId: bulletin.id, zoneIds, endpointIds, origin: 'operator', level, plannedAt, notAfter },
        ...{ title: item.title, askedBy: by.id, note: item.note },
      });
      await decide(tx, item, 'schedule', by, { broadcastId: broadcast.id });
    });
    await approvals.settle();
    air.wake();
  }

  async function scheduleByRule(item: InboxItem, how: Scheduling, by: Clerk): Promise<void> {
    const zoneIds = how.zoneIds.length > 0 ? how.zoneIds : item.zoneIds;
    ports.rules.check(how.pattern);
    const { bulletin } = await store.transact((tx) => bulletinOf(tx, item, how.programmeId));
    const rule = { title: item.title, bulletinId: bulletin.id, zoneIds, pattern: how.pattern };
    await ports.rules.create(rule, (tx) => decide(tx, item, 'schedule', by));
    await approvals.settle();
  }

  async function look(): Promise<void> {
    await orders.look();
    if (clock.monoMs() < nextLapseLookMonoMs) return;
    nextLapseLookMonoMs = clock.monoMs() + LAPSE_LOOK_MS;
    for (const item of await listOverdue(store.db, clock.wallMs())) {
      await store.transact((tx) => decide(tx, item, 'lapse', null));
    }
  }

  async function keepLooking(signal: AbortSignal): Promise<void> {
    while (await clock.sleep(LOOK_MS, signal)) {
      await look().catch((error: unknown) => logger.error('inbox looks again in a moment', { error: String(error) }));
    }
  }

  return {
    start() {
      stopping = new AbortController();
      loop = keepLooking(stopping.signal);
    },
    async stop() {
      stopping.abort();
      await loop;
    },
    receive,
    async schedule(id, how, by) {
      const item = await mustBeOpen(id, 'schedule');
      if (how.startAt !== null) await scheduleOnce(item, how, how.startAt, by);
      else await scheduleByRule(item, how, by);
      return find(id);
    },
    async decline(id, reason, by) {
      const item = await mustBeOpen(id, 'decline');
      await store.transact((tx) => decide(tx, item, 'decline', by, { decision: reason }));
      return find(id);
    },
    find,
    list: (limit) => listItems(store.db, limit),
    questions: (limit) => listQuestions(store.db, limit),
    answer: (questionId, first, by) => orders.answer(questionId, first, by),
  };
}
