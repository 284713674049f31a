import { StationError } from '#kernel';
import type { Visitor } from '#people';
import { MOST_BYTES } from '#territory';
import type { RouteAnswer } from './contract.ts';
import { reachShown } from './handlers/areas.ts';
import type { House } from './house.ts';
import { demandRight } from './rights.ts';

const MOST_SHOWN = 200;

/** All of a raw body that is small enough to be a list. Throws REQUEST_TOO_LARGE. */
export async function wholeBody(pieces: AsyncIterable<Uint8Array>): Promise<Uint8Array> {
  const held: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new StationError('REQUEST_TOO_LARGE', { limit: MOST_BYTES });
    held.push(piece);
  }
  return Buffer.concat(held);
}

/** Looks a file through, and takes it when `seen` says that this is what the person saw. */
export async function importedAreas(
  house: House,
  visitor: Visitor,
  bytes: Uint8Array,
  seen: string | undefined,
): Promise<RouteAnswer<'importAreas'>> {
  const { territory, carriage } = house;
  const { file, found, land } = await territory.lookThrough(bytes);
  if (seen !== undefined) {
    // Whoever gains rights by it is granted them by whoever takes it.
    if (found.gains.length > 0) await demandRight(house, visitor, ['people'], { areaIds: [null] });
    await territory.take(file, seen, (endpoint) => carriage.endpointChanged(endpoint));
  }
  const { areas, clusters, same, wrong, gains } = found;
  const fresh = new Map(found.plan.opens.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => fresh.get(id) ?? land.areas.get(id)?.name ?? '';
  const all = [
    ...areas.map(({ area, ...one }) => ({ ...one, isNew: area === null })),
    ...clusters.map(({ endpoint, ...one }) => ({ ...one, isNew: endpoint === null })),
  ].sort((a, b) => a.asked.line - b.asked.line);
  const count = (what: 'area' | 'cluster', isNew: boolean) =>
    all.filter((one) => one.asked.what === what && one.isNew === isNew).length;
  return {
    seen: found.seen,
    taken: seen !== undefined,
    counts: {
      areas: { new: count('area', true), changed: count('area', false), same: same.areas },
      clusters: { new: count('cluster', true), changed: count('cluster', false), same: same.clusters },
    },
    lines: all.slice(0, MOST_SHOWN).map(({ asked, isNew, changes }) => ({
      ...{ line: asked.line, code: asked.code, name: asked.name, what: asked.what },
      ...{ word: isNew ? ('new' as const) : ('changed' as const), changes: changes.map((one) => ({ ...one })) },
    })),
    wrong: wrong.slice(0, MOST_SHOWN).map((one) => ({ ...one })),
    wrongCount: wrong.length,
    unknownColumns: [...file.unknownColumns],
    gains: reachShown(gains, nameOf),
  };
}
