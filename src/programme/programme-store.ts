import { type Clock, type Interruption, type Kind, newId, notFound, type Random, StationError } from '#kernel';
import { chunks, type Executor, type Row } from '#store';
import type { Version } from './languages.ts';

/** A named strand: how its bulletins are framed and what becomes of them when they lose the air. */
export interface Programme {
  readonly id: string;
  readonly name: string;
  readonly kind: Kind;
  readonly openingChimeId: string | null;
  readonly closingChimeId: string | null;
  /** How many times the bulletin is heard in one broadcast. */
  readonly repeats: number;
  readonly pauseMs: number;
  readonly leadInMs: number;
  readonly tailMs: number;
  readonly interruption: Interruption;
}

/** One thing to say: a recording in its main language, perhaps more in others, within its validity. */
export interface Bulletin {
  readonly id: string;
  readonly title: string;
  readonly programmeId: string;
  readonly recordingId: string;
  readonly language: string;
  readonly validFrom: number | null;
  readonly validTo: number | null;
  readonly withdrawnAt: number | null;
  /** The same thing in other languages, by their tags. */
  readonly versions: readonly Version[];
}

interface Makers {
  readonly clock: Clock;
  readonly random: Random;
}

function programmeOf(row: Row<'programmes'>): Programme {
  return {
    id: row.id,
    name: row.name,
    kind: row.kind as Kind,
    openingChimeId: row.opening_chime_id,
    closingChimeId: row.closing_chime_id,
    repeats: row.repeats,
    pauseMs: row.pause_ms,
    leadInMs: row.lead_in_ms,
    tailMs: row.tail_ms,
    interruption: row.interruption,
  };
}

function bulletinOf(row: Row<'bulletins'>, versions: readonly Version[]): Bulletin {
  return {
    id: row.id,
    title: row.title,
    programmeId: row.programme_id,
    recordingId: row.recording_id,
    language: row.language,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    withdrawnAt: row.withdrawn_at,
    versions,
  };
}

/** The further versions of these bulletins, or of all. */
async function versionsOf(db: Executor, ids: readonly string[] | null): Promise<Map<string, Version[]>> {
  const found = new Map<string, Version[]>();
  const query = db.selectFrom('bulletin_versions').selectAll().orderBy('language');
  const rows = [];
  if (ids === null) rows.push(...(await query.execute()));
  else for (const some of chunks(ids)) rows.push(...(await query.where('bulletin_id', 'in', some).execute()));
  for (const { bulletin_id: id, language, recording_id: recordingId } of rows) {
    found.set(id, [...(found.get(id) ?? []), { language, recordingId }]);
  }
  return found;
}

export async function listProgrammes(db: Executor): Promise<Programme[]> {
  return (await db.selectFrom('programmes').selectAll().orderBy('name').execute()).map(programmeOf);
}

/** Creates a programme, or changes the one with that id. Broadcasts accepted before keep their running order. */
export async function putProgramme(
  db: Executor,
  make: Makers,
  programme: Omit<Programme, 'id'> & { id?: string },
): Promise<Programme> {
  const id = programme.id ?? newId('programme', make.clock, make.random);
  const values = {
    name: programme.name,
    kind: programme.kind,
    opening_chime_id: programme.openingChimeId,
    closing_chime_id: programme.closingChimeId,
    repeats: programme.repeats,
    pause_ms: programme.pauseMs,
    lead_in_ms: programme.leadInMs,
    tail_ms: programme.tailMs,
    interruption: programme.interruption,
  };
  if (programme.id) {
    const changed = await db.updateTable('programmes').set(values).where('id', '=', id).executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw notFound('programme');
  } else {
    await db
      .insertInto('programmes')
      .values({ id, ...values, created_at: make.clock.wallMs() })
      .execute();
  }
  return { ...programme, id };
}

export async function listBulletins(db: Executor): Promise<Bulletin[]> {
  const rows = await db
    .selectFrom('bulletins')
    .selectAll()
    .where('withdrawn_at', 'is', null)
    .orderBy('id', 'desc')
    .execute();
  const versions = await versionsOf(db, null);
  return rows.map((row) => bulletinOf(row, versions.get(row.id) ?? []));
}

/** Bulletins in use that say a recording, in whatever language. */
export async function bulletinsSaying(db: Executor, recordingId: string): Promise<Bulletin[]> {
  const all = await listBulletins(db);
  return all.filter((one) => [one, ...one.versions].some((said) => said.recordingId === recordingId));
}

