import { chunks, type Executor, type Row } from '#store';

/** What a person asked for, beyond what its broadcast says: so that the same can be asked for at another time. */
export interface AskedOnce {
  readonly broadcastId: string;
  readonly templateId: string | null;
  readonly zoneIds: readonly string[];
  /** The broadcast in whose place it came; null: none. */
  readonly movedFrom: string | null;
  /** The broadcast of another week that it repeats, and the act that copied it; null: none. */
  readonly copiedFrom: string | null;
  readonly copyId: string | null;
}

/** Written with the broadcast, in one transaction. */
export async function writeAsked(tx: Executor, asked: readonly AskedOnce[]): Promise<void> {
  for (const some of chunks(asked)) {
    await tx
      .insertInto('asked_once')
      .values(
        some.map(({ broadcastId, templateId, zoneIds, movedFrom, copiedFrom, copyId }) => ({
          ...{ broadcast_id: broadcastId, template_id: templateId, zone_ids: JSON.stringify(zoneIds) },
          ...{ moved_from: movedFrom, copied_from: copiedFrom, copy_id: copyId },
        })),
      )
      .execute();
  }
}

/** Of these broadcasts, those that a person asked for once. */
export async function findAsked(db: Executor, broadcastIds: readonly string[]): Promise<Map<string, AskedOnce>> {
  const found = new Map<string, AskedOnce>();
  for (const some of chunks(broadcastIds)) {
    const rows = await db.selectFrom('asked_once').selectAll().where('broadcast_id', 'in', some).execute();
    for (const row of rows) found.set(row.broadcast_id, askedOf(row));
  }
  return found;
}

/** Of these broadcasts, those in whose place another came: they were moved. */
export async function movedAway(db: Executor, broadcastIds: readonly string[]): Promise<Set<string>> {
  const moved = new Set<string>();
  for (const some of chunks(broadcastIds)) {
    const rows = await db.selectFrom('asked_once').select('moved_from').where('moved_from', 'in', some).execute();
    for (const row of rows) if (row.moved_from !== null) moved.add(row.moved_from);
  }
  return moved;
}

/** What one copy of a week brought. */
export async function copyOf(db: Executor, copyId: string): Promise<string[]> {
  const rows = await db.selectFrom('asked_once').select('broadcast_id').where('copy_id', '=', copyId).execute();
  return rows.map((row) => row.broadcast_id);
}

function askedOf(row: Row<'asked_once'>): AskedOnce {
  return {
    broadcastId: row.broadcast_id,
    templateId: row.template_id,
    zoneIds: JSON.parse(row.zone_ids) as string[],
    movedFrom: row.moved_from,
    copiedFrom: row.copied_from,
    copyId: row.copy_id,
  };
}
