import type { Broadcast } from '#broadcast';
import type { Endpoint } from '#endpoint';
import type { Reason, World } from '#kernel';
import {
  type BankAudio,
  type Channel,
  type ChannelEvents,
  type Order,
  type PlanEntry,
  type PlanItem,
  type StopReason,
  signOrder,
} from '#link';
import type { DriverFact, EndpointDriver, HouseRules, TellFact } from '../endpoint-driver.ts';
import type { Shelf, ShelvedRendition } from '../ports.ts';
import { Session, type SessionHost } from './session.ts';

interface Parts {
  readonly world: World;
  readonly shelf: Shelf;
  /** The station's signing key (PKCS 8 PEM), and the number of this life of the station; null: it may not command. */
  signs(): { readonly privatePem: string; readonly epoch: number } | null;
  /** A speaker that proved who it is told which epoch it obeys. */
  heardEpoch?(endpointId: string, epoch: number): void;
  keyOf(endpointId: string): Promise<string | null>;
  tell: TellFact;
}

const HEARTBEAT_MS = 15_000;
/** A link on which nothing came for so long is dead, whatever TCP believes. */
const SILENT_MS = 3 * HEARTBEAT_MS;
/** Who has not said by then who it is, is no speaker of ours. */
const KNOCK_MS = 10_000;
const PLAN_VALID_MS = 72 * 3600_000;
const ORDER_VALID_MS = 60_000;
/** What a speaker can be told as a reason to stop. */
const STOP_REASONS: Partial<Record<Reason, StopReason>> = {
  stopped_by_operator: 'stopped_by_operator',
  pre_empted: 'pre_empted',
  source_lost: 'source_lost',
  taken_back: 'taken_back',
  not_valid: 'not_valid',
};
/** An order to be silent, or to start at once, that comes later than this is not obeyed any more. */
const AT_ONCE_MS = 30_000;
/** So many endpoints stand in one order for many: a frame of some eight kilobytes. */
const TARGETS = 256;

/**
 * Our own speakers: audio is placed on them ahead of time, and a small signed order starts it. The frame of a start is
 * signed and made once, and the same bytes go to every speaker.
 */
