import { listEndpoints } from '#endpoint';
import { soundsOf } from '#media';
import { listAreas } from '#place';
import { listApprovals } from '#programme';
import type { Executor } from '#store';
import { alone, bySound, type Clearances, type Cover, maySound, type ToBeHeard } from './clearance.ts';
import { coversOf } from './covers.ts';

const NOWHERE: ReadonlySet<string> = new Set();

/** Keeps in memory what may sound where, so that it can be asked at each decision. */
export class ClearanceBook {
  #clearances: Clearances = { covers: new Map(), sounds: new Map() };
  #areas = new Map<string, ReadonlySet<string>>();

  /** Reads all of it again. What cannot be read leaves the book as it was. */
  async refresh(db: Executor): Promise<void> {
    const covers: Cover[] = await coversOf(db, await listApprovals(db, ['approved']));
    const sounds = await soundsOf(db, null);
    const parents = new Map((await listAreas(db)).map((area) => [area.id, area.parentId]));
    const areas = new Map<string, ReadonlySet<string>>();
    for (const { id, areaId } of await listEndpoints(db)) areas.set(id, withAbove(areaId, parents));
    this.#areas = areas;
    this.#clearances = { covers: bySound(covers), sounds };
  }

  /** True when it may be heard on an endpoint. */
  mayHear(endpointId: string, asked: ToBeHeard): boolean {
    return maySound(asked, this.#clearances, this.#areas.get(endpointId) ?? NOWHERE);
  }

  /** True when a recording may frame others: a chime, a signature tune, what stands in for a relay. */
  mayFrame(recordingId: string): boolean {
    return maySound(alone(recordingId), this.#clearances, NOWHERE);
  }
}

function withAbove(areaId: string | null, parents: ReadonlyMap<string, string | null>): ReadonlySet<string> {
  const found = new Set<string>();
  for (let at = areaId; at !== null && !found.has(at); at = parents.get(at) ?? null) found.add(at);
  return found;
}
