import type { Broadcast } from '#broadcast';
import type { Endpoint } from '#endpoint';
import type { FeedBook } from '#feed';
import type { FmReceiver, FmStation } from '#fm';
import type { EndpointGate } from '#gate';
import type { Reason } from '#kernel';
import type { DriverFact, EndpointDriver, HouseRules } from '../endpoint-driver.ts';
import { HttpDriver } from '../http/http-driver.ts';
import type { Listener } from '../http/stream.ts';
import type { RoomParts, Sound } from './room-parts.ts';
import { TransmitterRoom } from './transmitter-room.ts';

interface Parts extends Omit<RoomParts, 'gateOf'> {
  readonly feeds: FeedBook;
  /** Agents that feed exciters are spoken to over the speaker link. */
  readonly link: EndpointDriver;
  /** What is registered, as it is on the disk. */
  registered(): Promise<FmRegister>;
}

export interface FmRegister {
  readonly stations: readonly FmStation[];
  readonly receivers: readonly FmReceiver[];
  /** The agents at the exciters, by endpoint id. */
  readonly agents: ReadonlyMap<string, Endpoint>;
}

/**
 * FM stations: each transmitter room has one air, whatever the number of villages that hear it. It never says "played":
 * how far it is proved that a transmitter was given a broadcast is its grade (docs/as-run.md).
 */
