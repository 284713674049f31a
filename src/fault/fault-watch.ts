import { type Endpoint, listEndpoints } from '#endpoint';
import type { World } from '#kernel';
import type { Executor, Store } from '#store';
import { closeFault, type Fault, listFaults, openFault } from './fault-store.ts';
import { followOn, judge, NO_RUN, type Run, wordOfCourse } from './judge.ts';
import type { FaultPorts } from './ports.ts';

const LOOK_MS = 60_000;
/** What is older says nothing of today. */
const BACK_MS = 7 * 86_400_000;
const PAGE = 1000;
const ALL = 100_000;

/** Reachable or not; since when it is so, by the clock that never jumps; when it was seen well for the last time. */
interface Reach {
  readonly is: boolean;
  readonly sinceMonoMs: number;
  readonly wellAt: number;
}

interface Parts {
  readonly world: World;
  readonly store: Store;
  readonly ports: FaultPorts;
}

/** Looks at every endpoint once a minute: opens faults, and closes what is over. */
export class FaultWatch {
  readonly #parts: Parts;
  readonly #reach = new Map<string, Reach>();
  readonly #sounds = new Map<string, Run>();
  #readTo = 0;
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  start(): void {
    this.#stopping = new AbortController();
    this.#loop = this.#watch(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { world } = this.#parts;
    while (await world.clock.sleep(LOOK_MS, signal)) {
      await this.#look().catch((error: unknown) =>
        world.logger.error('faults could not be looked for; tried again in a minute', { error: String(error) }),
      );
    }
  }

  async #look(): Promise<void> {
    const { world, store } = this.#parts;
    const endpoints = (await listEndpoints(store.db)).filter(wasInUse);
    const inUse = new Map(endpoints.map((endpoint) => [endpoint.id, endpoint]));
    const open = new Map((await listFaults(store.db, { state: 'open' }, ALL)).map((one) => [one.endpointId, one]));
    await this.#readLog();
    const heard = await this.#heard();
    const now = world.clock.wallMs();
    const acts: Array<(tx: Executor) => Promise<unknown>> = [];
    const close = ({ id }: Fault, because: 'well' | 'retired') =>
      acts.push((tx) => closeFault(tx, world.clock, id, { because, by: null }));
    for (const fault of open.values()) if (!inUse.has(fault.endpointId)) close(fault, 'retired');
    for (const endpoint of endpoints) {
      const fault = open.get(endpoint.id) ?? null;
      const judged = judge(this.#standing(endpoint, fault, heard.get(endpoint.id) ?? NO_RUN, now), now);
      if (judged === null) continue;
      if ('open' in judged) {
        const found = { endpointId: endpoint.id, kind: judged.open, sinceAt: judged.sinceAt, toldBy: null, what: '' };
        acts.push((tx) => openFault(tx, world, found));
      } else if (fault) close(fault, judged.close);
    }
    if (acts.length === 0) return;
    await store.transact(async (tx) => {
      for (const act of acts) await act(tx);
    });
  }

  #standing(endpoint: Endpoint, open: Fault | null, heard: Run, now: number) {
    const { ports, world } = this.#parts;
    const isReachable = endpoint.protocol === 'fm' ? null : ports.isReachable(endpoint.id);
    const mono = world.clock.monoMs();
    const before = this.#reach.get(endpoint.id);
    const is = isReachable ?? true;
    const reach: Reach = {
      is,
      sinceMonoMs: before?.is === is ? before.sinceMonoMs : mono,
      wellAt: is ? now : (before?.wellAt ?? 0),
    };
    this.#reach.set(endpoint.id, reach);
    return {
      ...{ isReachable, soForMs: mono - reach.sinceMonoMs },
      lastSeenAt: Math.max(endpoint.lastSeenAt ?? 0, reach.wellAt),
      ...{ sounds: this.#sounds.get(endpoint.id) ?? NO_RUN, heard, open },
    };
  }

  async #readLog(): Promise<void> {
    const { ports, store, world } = this.#parts;
    const from = world.clock.wallMs() - BACK_MS;
    for (;;) {
      const page = await ports.courses(store.db, { after: this.#readTo, from, limit: PAGE });
      for (const line of page) {
        this.#readTo = line.id;
        const word = wordOfCourse(line);
        if (word === null) continue;
        const run = this.#sounds.get(line.endpointId) ?? NO_RUN;
        this.#sounds.set(line.endpointId, followOn(run, word === 'well', line.plannedAt));
      }
      if (page.length < PAGE) return;
    }
  }

  async #heard(): Promise<Map<string, Run>> {
    const { ports, store, world } = this.#parts;
    const runs = new Map<string, Run>();
    for (const { endpointId, saidAt, isWell } of await ports.words(store.db, world.clock.wallMs() - BACK_MS))
      runs.set(endpointId, followOn(runs.get(endpointId) ?? NO_RUN, isWell, saidAt));
    return runs;
  }
}

/** What was never heard from is not out of order: it was not put up yet. */
function wasInUse({ protocol, lastSeenAt, publicKey }: Endpoint): boolean {
  if (protocol === 'fm') return true;
  return lastSeenAt !== null && (protocol !== 'link' || publicKey !== null);
}
