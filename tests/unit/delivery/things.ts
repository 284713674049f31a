import type { Broadcast, Delivery } from '#broadcast';
import type { DriverFact } from '#delivery';
import type { Endpoint } from '#endpoint';
import type { Logger, World } from '#kernel';
import { MemoryFiles } from '../../support/memory-files.ts';
import { SeededRandom } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

/** A world whose clock the test moves; what is logged can be read. */
export function worldAt(wallMs: number): World & { clock: VirtualClock; logged: string[] } {
  const logged: string[] = [];
  const note = (fact: string) => void logged.push(fact);
  const logger: Logger = { info: note, warn: note, error: note };
  const processes: World['processes'] = {
    start() {
      throw new Error('no processes in this world');
    },
  };
  const clock = new VirtualClock({ wallMs });
  return { clock, random: new SeededRandom(7), files: new MemoryFiles(), processes, logger, logged };
}

export function endpointOf(
  id: string,
  protocol: Endpoint['protocol'] = 'link',
  more: Partial<Endpoint> = {},
): Endpoint {
  return {
    id,
    name: id,
    areaId: null,
    protocol,
    publicKey: null,
    streamKey: null,
    gainDb: 0,
    leadInMs: 0,
    lastSeenAt: null,
    lastReport: null,
    retiredAt: null,
    languages: ['vi'],
    latitude: null,
    longitude: null,
    reachM: 500,
    duty: 'main',
    fmStationId: null,
    code: null,
    ...more,
  };
}

export function broadcastOf(
  id: string,
  plannedAt: number,
  durationMs: number,
  more: Partial<Broadcast> = {},
): Broadcast {
  return {
    id,
    title: id,
    bulletinId: 'bul_1',
    programmeId: 'prg_1',
    origin: 'operator',
    level: 'scheduled',
    kind: 'bulletin',
    plannedAt,
    notAfter: plannedAt + 300_000,
    interruption: 'resume',
    runningOrder: { items: [{ kind: 'audio', recordingId: `rec_${id}`, durationMs }], durationMs },
    state: 'planned',
    acceptedAt: plannedAt - 60_000,
    endedAt: null,
    askedBy: null,
    haltReason: null,
    cutInAfterMs: null,
    endBy: null,
    precedence: 0,
    note: null,
    variants: {},
    ...more,
  };
}

export function deliveryOf(broadcastId: string, endpointId: string, more: Partial<Delivery> = {}): Delivery {
  return {
    id: `dlv_${broadcastId}_${endpointId}`,
    broadcastId,
    endpointId,
    state: 'planned',
    evidence: 'E0',
    reason: null,
    startAt: null,
    startedAt: null,
    endedAt: null,
    renderedMs: 0,
    variant: '',
    isStandIn: false,
    ...more,
  };
}

export interface Told {
  readonly endpointId: string;
  readonly fact: DriverFact;
}
