import { type Clock, newId, notFound, type Random, StationError } from '#kernel';
import type { Executor, Row } from '#store';
import { imageKind } from './image-kind.ts';
import { type Outline, readOutline } from './outline.ts';

/** What the commune is drawn on: its outline in degrees, or a picture of the place. */
export type StationMap = {
  readonly id: string;
  readonly name: string;
  readonly writtenBy: string | null;
  readonly createdAt: number;
} & (
  | { readonly kind: 'outline'; readonly outline: Outline }
  | { readonly kind: 'image'; readonly width: number; readonly height: number }
);

/** Where an endpoint stands on the picture, in parts of its width and height from the upper left. */
export interface Pin {
  readonly endpointId: string;
  readonly x: number;
  readonly y: number;
}

const MOST_PIXELS = 6000;

function mapOf(row: Row<'maps'>): StationMap {
  const { id, name, written_by: writtenBy, created_at: createdAt } = row;
  const plain = { id, name, writtenBy, createdAt };
  if (row.kind === 'image') return { ...plain, kind: 'image', width: row.width ?? 1, height: row.height ?? 1 };
  return { ...plain, kind: 'outline', outline: readOutline(Buffer.from(row.body).toString('utf8')) };
}

/** The map in use; null: there is none. */
export async function findMap(db: Executor): Promise<StationMap | null> {
  const row = await db.selectFrom('maps').selectAll().where('removed_at', 'is', null).executeTakeFirst();
  return row ? mapOf(row) : null;
}

/** The picture of a map, or NOT_FOUND. */
export async function mapImage(db: Executor, id: string): Promise<{ bytes: Uint8Array; contentType: string }> {
  const row = await db
    .selectFrom('maps')
    .selectAll()
    .where('id', '=', id)
    .where('kind', '=', 'image')
    .executeTakeFirst();
  if (!row) throw notFound('map');
  return { bytes: row.body, contentType: row.content_type };
}

/**
 * Takes another map into use; the one before stays in the books. Pins belong to a picture, and go with it. Throws MAP_BAD
 * for what is neither an outline nor a picture.
 */
export async function putMap(
  tx: Executor,
  make: { readonly clock: Clock; readonly random: Random },
  { name, bytes, writtenBy }: { readonly name: string; readonly bytes: Uint8Array; readonly writtenBy: string | null },
): Promise<void> {
  const image = imageKind(bytes);
  if (image && Math.max(image.width, image.height) > MOST_PIXELS) {
    const problem = {
      vi: `ảnh rộng hoặc cao hơn ${MOST_PIXELS} điểm ảnh`,
      en: `it is wider or higher than ${MOST_PIXELS} pixels`,
    };
    throw new StationError('MAP_BAD', { problem });
  }
  if (!image) mustBeOutline(bytes);
  await removeMap(tx, make.clock);
  await tx
    .insertInto('maps')
    .values({
      ...{ id: newId('map', make.clock, make.random), kind: image ? 'image' : 'outline', name },
      ...{ content_type: image?.contentType ?? 'application/geo+json', body: Buffer.from(bytes) },
      ...{ width: image?.width ?? null, height: image?.height ?? null },
      ...{ written_by: writtenBy, created_at: make.clock.wallMs(), removed_at: null },
    })
    .execute();
}

function mustBeOutline(bytes: Uint8Array): void {
  const text = Buffer.from(bytes).toString('utf8');
  if (!/^\uFEFF?\s*\{/.test(text)) {
    const problem = { vi: 'chỉ nhận GeoJSON, PNG hoặc JPEG', en: 'only GeoJSON, PNG or JPEG is taken' };
    throw new StationError('MAP_BAD', { problem });
  }
  readOutline(text);
}

/** Puts the map out of use, and forgets the pins on it. */
export async function removeMap(tx: Executor, clock: Clock): Promise<void> {
  await tx.deleteFrom('endpoint_pins').execute();
  await tx.updateTable('maps').set({ removed_at: clock.wallMs() }).where('removed_at', 'is', null).execute();
}

/** All pins on the map in use. */
export async function listPins(db: Executor): Promise<Pin[]> {
  const rows = await db.selectFrom('endpoint_pins').selectAll().orderBy('endpoint_id').execute();
  return rows.map(({ endpoint_id: endpointId, x, y }) => ({ endpointId, x, y }));
}

/** Puts an endpoint there on the picture in use; null takes it off. Throws NOT_FOUND without a picture. */
export async function pinEndpoint(
  tx: Executor,
  endpointId: string,
  at: { readonly x: number; readonly y: number } | null,
): Promise<void> {
  await tx.deleteFrom('endpoint_pins').where('endpoint_id', '=', endpointId).execute();
  if (at === null) return;
  const map = await findMap(tx);
  if (map?.kind !== 'image') throw notFound('map');
  await tx.insertInto('endpoint_pins').values({ endpoint_id: endpointId, map_id: map.id, x: at.x, y: at.y }).execute();
}
