import { notFound } from '#kernel';
import type { Executor, Row } from '#store';
import { type GateAuthor, MOST_AHEAD, mustBeArea, mustHaveRoom, stamp } from './gate-author.ts';
import { checkQuietSpan } from './gate-checks.ts';
import type { QuietSpan } from './gate-settings.ts';

/**
 * Silence until an instant: for an area and all below it, an endpoint, or (both null) the whole station. It begins now at
 * the earliest. One that begins at once is never refused for want of room. QUIET_SPAN, GATE_FULL, NOT_FOUND.
 */
export async function addQuietSpan(
  db: Executor,
  author: GateAuthor,
  asked: { areaId: string | null; endpointId: string | null; from: number; to: number; reason: string },
): Promise<QuietSpan> {
  const now = author.clock.wallMs();
  checkQuietSpan(asked, now);
  await mustBeArea(db, asked.areaId);
  if (asked.endpointId !== null) {
    const known = await db.selectFrom('endpoints').select('id').where('id', '=', asked.endpointId).executeTakeFirst();
    if (!known) throw notFound('endpoint');
  }
  if (asked.from > now) {
    const ahead = await db
      .selectFrom('quiet_spans')
      .select('id')
      .where('area_id', 'is', asked.areaId)
      .where('endpoint_id', 'is', asked.endpointId)
      .where('lifted_at', 'is', null)
      .where('from_at', '>', now)
      .execute();
    mustHaveRoom(ahead.length, MOST_AHEAD.quietSpans);
  }
  const row = {
    ...stamp('quiet', author),
    area_id: asked.areaId,
    endpoint_id: asked.endpointId,
    from_at: Math.max(asked.from, now),
    to_at: asked.to,
    reason: asked.reason.trim(),
    lifted_at: null,
  };
  await db.insertInto('quiet_spans').values(row).execute();
  return spanOf(row);
}

/** Ends a quiet span at once, or takes back one that lies ahead. NOT_FOUND. */
export async function liftQuietSpan(db: Executor, author: GateAuthor, id: string): Promise<void> {
  const lifted = await db
    .updateTable('quiet_spans')
    .set({ lifted_at: author.clock.wallMs() })
    .where('id', '=', id)
    .where('lifted_at', 'is', null)
    .executeTakeFirst();
  if (lifted.numUpdatedRows === 0n) throw notFound('quiet_span');
}

export function spanOf(row: Row<'quiet_spans'>): QuietSpan {
  return {
    id: row.id,
    areaId: row.area_id,
    endpointId: row.endpoint_id,
    from: row.from_at,
    to: row.to_at,
    reason: row.reason,
    writtenBy: row.written_by,
    createdAt: row.created_at,
  };
}
