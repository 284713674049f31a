import type { Broadcast } from '#broadcast';
import { type Endpoint, listEndpoints } from '#endpoint';
import { findFmStations } from '#fm';
import { defaultGate, type EndpointGate } from '#gate';
import type { World } from '#kernel';
import { gatesOf } from '#place';
import type { Store } from '#store';
import { gateWordFor } from './gate-word.ts';
import type { DaySpan, Gatekeeper, GateWord } from './ports.ts';

/** Rules that have ended are dropped, and new versions taken up, at least this often. */
const REFRESH_MS = 600_000;

/** The gates of all endpoints as they stand now, ready to be asked at each decision. */
export class GateBook implements Gatekeeper {
  readonly #world: World;
  readonly #store: Store;
  readonly #zone: string;
  readonly #changed: (endpointIds: readonly string[]) => void;
  readonly #asFound = new Map<string, EndpointGate>();
  readonly #unset: EndpointGate;
  readonly #alsoHear = new Map<string, readonly string[]>();
  /** Receivers that open by a code of their own. */
  readonly #coded = new Set<string>();
  /** Silence that a person ordered, whether or not the disk took it. */
  readonly #holds = new Map<string, { readonly from: number; readonly to: number; readonly reason: string }>();
  /** Gates with such silence in them. A gate is quick to ask again as long as it is the same object. */
  readonly #held = new Map<string, EndpointGate>();
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: {
    world: World;
    store: Store;
    zone: string;
    /** Told which endpoints have other rules now. */
    changed: (endpointIds: readonly string[]) => void;
  }) {
    this.#world = parts.world;
    this.#store = parts.store;
    this.#zone = parts.zone;
    this.#unset = defaultGate(parts.zone);
    this.#changed = parts.changed;
  }

  async start(): Promise<void> {
    this.#stopping = new AbortController();
    await this.refresh();
    this.#loop = this.#keep(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  /** Reads the rules again. What cannot be read leaves the old ones in force. */
  async refresh(): Promise<void> {
    const now = this.#world.clock.wallMs();
    const endpoints = await listEndpoints(this.#store.db);
    const found = await gatesOf(this.#store.db, this.#zone, endpoints, now);
    await this.#learnHearers(endpoints);
    const changed: string[] = [];
    for (const [id, gate] of found) {
      if (JSON.stringify(this.#asFound.get(id)) === JSON.stringify(gate)) continue;
      changed.push(id);
      this.#asFound.set(id, gate);
    }
    for (const [id, hold] of this.#holds) if (hold.to <= now) this.#holds.delete(id);
    this.#held.clear();
    if (changed.length > 0) this.#changed(changed);
  }

  /** The gate of an endpoint; one that nobody has told about yet has the rules that protect sleep. */
  of(endpointId: string): EndpointGate {
    const hold = this.#holds.get(endpointId);
    if (!hold) return this.#asFound.get(endpointId) ?? this.#unset;
    const known = this.#held.get(endpointId);
    if (known) return known;
    const gate = this.#asFound.get(endpointId) ?? this.#unset;
    const held = { ...gate, quietSpans: [...gate.quietSpans, hold] };
    this.#held.set(endpointId, held);
    return held;
  }

  /** Days of state mourning that are known, of all places. */
  mournings(): EndpointGate['mourning'] {
    return [...this.#asFound.values()].flatMap((gate) => gate.mourning);
  }

  /**
   * Silence from now on, in memory: for a person who cannot wait for the disk. Where a longer one holds, that one stays.
   * Answers until when it holds, by endpoint.
   */
  hold(endpointIds: readonly string[], to: number, reason: string): ReadonlyMap<string, number> {
    const from = this.#world.clock.wallMs();
    const ends = new Map<string, number>();
    for (const id of endpointIds) {
      const longer = this.#holds.get(id);
      if (!longer || longer.to < to) this.#holds.set(id, { from, to, reason });
      ends.set(id, Math.max(to, longer?.to ?? to));
    }
    this.#held.clear();
    this.#changed(endpointIds);
    return ends;
  }

  /** Ends such silence. */
  release(endpointIds: readonly string[]): void {
    for (const id of endpointIds) this.#holds.delete(id);
    this.#held.clear();
    this.#changed(endpointIds);
  }

  ask(endpointId: string, broadcast: Broadcast, startAt: number, load: readonly DaySpan[]): GateWord {
    const own = gateWordFor(this.of(endpointId), broadcast, startAt, load);
    if (!own.ok) return own;
    // Receivers without a code hear whatever their transmitter carries: nobody is woken because his neighbour is awake.
    for (const id of this.#alsoHear.get(endpointId) ?? []) {
      const word = gateWordFor(this.of(id), broadcast, startAt, []);
      if (!word.ok) return word;
    }
    return own;
  }

  canBeLeftOut(endpointId: string): boolean {
    return this.#coded.has(endpointId);
  }

  /** Of the receivers of transmitters that cannot choose: all who hear the same. */
  async #learnHearers(endpoints: readonly Endpoint[]): Promise<void> {
    const stations = await findFmStations(
      this.#store.db,
      endpoints.flatMap((one) => one.fmStationId ?? []),
    );
    this.#alsoHear.clear();
    this.#coded.clear();
    for (const { id, addressing } of stations.values()) {
      const hearers = endpoints.filter((one) => one.fmStationId === id).map((one) => one.id);
      if (addressing === 'coded') for (const hearer of hearers) this.#coded.add(hearer);
      else for (const hearer of hearers) this.#alsoHear.set(hearer, hearers);
    }
  }

  async #keep(signal: AbortSignal): Promise<void> {
    while (await this.#world.clock.sleep(REFRESH_MS, signal)) {
      await this.refresh().catch((error: unknown) =>
        this.#world.logger.error('gates not read', { error: String(error) }),
      );
    }
  }
}