export async function addBulletin(
  db: Executor,
  make: Makers,
  bulletin: Omit<Bulletin, 'id' | 'withdrawnAt' | 'versions'>,
): Promise<Bulletin> {
  const id = newId('bulletin', make.clock, make.random);
  await db
    .insertInto('bulletins')
    .values({
      id,
      title: bulletin.title,
      programme_id: bulletin.programmeId,
      recording_id: bulletin.recordingId,
      language: bulletin.language,
      valid_from: bulletin.validFrom,
      valid_to: bulletin.validTo,
      created_at: make.clock.wallMs(),
      withdrawn_at: null,
    })
    .execute();
  return { ...bulletin, id, withdrawnAt: null, versions: [] };
}

/** Says a bulletin in one more language, or in that language anew. Throws LANGUAGE_TWICE for its main language. */
export async function putVersion(db: Executor, clock: Clock, bulletinId: string, version: Version): Promise<Bulletin> {
  const bulletin = await bulletinInUse(db, bulletinId);
  const { language, recordingId } = version;
  if (language === bulletin.language) throw new StationError('LANGUAGE_TWICE', { language });
  await db
    .insertInto('bulletin_versions')
    .values({ bulletin_id: bulletinId, language, recording_id: recordingId, created_at: clock.wallMs() })
    .onConflict((same) => same.columns(['bulletin_id', 'language']).doUpdateSet({ recording_id: recordingId }))
    .execute();
  return bulletinInUse(db, bulletinId);
}

/** Takes one further language away. Throws NOT_FOUND when there is no such version. */
export async function removeVersion(db: Executor, bulletinId: string, language: string): Promise<Bulletin> {
  await bulletinInUse(db, bulletinId);
  const change = db.deleteFrom('bulletin_versions').where('bulletin_id', '=', bulletinId);
  const { numDeletedRows } = await change.where('language', '=', language).executeTakeFirst();
  if (numDeletedRows === 0n) throw notFound('version');
  return bulletinInUse(db, bulletinId);
}

/** When a bulletin is true: from an instant, to an instant, both inclusive; null: without end. Throws VALIDITY_ORDER. */
export async function changeValidity(
  db: Executor,
  bulletinId: string,
  { validFrom, validTo }: Pick<Bulletin, 'validFrom' | 'validTo'>,
): Promise<Bulletin> {
  checkValidity(validFrom, validTo);
  const set = { valid_from: validFrom, valid_to: validTo };
  await db.updateTable('bulletins').set(set).where('id', '=', bulletinId).execute();
  return bulletinInUse(db, bulletinId);
}

/** Throws VALIDITY_ORDER when the end lies before the beginning. */
export function checkValidity(validFrom: number | null, validTo: number | null): void {
  if (validFrom !== null && validTo !== null && validTo < validFrom) throw new StationError('VALIDITY_ORDER');
}

/** Takes a bulletin back: nothing plays it any more. */
export async function withdrawBulletin(db: Executor, clock: Clock, bulletinId: string): Promise<Bulletin> {
  const bulletin = await bulletinInUse(db, bulletinId);
  const withdrawnAt = clock.wallMs();
  await db.updateTable('bulletins').set({ withdrawn_at: withdrawnAt }).where('id', '=', bulletinId).execute();
  return { ...bulletin, withdrawnAt };
}

/** The bulletin, if it was not withdrawn; else NOT_FOUND. */
async function bulletinInUse(db: Executor, id: string): Promise<Bulletin> {
  const bulletin = (await findBulletins(db, [id])).get(id)?.bulletin;
  if (!bulletin || bulletin.withdrawnAt !== null) throw notFound('bulletin');
  return bulletin;
}

/** True when a bulletin may be heard at an instant. */
export function isValidAt({ validFrom, validTo, withdrawnAt }: Bulletin, at: number): boolean {
  return withdrawnAt === null && at >= (validFrom ?? at) && at <= (validTo ?? at);
}

/** Bulletins with their programmes, by id. Ids that do not exist are absent from the answer. */
export async function findBulletins(
  db: Executor,
  ids: readonly string[],
): Promise<Map<string, { bulletin: Bulletin; programme: Programme }>> {
  const found = new Map<string, { bulletin: Bulletin; programme: Programme }>();
  if (ids.length === 0) return found;
  const programmes = new Map((await listProgrammes(db)).map((one) => [one.id, one]));
  const unique = [...new Set(ids)];
  const versions = await versionsOf(db, unique);
  for (const some of chunks(unique)) {
    for (const row of await db.selectFrom('bulletins').selectAll().where('id', 'in', some).execute()) {
      const programme = programmes.get(row.programme_id);
      const bulletin = bulletinOf(row, versions.get(row.id) ?? []);
      if (programme) found.set(row.id, { bulletin, programme });
    }
  }
  return found;
}
