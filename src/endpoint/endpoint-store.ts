import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type Clock, newClaimCode, newId, newSecret, notFound, type Random, StationError } from '#kernel';
import type { Executor, Row } from '#store';
import { noteClaim } from './claim-store.ts';

/**
 * How an endpoint is reached: our own speaker link, a device that pulls an MP3 stream over HTTP, or the transmitter room
 * of an FM station, whose receivers in one village are one endpoint.
 */
export type Protocol = 'link' | 'http' | 'fm';
/**
 * A main endpoint takes what its zones are sent; one that stands in is used when the main ones cannot be reached; a source
 * feeds a transmitter and is sent nothing of its own.
 */
export type Duty = 'main' | 'stand_in' | 'source';

const lastReport = z.object({
  freeBytes: z.number(),
  clockOffsetMs: z.number(),
  clockErrorMs: z.number(),
  sink: z.string(),
  agentVersion: z.string().optional(),
});
export type LastReport = z.infer<typeof lastReport>;
const languageTags = z.array(z.string()).min(1);

/** A registered loudspeaker unit (cụm loa). */
export interface Endpoint {
  readonly id: string;
  readonly name: string;
  readonly areaId: string | null;
  readonly protocol: Protocol;
  /** The speaker's own key; null until it was claimed. */
  readonly publicKey: string | null;
  /** The secret in the stream's address; only for `http`. */
  readonly streamKey: string | null;
  readonly gainDb: number;
  /** Silence before the first sound, for amplifiers that need time to wake. */
  readonly leadInMs: number;
  readonly lastSeenAt: number | null;
  readonly lastReport: LastReport | null;
  readonly retiredAt: number | null;
  /** What people there understand, the dearest first: language tags. */
  readonly languages: readonly string[];
  /** Where it stands, in degrees; null: nobody said. Both or neither. */
  readonly latitude: number | null;
  readonly longitude: number | null;
  /** How far it is heard, in metres. */
  readonly reachM: number;
  readonly duty: Duty;
  /** The FM station whose transmitter it hears; only for `fm`. */
  readonly fmStationId: string | null;
  /** As it stands in papers and in the system above (mã cụm); null: none. No two in use have the same. */
  readonly code: string | null;
}

/** Whose air an endpoint has: its own, or that of a transmitter, which carries one sound for all its receivers. */
export function airOf({ id, fmStationId }: Pick<Endpoint, 'id' | 'fmStationId'>): string {
  return fmStationId ?? id;
}

/** What a person may say of where an endpoint stands and who listens there; what is absent stays as it was. */
export interface Surroundings {
  readonly languages?: readonly string[] | undefined;
  readonly latitude?: number | null | undefined;
  readonly longitude?: number | null | undefined;
  readonly reachM?: number | undefined;
  readonly code?: string | null | undefined;
}

interface Makers {
  readonly clock: Clock;
  readonly random: Random;
}

/** A claim code opens the door once, within a day. */
const CLAIM_MS = 24 * 3600_000;

const hashOf = (code: string) =>
  createHash('sha256').update(code.trim().toUpperCase().replaceAll('-', '')).digest('hex');

function endpointOf(row: Row<'endpoints'>): Endpoint {
  return {
    id: row.id,
    name: row.name,
    areaId: row.area_id,
    protocol: row.protocol,
    publicKey: row.public_key,
    streamKey: row.stream_key,
    gainDb: row.gain_db,
    leadInMs: row.lead_in_ms,
    lastSeenAt: row.last_seen_at,
    lastReport: row.last_report === null ? null : lastReport.parse(JSON.parse(row.last_report)),
    retiredAt: row.retired_at,
    languages: languageTags.parse(JSON.parse(row.languages)),
    latitude: row.latitude,
    longitude: row.longitude,
    reachM: row.reach_m,
    duty: row.duty as Duty,
    fmStationId: row.fm_station_id,
    code: row.code,
  };
}

/** Only what was said: the database has a word for the rest. */
function surroundingsOf({ languages, latitude, longitude, reachM, code }: Surroundings) {
  return {
    ...(languages && { languages: JSON.stringify(languages) }),
    ...(latitude !== undefined && { latitude }),
    ...(longitude !== undefined && { longitude }),
    ...(reachM !== undefined && { reach_m: reachM }),
    ...(code !== undefined && { code }),
  };
}

export async function listEndpoints(db: Executor): Promise<Endpoint[]> {
  const rows = await db.selectFrom('endpoints').selectAll().where('retired_at', 'is', null).orderBy('name').execute();
  return rows.map(endpointOf);
}

export async function findEndpoint(db: Executor, id: string): Promise<Endpoint | null> {
  const row = await db.selectFrom('endpoints').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? endpointOf(row) : null;
}

/** Those of these endpoints that exist, retired ones too, by id. */
export async function findEndpoints(db: Executor, ids: readonly string[]): Promise<Map<string, Endpoint>> {
  const found = new Map<string, Endpoint>();
  for (let from = 0; from < ids.length; from += 500) {
    const some = ids.slice(from, from + 500);
    for (const row of await db.selectFrom('endpoints').selectAll().where('id', 'in', some).execute())
      found.set(row.id, endpointOf(row));
  }
  return found;
}

/** Throws CODE_TAKEN when another endpoint in use has that code. */
async function mustBeFreeCode(db: Executor, code: string | null | undefined, ownId: string | null): Promise<void> {
  if (code === undefined || code === null) return;
  const asked = db.selectFrom('endpoints').select(['id', 'name']).where('code', '=', code);
  const taken = await asked.where('retired_at', 'is', null).executeTakeFirst();
  if (taken && taken.id !== ownId) throw new StationError('CODE_TAKEN', { code, name: taken.name });
}