export class FmDriver implements EndpointDriver {
  readonly protocol = 'fm';
  readonly playsAlone = false;
  readonly #parts: Parts;
  /** The streams that the computers at the transmitters pull, by station. */
  readonly #mounts: HttpDriver;
  readonly #rooms = new Map<string, TransmitterRoom>();
  /** Receiver group → station, and agent at an exciter → station. */
  #stationOf = new Map<string, string>();
  #sourceOf = new Map<string, string>();
  readonly #gates = new Map<string, EndpointGate>();
  #stopping = new AbortController();
  #nap = new AbortController();
  #loop: Promise<void> = Promise.resolve();
  #loading: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
    const { world, shelf, feeds } = parts;
    this.#mounts = new HttpDriver({ world, shelf, feeds, tell: (id, fact) => this.#rooms.get(id)?.soundFact(fact) });
  }

  async start(): Promise<void> {
    this.#stopping = new AbortController();
    await this.#mounts.start();
    await this.changed();
    this.#loop = this.#watch(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#nap.abort();
    await this.#loop;
    await this.#loading;
    await Promise.all([...this.#rooms.values()].map((room) => room.stop()));
    this.#rooms.clear();
    await this.#mounts.stop();
  }

  /** Stations or receivers were changed, and that is committed. Returns when their rooms know. */
  changed(): Promise<void> {
    const loaded = this.#loading.then(() => this.#load());
    // What could not be read once can be read the next time.
    this.#loading = loaded.catch(() => undefined);
    return loaded;
  }

  /** The room of a station; null: it is not in use. */
  room(stationId: string): TransmitterRoom | null {
    return this.#rooms.get(stationId) ?? null;
  }

  listeners(stationId: string): number {
    return this.#mounts.listeners(stationId);
  }

  /** The computer at a transmitter begins to pull its stream. Returns how it leaves again. */
  joinMount(stationId: string, listener: Listener): () => void {
    return this.#mounts.join(stationId, listener);
  }

  /** True when this endpoint is the agent at an exciter: it has no deliveries of its own. */
  isSource(endpointId: string): boolean {
    return this.#sourceOf.has(endpointId);
  }

  /** What such an agent says. */
  sourceFact(endpointId: string, fact: DriverFact): void {
    this.#rooms.get(this.#sourceOf.get(endpointId) ?? '')?.soundFact(fact);
  }

  isReachable(endpointId: string): boolean {
    return this.#roomOf(endpointId)?.isReachable() ?? false;
  }

  plan(endpoint: Endpoint, broadcasts: readonly Broadcast[]): void {
    if (endpoint.fmStationId) this.#stationOf.set(endpoint.id, endpoint.fmStationId);
    this.#roomOf(endpoint.id)?.plan(endpoint.id, broadcasts);
  }

  order(broadcast: Broadcast, endpointIds: readonly string[], startAt: number, cutsInto: string | null): void {
    for (const [room, ids] of this.#byRoom(endpointIds)) room.order(broadcast, ids, startAt, cutsInto);
    this.#nap.abort();
  }

  halt(broadcastId: string, endpointIds: readonly string[], reason: Reason): void {
    for (const [room, ids] of this.#byRoom(endpointIds)) room.halt(broadcastId, ids, reason);
  }

  conclude(broadcast: Broadcast, endpointIds: readonly string[]): void {
    for (const [room] of this.#byRoom(endpointIds)) room.conclude(broadcast);
    this.#nap.abort();
  }

  /** Receivers with a code are closed alone; without one a transmitter cannot be silent for some of those who hear it. */
  hush(endpointIds: readonly string[]): void {
    for (const [room, ids] of this.#byRoom(endpointIds)) room.hush(ids);
  }

  house(endpointId: string, rules: HouseRules): void {
    this.#gates.set(endpointId, rules.gate);
    const room = this.#roomOf(endpointId);
    room?.replan();
    room?.tick();
  }

  #roomOf(endpointId: string): TransmitterRoom | null {
    return this.#rooms.get(this.#stationOf.get(endpointId) ?? '') ?? null;
  }

  #byRoom(endpointIds: readonly string[]): Map<TransmitterRoom, string[]> {
    const together = new Map<TransmitterRoom, string[]>();
    for (const id of endpointIds) {
      const room = this.#roomOf(id);
      if (room) together.set(room, [...(together.get(room) ?? []), id]);
    }
    return together;
  }

  async #load(): Promise<void> {
    const { stations, receivers, agents } = await this.#parts.registered();
    this.#stationOf = new Map(receivers.map((one) => [one.endpointId, one.stationId]));
    this.#sourceOf = new Map(
      stations.flatMap(({ audioEndpointId, id }) => (audioEndpointId ? [[audioEndpointId, id]] : [])),
    );
    const inUse = new Set(stations.map((one) => one.id));
    for (const [id, room] of this.#rooms) {
      if (inUse.has(id)) continue;
      this.#rooms.delete(id);
      room.hush(null);
      this.#mounts.dismiss(id);
      await room.stop();
      this.#parts.faceAway(id);
    }
    for (const station of stations) {
      const own = receivers.filter((one) => one.stationId === station.id);
      const sound = this.#soundOf(station, agents);
      const room = this.#rooms.get(station.id);
      if (room) await room.become(station, own, sound);
      else {
        const fresh = new TransmitterRoom(
          { ...this.#parts, gateOf: (id) => this.#gates.get(id) ?? null },
          station,
          own,
          sound,
        );
        this.#rooms.set(station.id, fresh);
        await fresh.start();
      }
    }
    this.#nap.abort();
  }

  #soundOf(station: FmStation, agents: ReadonlyMap<string, Endpoint>): Sound | null {
    // Who plays files still pulls the stream for voices and relayed stations.
    if (station.audio === 'mount' || station.audio === 'manifest')
      return { driver: this.#mounts, endpoint: mountOf(station) };
    const agent = station.audio === 'agent' ? agents.get(station.audioEndpointId ?? '') : undefined;
    return agent ? { driver: this.#parts.link, endpoint: agent } : null;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts.world;
    while (!signal.aborted) {
      this.#nap = new AbortController();
      let next = Number.POSITIVE_INFINITY;
      for (const room of this.#rooms.values()) next = Math.min(next, room.tick());
      const leftMs = Math.min(1000, Math.max(1, next - clock.wallMs()));
      await clock.sleep(leftMs, AbortSignal.any([signal, this.#nap.signal]));
    }
  }
}

/** The stream of a transmitter is made as that of any device that pulls; its level is the transmitter's own affair. */
function mountOf({ id, name, areaId }: FmStation): Endpoint {
  return {
    ...{ id, name, areaId, protocol: 'http', publicKey: null, streamKey: null, gainDb: 0, leadInMs: 0 },
    ...{ lastSeenAt: null, lastReport: null, retiredAt: null, languages: ['vi'], latitude: null, longitude: null },
    ...{ reachM: 0, duty: 'main', fmStationId: null, code: null },
  };
}
