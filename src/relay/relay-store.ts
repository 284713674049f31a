import { z } from 'zod';
import { type Clock, newId, notFound, type Random } from '#kernel';
import { chunks, type Executor, type Row } from '#store';
import { type Probe, probeSchema } from './probe-result.ts';
import { LEVELS_ABOVE, type LevelAbove, type RelayInput, type RelaySource } from './relay-source.ts';

/** A source with what its last probe found. */
export interface KeptRelay extends RelaySource {
  readonly probe: Probe | null;
}

const levelAbove = z.enum(Object.keys(LEVELS_ABOVE) as [LevelAbove, ...LevelAbove[]]);

function relayOf(row: Row<'relay_sources'>): KeptRelay {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    levelAbove: levelAbove.parse(row.level_above),
    fromDate: row.from_date,
    toDate: row.to_date,
    fallbackRecordingId: row.fallback_recording_id,
    silenceMs: row.silence_ms,
    privateAllowed: row.private_allowed === 1,
    createdAt: row.created_at,
    probe: row.probe === null ? null : probeSchema.parse(JSON.parse(row.probe)),
  };
}

function columnsOf(input: RelayInput, probe: Probe | null) {
  return {
    name: input.name,
    url: input.url,
    level_above: input.levelAbove,
    from_date: input.fromDate,
    to_date: input.toDate,
    fallback_recording_id: input.fallbackRecordingId,
    silence_ms: input.silenceMs,
    private_allowed: input.privateAllowed ? (1 as const) : (0 as const),
    probed_at: probe?.at ?? null,
    probe: probe === null ? null : JSON.stringify(probe),
  };
}

/** All sources in use, by name. */
export async function listRelays(db: Executor): Promise<KeptRelay[]> {
  const rows = await db
    .selectFrom('relay_sources')
    .selectAll()
    .where('retired_at', 'is', null)
    .orderBy('name')
    .orderBy('id')
    .execute();
  return rows.map(relayOf);
}

/** Those of the sources asked for that are in use, by id. */
export async function findRelays(db: Executor, ids: readonly string[]): Promise<Map<string, KeptRelay>> {
  const found = new Map<string, KeptRelay>();
  for (const some of chunks([...new Set(ids)])) {
    const rows = await db
      .selectFrom('relay_sources')
      .selectAll()
      .where('retired_at', 'is', null)
      .where('id', 'in', some)
      .execute();
    for (const row of rows) found.set(row.id, relayOf(row));
  }
  return found;
}

/** The source, or NOT_FOUND. */
export async function mustFindRelay(db: Executor, id: string): Promise<KeptRelay> {
  const relay = (await findRelays(db, [id])).get(id);
  if (!relay) throw notFound('relay');
  return relay;
}

export async function insertRelay(
  db: Executor,
  make: { clock: Clock; random: Random },
  input: RelayInput,
  probe: Probe | null,
): Promise<KeptRelay> {
  const id = newId('relay', make.clock, make.random);
  const createdAt = make.clock.wallMs();
  await db
    .insertInto('relay_sources')
    .values({ id, ...columnsOf(input, probe), created_at: createdAt, retired_at: null })
    .execute();
  return { ...input, id, createdAt, probe };
}

export async function updateRelay(
  db: Executor,
  id: string,
  input: RelayInput,
  probe: Probe | null,
): Promise<KeptRelay> {
  const { createdAt } = await mustFindRelay(db, id);
  await db.updateTable('relay_sources').set(columnsOf(input, probe)).where('id', '=', id).execute();
  return { ...input, id, createdAt, probe };
}

/** Keeps what a probe found. */
export async function writeProbe(db: Executor, id: string, probe: Probe): Promise<void> {
  const columns = { probed_at: probe.at, probe: JSON.stringify(probe) };
  await db.updateTable('relay_sources').set(columns).where('id', '=', id).execute();
}

/** Takes a source out of use. */
export async function retireRelay(db: Executor, id: string, now: number): Promise<void> {
  await mustFindRelay(db, id);
  await db.updateTable('relay_sources').set({ retired_at: now }).where('id', '=', id).execute();
}