export class LinkDriver implements EndpointDriver, SessionHost {
  readonly protocol = 'link';
  readonly playsAlone = true;
  readonly heartbeatMs = HEARTBEAT_MS;
  readonly world: World;
  readonly #parts: Parts;
  readonly #sessions = new Map<string, Session>();
  /** Conversations that may not have told yet who they are. */
  readonly #knocking = new Set<Session>();
  readonly #tokens = new Map<string, string>();
  readonly #houses = new Map<string, HouseRules>();
  readonly #plans = new Map<string, { endpoint: Endpoint; broadcasts: readonly Broadcast[] }>();
  /** Recordings that the shelf is being asked for. */
  readonly #asked = new Map<string, Promise<ShelvedRendition | null>>();
  /** Plans that are being made. A start leaves behind them: a speaker begins only what it knows. */
  readonly #planning = new Map<string, Promise<void>>();
  #seq = 0;
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    this.world = parts.world;
  }

  async start(): Promise<void> {
    this.#stopping = new AbortController();
    this.#loop = this.#dropSilent(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    for (const session of [...this.#sessions.values(), ...this.#knocking]) session.close();
    this.#knocking.clear();
  }

  /** A speaker knocks: gives back where its frames go. */
  accept(channel: Channel): ChannelEvents {
    const session = new Session(this, channel);
    this.#knocking.add(session);
    session.open();
    return { text: (frame) => session.text(frame), closed: () => session.close() };
  }

  /** Which joined endpoint may download audio with this token; null: nobody. */
  holderOf(audioToken: string): string | null {
    return this.#tokens.get(audioToken) ?? null;
  }

  /** Ends the conversation with an endpoint that is not trusted any more. */
  dismiss(endpointId: string): void {
    this.#sessions.get(endpointId)?.close();
  }

  /** Endpoints that have joined. */
  joinedIds(): string[] {
    return [...this.#sessions.keys()];
  }

  isReachable(endpointId: string): boolean {
    return this.#sessions.has(endpointId);
  }

  /** For how long nothing came from a joined endpoint, in milliseconds; null: it is not joined. */
  quietMs(endpointId: string): number | null {
    const session = this.#sessions.get(endpointId);
    return session ? this.world.clock.monoMs() - session.lastHeardMonoMs : null;
  }

  /** What a joined endpoint said that it plays just now. */
  playingOn(endpointId: string): string | null {
    return this.#sessions.get(endpointId)?.playing ?? null;
  }

  plan(endpoint: Endpoint, broadcasts: readonly Broadcast[]): void {
    if (broadcasts.length === 0) this.#plans.delete(endpoint.id);
    else this.#plans.set(endpoint.id, { endpoint, broadcasts });
    this.#planSoon(endpoint.id);
  }

  /** What sounds makes room by the speaker's own decision, which is the same as ours. */
  order(broadcast: Broadcast, endpointIds: readonly string[], startAt: number): void {
    const validUntil = Math.max(broadcast.notAfter, startAt) + ORDER_VALID_MS;
    const ready = endpointIds.filter((id) => !this.#planning.has(id));
    this.#toMany(ready, { order: 'start', broadcastId: broadcast.id, startAt }, validUntil);
    const unready = endpointIds.filter((id) => this.#planning.has(id));
    if (unready.length > 0) void this.#orderNow(broadcast, unready, startAt);
  }

  conclude({ id, runningOrder }: Broadcast, endpointIds: readonly string[]): void {
    const order = { order: 'conclude', broadcastId: id, durationMs: runningOrder.durationMs } as const;
    this.#toMany(endpointIds, order, this.world.clock.wallMs() + PLAN_VALID_MS);
  }

  hush(endpointIds: readonly string[]): void {
    const reachable = endpointIds.filter((id) => this.#sessions.has(id));
    this.#toTargets(reachable, (targets) => ({ order: 'hush', targets }), this.world.clock.wallMs() + AT_ONCE_MS);
  }

  house(endpointId: string, rules: HouseRules): void {
    this.#houses.set(endpointId, rules);
    this.#tellHouse(endpointId);
  }

  halt(broadcastId: string, endpointIds: readonly string[], reason: Reason): void {
    const stop = { order: 'stop', broadcastId, reason: STOP_REASONS[reason] ?? 'rule_changed' } as const;
    this.#toMany(endpointIds, stop, this.world.clock.wallMs() + PLAN_VALID_MS);
  }

  keyOf(endpointId: string): Promise<string | null> {
    return this.#parts.keyOf(endpointId);
  }

  mayCommand(): boolean {
    return this.#parts.signs() !== null;
  }

  heardEpoch(endpointId: string, epoch: number): void {
    this.#parts.heardEpoch?.(endpointId, epoch);
  }

  joined(session: Session, begun: ReadonlySet<string>): void {
    // The newest conversation counts: an older one of the same speaker is a line that nobody has noticed to be cut.
    this.#sessions.get(session.endpointId)?.close();
    this.#sessions.set(session.endpointId, session);
    this.#tokens.set(session.audioToken, session.endpointId);
    this.#tellHouse(session.endpointId);
    this.#planSoon(session.endpointId);
    this.tell(session.endpointId, { fact: 'joined', begun });
  }

  left(session: Session): void {
    this.#tokens.delete(session.audioToken);
    if (this.#sessions.get(session.endpointId) !== session) return;
    this.#sessions.delete(session.endpointId);
    this.tell(session.endpointId, { fact: 'left' });
  }

  tell(endpointId: string, fact: DriverFact): void {
    this.#parts.tell(endpointId, fact);
  }

  /** The plan that holds it is still being made: entry and start go ahead of it in one frame. */
  async #orderNow(broadcast: Broadcast, endpointIds: readonly string[], startAt: number): Promise<void> {
    const byGain = Map.groupBy(endpointIds, (id) => this.#plans.get(id)?.endpoint.gainDb ?? 0);
    for (const [gainDb, ids] of byGain) {
      const entry = await this.#entryOf(broadcast, gainDb);
      if (!entry) continue;
      // While the entry was made somebody may have stopped it: a stop is not undone by a start that was slower.
      const wanting = ids.filter((id) => this.#plans.get(id)?.broadcasts.some((one) => one.id === broadcast.id));
      const expiresAt = Math.max(startAt, this.world.clock.wallMs()) + AT_ONCE_MS;
      this.#toTargets(wanting, (targets) => ({ order: 'now', targets, entry, startAt }), expiresAt);
    }
  }

  #tellHouse(endpointId: string): void {
    const rules = this.#houses.get(endpointId);
    if (!rules || !this.#sessions.has(endpointId)) return;
    const bank: BankAudio[] = rules.bank.map(({ sha256, bytes, durationMs }) => ({ sha256, bytes, durationMs }));
    const order = { order: 'house', gate: rules.gate, bank } as const;
    this.#sessions.get(endpointId)?.send(this.#frame(endpointId, order, this.world.clock.wallMs() + PLAN_VALID_MS));
  }

  /** One frame for many, which names them: who is not named does not obey it, whoever shows it to him. */
  #toTargets(endpointIds: readonly string[], orderFor: (targets: string[]) => Order, expiresAt: number): void {
    for (let from = 0; from < endpointIds.length; from += TARGETS) {
      const targets = endpointIds.slice(from, from + TARGETS);
      this.#toMany(targets, orderFor(targets), expiresAt);
    }
  }

  #toMany(endpointIds: readonly string[], order: Order, expiresAt: number): void {
    const sessions = endpointIds.flatMap((id) => this.#sessions.get(id) ?? []);
    if (sessions.length === 0) return;
    const frame = Buffer.from(this.#frame('*', order, expiresAt));
    for (const session of sessions) session.send(frame);
  }

  #frame(to: string, order: Order, expiresAt: number): string {
    this.#seq += 1;
    const own = this.#parts.signs();
    if (!own) throw new Error('a fenced station signs nothing');
    return JSON.stringify(signOrder(own.privatePem, { to, epoch: own.epoch, seq: this.#seq, expiresAt, order }));
  }

  #planSoon(endpointId: string): void {
    const planning = this.#sendPlan(endpointId)
      .catch((error: unknown) => this.world.logger.error('plan not sent', { endpointId, error: String(error) }))
      .finally(() => {
        if (this.#planning.get(endpointId) === planning) this.#planning.delete(endpointId);
      });
    this.#planning.set(endpointId, planning);
  }

  async #sendPlan(endpointId: string): Promise<void> {
    if (!this.#sessions.has(endpointId)) return;
    const plan = this.#plans.get(endpointId);
    const made = await Promise.all(
      (plan?.broadcasts ?? []).map((one) => this.#entryOf(one, plan?.endpoint.gainDb ?? 0)),
    );
    // While the entries were made, a newer plan may have come, and left, already.
    if (this.#plans.get(endpointId) !== plan) return;
    const entries = made.filter((entry) => entry !== null);
    const order = { order: 'plan', entries } as const;
    this.#sessions.get(endpointId)?.send(this.#frame(endpointId, order, this.world.clock.wallMs() + PLAN_VALID_MS));
  }

  async #entryOf(broadcast: Broadcast, gainDb: number): Promise<PlanEntry | null> {
    const items: PlanItem[] = [];
    for (const item of broadcast.runningOrder.items) {
      if (item.kind !== 'audio') {
        items.push(item);
        continue;
      }
      const rendition = await this.#rendition(item.recordingId);
      if (!rendition) {
        this.world.logger.error('rendition missing for a planned broadcast', { broadcastId: broadcast.id });
        return null;
      }
      // A speaker refuses a plan with a word in it that it does not know.
      const { sha256, bytes, durationMs } = rendition;
      items.push({ kind: 'audio', sha256, bytes, durationMs });
    }
    const { id: broadcastId, level, kind, plannedAt, notAfter, acceptedAt, interruption, bulletinId } = broadcast;
    const { cutInAfterMs, endBy, precedence, runningOrder } = broadcast;
    const { durationMs, isOpenEnded = false } = runningOrder;
    return {
      ...{ broadcastId, level, kind, plannedAt, notAfter, acceptedAt, interruption, bulletinId },
      ...{ cutInAfterMs, endBy, precedence, isOpenEnded, gainDb, durationMs, items },
    };
  }

  /** A bulletin for a thousand villages stands in a thousand plans, and is looked for once. */
  #rendition(recordingId: string): Promise<ShelvedRendition | null> {
    const asked = this.#asked.get(recordingId);
    if (asked !== undefined) return asked;
    const asking = this.#parts.shelf.rendition(recordingId, 'opus').finally(() => this.#asked.delete(recordingId));
    this.#asked.set(recordingId, asking);
    return asking;
  }

  async #dropSilent(signal: AbortSignal): Promise<void> {
    while (await this.world.clock.sleep(HEARTBEAT_MS, signal)) {
      const now = this.world.clock.monoMs();
      for (const session of [...this.#sessions.values()])
        if (session.lastHeardMonoMs < now - SILENT_MS) session.close();
      for (const session of this.#knocking) {
        if (session.isKnocking && session.openedMonoMs < now - KNOCK_MS) session.close();
        if (!session.isKnocking) this.#knocking.delete(session);
      }
    }
  }
}
