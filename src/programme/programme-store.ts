import { type Clock, type Interruption, type Kind, newId, notFound, type Random } from '#kernel';
import type { Executor, Row } from '#store';

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

/** One thing to say: a recording in one language, within its validity. */
export interface Bulletin {
  readonly id: string;
  readonly title: string;
  readonly programmeId: string;
  readonly recordingId: string;
  readonly language: string;
  readonly validFrom: number | null;
  readonly validTo: number | null;
  readonly withdrawnAt: number | null;
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

function bulletinOf(row: Row<'bulletins'>): Bulletin {
  return {
    id: row.id,
    title: row.title,
    programmeId: row.programme_id,
    recordingId: row.recording_id,
    language: row.language,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    withdrawnAt: row.withdrawn_at,
  };
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
  return rows.map(bulletinOf);
}

export async function addBulletin(
  db: Executor,
  make: Makers,
  bulletin: Omit<Bulletin, 'id' | 'withdrawnAt'>,
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
  return { ...bulletin, id, withdrawnAt: null };
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
  for (let from = 0; from < unique.length; from += 500) {
    const rows = await db
      .selectFrom('bulletins')
      .selectAll()
      .where('id', 'in', unique.slice(from, from + 500))
      .execute();
    for (const row of rows) {
      const programme = programmes.get(row.programme_id);
      if (programme) found.set(row.id, { bulletin: bulletinOf(row), programme });
    }
  }
  return found;
}