/** Registers an endpoint. A `link` one gets a claim code that its speaker shows once; an `http` one a stream key. */
export async function registerEndpoint(
  db: Executor,
  make: Makers,
  asked: {
    name: string;
    areaId: string | null;
    protocol: Protocol;
    gainDb: number;
    leadInMs: number;
    /** Absent: main, and no transmitter. */
    duty?: Duty;
    fmStationId?: string | null;
  } & Surroundings,
): Promise<{ endpoint: Endpoint; claimCode: string | null }> {
  await mustBeFreeCode(db, asked.code, null);
  const id = newId('endpoint', make.clock, make.random);
  const claimCode = asked.protocol === 'link' ? newClaimCode(make.random) : null;
  const now = make.clock.wallMs();
  await db
    .insertInto('endpoints')
    .values({
      id,
      name: asked.name,
      area_id: asked.areaId,
      protocol: asked.protocol,
      public_key: null,
      stream_key: asked.protocol === 'http' ? newSecret(make.random, 128) : null,
      claim_sha256: claimCode === null ? null : hashOf(claimCode),
      claim_expires_at: claimCode === null ? null : now + CLAIM_MS,
      claimed_by_key: null,
      gain_db: asked.gainDb,
      lead_in_ms: asked.leadInMs,
      last_seen_at: null,
      last_report: null,
      created_at: now,
      retired_at: null,
      duty: asked.duty ?? 'main',
      fm_station_id: asked.fmStationId ?? null,
      ...surroundingsOf(asked),
    })
    .execute();
  const endpoint = await findEndpoint(db, id);
  if (!endpoint) throw new Error(`endpoint ${id} vanished while it was registered`);
  return { endpoint, claimCode };
}

/** A fresh claim code for a speaker that was replaced or reset; the old speaker stays trusted until the new one claims. */
export async function renewClaimCode(db: Executor, make: Makers, id: string): Promise<string> {
  const claimCode = newClaimCode(make.random);
  const changed = await db
    .updateTable('endpoints')
    .set({ claim_sha256: hashOf(claimCode), claim_expires_at: make.clock.wallMs() + CLAIM_MS, claimed_by_key: null })
    .where('id', '=', id)
    .where('protocol', '=', 'link')
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw notFound('endpoint');
  return claimCode;
}

/**
 * A speaker trades its code for an identity. In the same statement the code dies for every other key; the same speaker
 * may ask again, since on a poor line the answer may have been lost. Throws CLAIM_WRONG.
 */
export async function claimEndpoint(db: Executor, clock: Clock, code: string, publicKey: string): Promise<string> {
  const row = await db
    .updateTable('endpoints')
    .set({ public_key: publicKey, claim_expires_at: null })
    .where('claim_sha256', '=', hashOf(code))
    .where(({ eb, or, and }) =>
      or([
        eb('claim_expires_at', '>', clock.wallMs()),
        and([eb('claim_expires_at', 'is', null), eb('public_key', '=', publicKey)]),
      ]),
    )
    .where('retired_at', 'is', null)
    .returning('id')
    .executeTakeFirst();
  if (!row) throw new StationError('CLAIM_WRONG');
  await noteClaim(db, clock, row.id, publicKey);
  return row.id;
}

export async function changeEndpoint(
  db: Executor,
  id: string,
  change: { name: string; areaId: string | null; gainDb: number; leadInMs: number; duty?: Duty } & Surroundings,
): Promise<Endpoint> {
  const { name, areaId, gainDb, leadInMs } = change;
  await mustBeFreeCode(db, change.code, id);
  await db
    .updateTable('endpoints')
    .set({
      name,
      area_id: areaId,
      gain_db: gainDb,
      lead_in_ms: leadInMs,
      ...(change.duty && { duty: change.duty }),
      ...surroundingsOf(change),
    })
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .execute();
  const endpoint = await findEndpoint(db, id);
  if (!endpoint || endpoint.retiredAt !== null) throw notFound('endpoint');
  return endpoint;
}

/** Exactly these feed transmitters from now on; whoever did and does no longer is a loudspeaker again. */
export async function assignSources(db: Executor, endpointIds: readonly string[]): Promise<void> {
  const away = db.updateTable('endpoints').set({ duty: 'main' }).where('duty', '=', 'source');
  await away.execute();
  if (endpointIds.length === 0) return;
  await db
    .updateTable('endpoints')
    .set({ duty: 'source' })
    .where('id', 'in', [...endpointIds])
    .execute();
}

/** Takes an endpoint out of use; its history stays, its key is forgotten. */
export async function retireEndpoint(db: Executor, clock: Clock, id: string): Promise<void> {
  const changed = await db
    .updateTable('endpoints')
    .set({ retired_at: clock.wallMs(), public_key: null, stream_key: null, claim_sha256: null })
    .where('id', '=', id)
    .where('retired_at', 'is', null)
    .executeTakeFirst();
  if (changed.numUpdatedRows === 0n) throw notFound('endpoint');
}

/** Remembers when an endpoint was heard from and what it said of itself. */
export async function noteEndpointSeen(
  db: Executor,
  id: string,
  seenAt: number,
  report: LastReport | null,
): Promise<void> {
  await db
    .updateTable('endpoints')
    .set({ last_seen_at: seenAt, ...(report ? { last_report: JSON.stringify(report) } : {}) })
    .where('id', '=', id)
    .execute();
}
