import { appendAsRun, readAsRun } from '#asrun';
import type { Broadcast } from '#broadcast';
import { type Carrier, type Homecoming, type LastLook, Playout } from '#playout';
import { decideAir } from '#queue';
import { Commune } from '../../support/commune.ts';
import { worldAt } from '../delivery/things.ts';

export const START = Date.UTC(2026, 10, 23);
export const MINUTE = 60_000;

/** A carrier that only notes what it is told; the test decides when a delivery comes home. */
class Porch implements Carrier {
  readonly carried: string[] = [];
  readonly orders: Array<{ broadcastId: string; endpointIds: readonly string[]; startAt: number }> = [];
  readonly halts: string[] = [];
  readonly acknowledged: string[] = [];
  readonly #waiting = new Map<string, (homecoming: Homecoming) => void>();

  playsAlone(): boolean {
    return true;
  }

  hasBegun(): boolean {
    return false;
  }

  carry(broadcast: Broadcast, delivery: { endpointId: string }): Promise<Homecoming> {
    const key = `${broadcast.id} ${delivery.endpointId}`;
    this.carried.push(key);
    return new Promise((resolve) => this.#waiting.set(key, resolve));
  }

  order(broadcastId: string, endpointIds: readonly string[], startAt: number): void {
    this.orders.push({ broadcastId, endpointIds, startAt });
  }

  halt(broadcastId: string): void {
    this.halts.push(broadcastId);
  }

  conclude(): void {
    throw new Error('nobody speaks here');
  }

  hush(): void {}

  comeHome(broadcastId: string, endpointId: string, state: 'played' | 'cancelled' | 'failed' = 'played'): void {
    const reason = ({ played: 'complete', cancelled: 'stopped_by_operator', failed: 'damaged' } as const)[state];
    const outcome = {
      state,
      reason,
      evidence: 'E2',
      startedAt: START,
      endedAt: START + 1000,
      renderedMs: 1000,
    } as const;
    const acknowledge = () => void this.acknowledged.push(endpointId);
    this.#waiting.get(`${broadcastId} ${endpointId}`)?.({ outcome, acknowledge });
  }
}

/** A desk on the books of a commune whose own station is switched off. */
export async function desk() {
  const commune = new Commune({ wallMs: START });
  await commune.addVillages(['Đông', 'Tây']);
  const bulletinId = await commune.addBulletin({ title: 'Tin', durationMs: 1000 });
  const { store, zoneId } = commune;
  const world = worldAt(START);
  const failures: string[] = [];
  const overs: Array<[string, string]> = [];
  let lastLook: LastLook = async () => undefined;
  const open = () => {
    const porch = new Porch();
    const playout = new Playout({
      world,
      store,
      carrier: porch,
      decideAir,
      gate: { ask: () => ({ ok: true }), canBeLeftOut: () => false },
      mayHear: () => true,
      note: () => undefined,
      over: (id, reason) => void overs.push([id, reason]),
      lastLook: (id) => lastLook(id),
      library: {
        durations: async (_db, ids) => new Map(ids.map((id) => [id, 1000])),
        mayRelay: async () => null,
        mayCarry: async () => new Map(),
        noteMayNot: () => undefined,
        approvedOf: async (_db, ids) => new Set(ids),
      },
      lastWord: {
        async append(tx, broadcast, deliveries) {
          const ids = new Set(deliveries.map((one) => one.endpointId));
          const at = failures.findIndex((id) => ids.has(id));
          if (at >= 0) throw new Error(`disk: ${failures.splice(at, 1)[0]}`);
          await appendAsRun(tx, { clock: world.clock, zone: 'Asia/Ho_Chi_Minh' }, broadcast, deliveries);
        },
      },
    });
    return { porch, playout };
  };
  const draft = (plannedAt: number) =>
    ({
      bulletinId,
      zoneIds: [zoneId],
      origin: 'operator',
      level: 'scheduled',
      plannedAt,
      notAfter: plannedAt + 5 * MINUTE,
      title: null,
      askedBy: null,
    }) as const;
  const accept = async (playout: Playout, plannedAt: number) => {
    const [verdict] = await store.transact((tx) => playout.accept(tx, [draft(plannedAt)]));
    if (!verdict || 'refused' in verdict) throw verdict?.refused ?? new Error('nothing was accepted');
    return verdict.broadcast.id;
  };
  const endpointIds = commune.villages.map((village) => village.endpointId);
  const [one = '', two = ''] = endpointIds;
  const log = () => readAsRun(store.db, {}, { limit: 100, after: 0 });
  const lookLast = (look: LastLook) => {
    lastLook = look;
  };
  return { store, world, open, accept, draft, one, two, log, failures, overs, lookLast };
}
