import type { Broadcast } from '#broadcast';
import { type DriverFact, type EndpointDriver, HttpDriver, LinkDriver } from '#delivery';
import type { Endpoint } from '#endpoint';
import { FeedBook, FRAME_MS } from '#feed';
import { newKeyPair, type Order } from '#link';
import type { VirtualClock } from '../support/virtual-clock.ts';
import { Caller } from '../unit/delivery/caller.ts';
import { Ear, spoken } from '../unit/delivery/ears.ts';
import { broadcastOf, endpointOf, worldAt } from '../unit/delivery/things.ts';

export const START = Date.UTC(2026, 10, 23);
const FRAMES = 250;
/** How long every broadcast of this scene sounds. */
export const LENGTH_MS = FRAMES * FRAME_MS;

export interface Scene {
  readonly clock: VirtualClock;
  readonly driver: EndpointDriver;
  readonly endpoint: Endpoint;
  readonly facts: DriverFact[];
  readonly broadcast: (id: string, plannedAt: number) => Broadcast;
  /** A loudspeaker comes into reach; says how it vanishes without a word. */
  join(): Promise<() => void>;
  /** Since when, and for how long, something came out of the loudspeaker; null: nothing did. */
  heard(): { startAt: number; ms: number } | null;
}

/** Real-time speech of a simulated speaker: it obeys, tells what it does, and can die. */
async function play(clock: VirtualClock, speaker: Caller, id: string, startAt: number, heard: Array<[number, number]>) {
  const stopped = new AbortController();
  const onOrder = speaker.onOrder;
  speaker.onOrder = (order) => {
    if (order.order === 'stop' && order.broadcastId === id) stopped.abort();
    onOrder(order);
  };
  if (!(await clock.sleep(startAt - clock.wallMs(), stopped.signal)) || !speaker.isOpen) return;
  const note: [number, number] = [clock.wallMs(), 0];
  heard.push(note);
  speaker.report({ event: 'started', broadcastId: id, startedAt: startAt });
  while (note[1] < LENGTH_MS && (await clock.sleep(100, stopped.signal))) {
    if (!speaker.isOpen) return;
    note[1] += 100;
    speaker.say({ type: 'report', seq: 0, report: { event: 'progress', broadcastId: id, renderedMs: note[1] } });
  }
  const reason = stopped.signal.aborted ? 'stopped_by_operator' : 'complete';
  const end = { startedAt: note[0], endedAt: clock.wallMs(), renderedMs: note[1], reason } as const;
  speaker.report({ event: 'ended', broadcastId: id, ...end });
}

export async function linkScene(): Promise<Scene> {
  const world = worldAt(START);
  const [station, keys] = [newKeyPair(), newKeyPair()];
  const endpoint = endpointOf('end_1');
  const facts: DriverFact[] = [];
  const rendition = { sha256: 'a'.repeat(64), bytes: 1, durationMs: LENGTH_MS };
  const driver = new LinkDriver({
    world,
    shelf: { rendition: async () => rendition, read: async () => null },
    tell: (_id, fact) => void facts.push(fact),
    keyOf: async () => keys.publicKey,
    signs: () => ({ privatePem: station.privatePem, epoch: 1 }),
  });
  await driver.start();
  const heard: Array<[number, number]> = [];
  const begun = new Set<string>();
  const join = async () => {
    const speaker = new Caller(driver, endpoint.id, station.publicKey, keys);
    let plan: string[] = [];
    speaker.onOrder = (order: Order) => {
      if (order.order === 'plan') plan = order.entries.map((entry) => entry.broadcastId);
      if (order.order !== 'start' || begun.has(order.broadcastId) || !plan.includes(order.broadcastId)) return;
      begun.add(order.broadcastId);
      void play(world.clock, speaker, order.broadcastId, order.startAt, heard);
    };
    speaker.hello([...begun]);
    await world.clock.settle();
    return () => speaker.hangUp();
  };
  const all = () => {
    const [first] = heard;
    return first ? { startAt: first[0], ms: heard.reduce((sum, one) => sum + one[1], 0) } : null;
  };
  const broadcast = (id: string, plannedAt: number) => broadcastOf(id, plannedAt, LENGTH_MS);
  return { clock: world.clock, driver, endpoint, facts, broadcast, join, heard: all };
}

export async function httpScene(): Promise<Scene> {
  const world = worldAt(START);
  const endpoint = endpointOf('end_1', 'http');
  const facts: DriverFact[] = [];
  const driver = new HttpDriver({
    world,
    shelf: {
      rendition: async () => ({ sha256: 'b'.repeat(64), bytes: 1, durationMs: LENGTH_MS }),
      read: async () => spoken(1, FRAMES),
    },
    feeds: new FeedBook(),
    tell: (_id, fact) => void facts.push(fact),
  });
  await driver.start();
  const ears: Ear[] = [];
  let firstAt: number | null = null;
  class Watch extends Ear {
    override write(bytes: Uint8Array): void {
      super.write(bytes);
      if (this.voices.length > 0) firstAt ??= world.clock.wallMs();
    }
  }
  const join = async () => {
    const ear = new Watch();
    ears.push(ear);
    return driver.join(endpoint.id, ear);
  };
  const heard = () => {
    const frames = ears.reduce((sum, ear) => sum + ear.voices.length, 0);
    return firstAt === null ? null : { startAt: firstAt, ms: frames * FRAME_MS };
  };
  const broadcast = (id: string, plannedAt: number) => broadcastOf(id, plannedAt, LENGTH_MS);
  return { clock: world.clock, driver, endpoint, facts, broadcast, join, heard };
}
