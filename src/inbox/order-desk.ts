import { type Broadcast, findBroadcast } from '#broadcast';
import { newId, notFound, StationError, type World } from '#kernel';
import type { Executor, Store } from '#store';
import { writeItemBroadcast } from './inbox-store.ts';
import type { InboxDraft, InboxPorts } from './ports.ts';
import {
  closeQuestion,
  findQuestion,
  insertQuestion,
  openQuestions,
  wasAsked,
  writeQuestionBroadcast,
} from './question-store.ts';
import { answerBy, type Contender, closing, type Question, tiesAmong } from './questions.ts';

/** Asks a person of the commune which of two priority broadcasts goes first, and lets the answer be done. */
export class OrderDesk {
  readonly #world: World;
  readonly #store: Store;
  readonly #ports: InboxPorts;
  /** False when no question is open for sure: then the disk is left alone. */
  #mayBeOpen: boolean = true;
  /** Orders that are committed, of broadcasts that are not on the desk of the air yet. */
  #pending: Array<{ readonly ids: readonly string[]; apply(): void }> = [];

  constructor(parts: { world: World; store: Store; ports: InboxPorts }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#ports = parts.ports;
  }

  /** One look: asks about new ties, and closes what nobody answered in time. */
  async look(): Promise<void> {
    this.#applyPending();
    const open = this.#ports.air.open();
    const priorities = open.filter((one) => one.level === 'priority' && one.state === 'planned');
    if (priorities.some((one) => one.origin === 'authority') && priorities.length > 1) {
      await this.#store.transact(async (tx) => this.ask(tx, await findContenders(tx, priorities)));
    }
    if (this.#mayBeOpen) await this.#closeOverdue();
  }

  /** Makes a question of each tie that was not asked about before. Too late to be answered, it closes at once. */
  async ask(tx: Executor, contenders: readonly Contender[]): Promise<void> {
    const now = this.#world.clock.wallMs();
    for (const { above, own } of tiesAmong(contenders)) {
      if (await wasAsked(tx, above.id, own.id)) continue;
      const question: Question = {
        ...{ id: newId('question', this.#world.clock, this.#world.random), broadcastA: above.id, broadcastB: own.id },
        ...{ answerBy: answerBy(above, own), askedAt: now, firstBroadcast: null, answeredBy: null, answeredAt: null },
        state: 'open',
      };
      const closed = closing(question, above, own, now, this.#ports.compareRight);
      this.#mayBeOpen = true;
      await insertQuestion(tx, { ...question, ...closed });
      this.#world.logger.info('order question asked', { questionId: question.id, state: closed?.state ?? 'open' });
    }
  }

  /**
   * The broadcast that goes first. When the two were planned at different instants, the one from above is planned anew at
   * the commune's. Throws NOT_FOUND, REQUEST_INVALID, QUESTION_CLOSED.
   */
  async answer(id: string, first: string, by: { readonly id: string; readonly name: string }): Promise<void> {
    const { air } = this.#ports;
    const now = this.#world.clock.wallMs();
    const done = await this.#store.transact(async (tx) => {
      const question = await findQuestion(tx, id);
      if (!question) throw notFound('question');
      const { broadcastA, broadcastB } = question;
      if (first !== broadcastA && first !== broadcastB) {
        throw new StationError('REQUEST_INVALID', { field: 'first', problem: `${broadcastA}, ${broadcastB}` });
      }
      const planned = air.open().filter((one) => one.state === 'planned');
      const above = planned.find((one) => one.id === broadcastA);
      const own = planned.find((one) => one.id === broadcastB);
      if (question.state !== 'open' || now >= question.answerBy || !above || !own) {
        throw new StationError('QUESTION_CLOSED');
      }
      const aboveId = above.plannedAt === own.plannedAt ? above.id : await this.#planAnew(tx, above, own.plannedAt, id);
      const ids = first === broadcastA ? [aboveId, own.id] : [own.id, aboveId];
      const apply = await air.putInOrder(tx, ids);
      const answered = { answeredBy: by.id, answeredAt: now, firstBroadcast: ids[0] ?? null };
      if (!(await closeQuestion(tx, id, { state: 'answered', ...answered }))) throw new StationError('QUESTION_CLOSED');
      const winner = first === broadcastA ? above : own;
      const endpointIds = (await findContender(tx, own.id))?.endpointIds ?? [];
      return { ids, apply, title: winner.title, endpointIds };
    });
    this.#pending.push(done);
    air.wake();
    this.#applyPending();
    const [firstId = ''] = done.ids;
    this.#world.logger.info('order question answered', { questionId: id, first: firstId, by: by.name });
    this.#ports.note(done.endpointIds, {
      ...{ code: 'order_answered', broadcastId: firstId },
      vi: `${by.name} chọn “${done.title}” phát trước.`,
      en: `${by.name} decided that “${done.title}” goes first.`,
    });
  }

