import { type Clock, newId, notFound, type Random, StationError } from '#kernel';
import type { Executor, Row } from '#store';
import { pathUp } from './area-tree.ts';

/**
 * The identity of a station (thương hiệu đài) that a commune has, or inherited from the communes that it was made of: its
 * code in the system above, its name on air and on paper, and the areas, endpoints and FM stations that carry it.
 */
export interface Brand {
  readonly id: string;
  readonly stationCode: string;
  readonly name: string;
  readonly paperName: string;
  /** Areas (and all below them), endpoints, FM stations. */
  readonly holderIds: readonly string[];
}

/** Which identity each thing carries itself: thing → brand. */
export type BrandHolders = ReadonlyMap<string, string>;

export async function brandHolders(db: Executor): Promise<Map<string, string>> {
  const rows = await db.selectFrom('brand_holders').selectAll().execute();
  return new Map(rows.map((row) => [row.thing_id, row.brand_id]));
}

/** Identities in use, by name. */
export async function listBrands(db: Executor): Promise<Brand[]> {
  const rows = await db
    .selectFrom('brands')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  const holders = [...(await brandHolders(db))];
  return rows.map((row) =>
    brandOf(
      row,
      holders.filter(([, brandId]) => brandId === row.id).map(([id]) => id),
    ),
  );
}

function brandOf(row: Row<'brands'>, holderIds: readonly string[]): Brand {
  const { id, name } = row;
  return { id, stationCode: row.station_code, name, paperName: row.paper_name, holderIds: [...holderIds].sort() };
}

/** Adds an identity, or changes one. Whatever it names carries it, and no other. CODE_TAKEN, NOT_FOUND. */
export async function putBrand(
  tx: Executor,
  make: { readonly clock: Clock; readonly random: Random },
  brand: Omit<Brand, 'id'> & { readonly id?: string },
): Promise<Brand> {
  const { stationCode: code, name, paperName } = brand;
  const taken = await tx
    .selectFrom('brands')
    .select(['id', 'name'])
    .where('station_code', '=', code)
    .executeTakeFirst();
  if (taken && taken.id !== brand.id) throw new StationError('CODE_TAKEN', { code, name: taken.name });
  const id = brand.id ?? newId('brand', make.clock, make.random);
  const said = { station_code: code, name, paper_name: paperName };
  if (brand.id === undefined) {
    await tx
      .insertInto('brands')
      .values({ id, ...said, created_at: make.clock.wallMs(), retired_at: null })
      .execute();
  } else {
    const query = tx.updateTable('brands').set(said).where('id', '=', id).where('retired_at', 'is', null);
    if ((await query.executeTakeFirst()).numUpdatedRows === 0n) throw notFound('brand');
    await tx.deleteFrom('brand_holders').where('brand_id', '=', id).execute();
  }
  await holdBrand(
    tx,
    brand.holderIds.map((thingId) => ({ thingId, brandId: id })),
  );
  return { ...brand, id, holderIds: [...new Set(brand.holderIds)].sort() };
}

/** From now on these carry these identities, and no other. */
export async function holdBrand(
  tx: Executor,
  holders: ReadonlyArray<{ readonly thingId: string; readonly brandId: string }>,
): Promise<void> {
  for (const { thingId, brandId } of holders) {
    await tx
      .insertInto('brand_holders')
      .values({ thing_id: thingId, brand_id: brandId })
      .onConflict((conflict) => conflict.column('thing_id').doUpdateSet({ brand_id: brandId }))
      .execute();
  }
}

/** Takes an identity out of use; its code stays taken, and the log keeps it. */
export async function retireBrand(tx: Executor, clock: Clock, id: string): Promise<void> {
  const query = tx.updateTable('brands').set({ retired_at: clock.wallMs() }).where('id', '=', id);
  if ((await query.where('retired_at', 'is', null).executeTakeFirst()).numUpdatedRows === 0n) throw notFound('brand');
  await tx.deleteFrom('brand_holders').where('brand_id', '=', id).execute();
}

/** The identity that a thing carries: its own, or that of the nearest area upward that has one; null: none. */
export function brandIdOf(
  holders: BrandHolders,
  parents: ReadonlyMap<string, string | null>,
  thingId: string | null,
  areaId: string | null,
): string | null {
  const own = thingId === null ? undefined : holders.get(thingId);
  if (own !== undefined) return own;
  for (const at of pathUp(areaId, parents)) {
    const held = holders.get(at);
    if (held !== undefined) return held;
  }
  return null;
}

/** The code of the station that each of these belongs to; empty: none. */
export async function stationCodesOf(
  db: Executor,
  parents: ReadonlyMap<string, string | null>,
  things: ReadonlyArray<{ readonly id: string; readonly areaId: string | null }>,
): Promise<Map<string, string>> {
  const holders = await brandHolders(db);
  const brands = await db.selectFrom('brands').select(['id', 'station_code']).execute();
  const codes = new Map(brands.map((row) => [row.id, row.station_code]));
  return new Map(things.map(({ id, areaId }) => [id, codes.get(brandIdOf(holders, parents, id, areaId) ?? '') ?? '']));
}
