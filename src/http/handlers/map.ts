import type { Response } from 'express';
import { findEndpoint } from '#endpoint';
import { notFound, StationError } from '#kernel';
import type { Visitor } from '#people';
import { findMap, listPins, mapImage, pinEndpoint, putMap, removeMap } from '#place';
import type { Executor } from '#store';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'getMap' | 'removeMap' | 'pinEndpoint';
const MOST_BYTES = 3 * 1024 * 1024;

async function shown(db: Executor): Promise<RouteAnswer<'getMap'>> {
  const map = await findMap(db);
  if (map?.kind !== 'outline') return { map, pins: await listPins(db) };
  const { rings, points } = map.outline;
  const outline = {
    rings: rings.map((ring) => ring.map(([lon, lat]): [number, number] => [lon, lat])),
    points: points.map(({ at: [lon, lat], name }) => ({ at: [lon, lat] as [number, number], name })),
  };
  return { map: { ...map, outline }, pins: [] };
}

export function mapHandlers({ store, world }: House): Handlers<Names> {
  return {
    getMap: () => shown(store.db),
    removeMap: () =>
      store.transact(async (tx) => {
        await removeMap(tx, world.clock);
        return shown(tx);
      }),
    pinEndpoint: ({ params, body }) =>
      store.transact(async (tx) => {
        const endpoint = await findEndpoint(tx, params.id);
        if (!endpoint || endpoint.retiredAt !== null) throw notFound('endpoint');
        await pinEndpoint(tx, params.id, body.at);
        return {};
      }),
  };
}

/** Takes a map file as it comes. REQUEST_TOO_LARGE, MAP_BAD. */
export async function takeMap(
  { store, world }: House,
  visitor: Visitor,
  name: string | undefined,
  pieces: AsyncIterable<Uint8Array>,
): Promise<RouteAnswer<'getMap'>> {
  const held: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    bytes += piece.length;
    if (bytes > MOST_BYTES) throw new StationError('REQUEST_TOO_LARGE', { limit: MOST_BYTES });
    held.push(piece);
  }
  const whole = Buffer.concat(held);
  return store.transact(async (tx) => {
    await putMap(tx, world, { name: plainName(name), bytes: whole, writtenBy: visitor.name });
    return shown(tx);
  });
}

/** The picture, which can do nothing in our pages but be looked at. */
export async function sendMapImage({ store }: House, response: Response, id: string): Promise<void> {
  const { bytes, contentType } = await mapImage(store.db, id);
  response.type(contentType).set('x-content-type-options', 'nosniff').set('cache-control', 'private, max-age=86400');
  response.set('content-security-policy', "default-src 'none'; sandbox").send(Buffer.from(bytes));
}

function plainName(given: string | undefined): string {
  let name = '';
  try {
    name = decodeURIComponent(given ?? '');
  } catch {
    // Not percent-encoded as it should be: it has no name then.
  }
  return [...name.normalize('NFC')]
    .filter((letter) => letter >= ' ' && letter !== '\x7f')
    .join('')
    .trim()
    .slice(0, 150);
}