  async #planAnew(tx: Executor, above: Broadcast, plannedAt: number, questionId: string): Promise<string> {
    const { air } = this.#ports;
    const deliveries = (await findBroadcast(tx, above.id))?.deliveries ?? [];
    if (!(await air.cancelPlanned(tx, [above.id], 'rule_changed')).has(above.id)) {
      throw new StationError('QUESTION_CLOSED');
    }
    const draft: InboxDraft = {
      ...{ bulletinId: null, zoneIds: [], endpointIds: deliveries.map((one) => one.endpointId) },
      ready: { kind: 'priority', interruption: 'resume', runningOrder: above.runningOrder },
      ...{ origin: 'authority', level: 'priority', plannedAt, notAfter: Math.max(above.notAfter, plannedAt) },
      ...{ title: above.title, askedBy: above.askedBy ?? '', note: above.note },
    };
    const [verdict] = await air.accept(tx, [draft]);
    if (!verdict || 'refused' in verdict) throw verdict?.refused ?? new Error('a draft got no answer');
    await writeItemBroadcast(tx, above.id, verdict.broadcast.id);
    // The tie that was answered is not asked about again under the new id.
    await writeQuestionBroadcast(tx, questionId, verdict.broadcast.id);
    return verdict.broadcast.id;
  }

  async #closeOverdue(): Promise<void> {
    const now = this.#world.clock.wallMs();
    const questions = await openQuestions(this.#store.db);
    this.#mayBeOpen = questions.length > 0;
    for (const question of questions) {
      const [above, own] = await Promise.all(
        [question.broadcastA, question.broadcastB].map((id) => findContender(this.#store.db, id)),
      );
      const closed = closing(question, above ?? null, own ?? null, now, this.#ports.compareRight);
      if (!closed) continue;
      const how = { ...closed, answeredBy: null, answeredAt: now };
      await this.#store.transact((tx) => closeQuestion(tx, question.id, how));
      this.#world.logger.info('order question closed', { questionId: question.id, ...closed });
    }
  }

  /** An order is told to the desk of the air when both broadcasts lie there. */
  #applyPending(): void {
    const there = new Set(this.#ports.air.open().map((one) => one.id));
    const ready = this.#pending.filter((one) => one.ids.every((id) => there.has(id)));
    this.#pending = this.#pending.filter((one) => !ready.includes(one));
    for (const { apply } of ready) apply();
  }
}

/** A broadcast as a question sees it. */
export function contenderOf(broadcast: Broadcast, endpointIds: readonly string[]): Contender {
  const { id, level, origin, state, plannedAt, acceptedAt, notAfter, precedence, runningOrder } = broadcast;
  return {
    ...{ id, level, origin, state, plannedAt, acceptedAt, notAfter, precedence, endpointIds },
    durationMs: runningOrder.durationMs,
  };
}

/** Null when there is no such broadcast. */
export async function findContender(db: Executor, id: string): Promise<Contender | null> {
  const found = await findBroadcast(db, id);
  if (!found) return null;
  const endpointIds = found.deliveries.map((one) => one.endpointId);
  return contenderOf(found.broadcast, endpointIds);
}

export async function findContenders(db: Executor, broadcasts: readonly Broadcast[]): Promise<Contender[]> {
  const found = await Promise.all(broadcasts.map((one) => findContender(db, one.id)));
  return found.filter((one) => one !== null);
}
