import type { Executor, Row } from '#store';
import type { Recorded } from './evidence.ts';
import type { LiveLevel } from './ports.ts';
import type { LiveEnd, LiveState } from './session-machine.ts';

/** A live session as the book has it. Instants are epoch milliseconds. */
export interface LiveRow {
  readonly id: string;
  readonly broadcastId: string | null;
  readonly accountId: string | null;
  readonly source: LiveSource;
  readonly level: LiveLevel;
  readonly zoneIds: readonly string[];
  readonly note: string | null;
  readonly state: LiveState;
  readonly openedAt: number;
  readonly onAirAt: number | null;
  readonly endedAt: number | null;
  readonly endReason: LiveEnd | null;
  readonly recorded: Recorded | null;
}
export type LiveSource = 'browser' | 'mount';

/** A place where one person's own program may send sound, with a password of its own. */
export interface Mount {
  readonly id: string;
  readonly accountId: string;
  readonly name: string;
  readonly secretSha256: string;
  readonly createdAt: number;
  readonly revokedAt: number | null;
  readonly expiresAt: number;
  /** To the hour; null: never. */
  readonly lastUsedAt: number | null;
}

function rowOf(row: Row<'live_sessions'>): LiveRow {
  const { recording_sha256: sha256, recording_bytes: bytes } = row;
  return {
    id: row.id,
    broadcastId: row.broadcast_id,
    accountId: row.account_id,
    source: row.source as LiveSource,
    level: row.level as LiveLevel,
    zoneIds: JSON.parse(row.zone_ids) as string[],
    note: row.note,
    state: row.state as LiveState,
    openedAt: row.opened_at,
    onAirAt: row.on_air_at,
    endedAt: row.ended_at,
    endReason: row.end_reason as LiveEnd | null,
    recorded: sha256 === null || bytes === null ? null : { ms: row.recorded_ms, bytes, sha256 },
  };
}

export async function insertSession(tx: Executor, session: LiveRow): Promise<void> {
  const { id, source, level, note, state } = session;
  await tx
    .insertInto('live_sessions')
    .values({
      id,
      source,
      level,
      note,
      state,
      broadcast_id: session.broadcastId,
      account_id: session.accountId,
      zone_ids: JSON.stringify(session.zoneIds),
      opened_at: session.openedAt,
      on_air_at: session.onAirAt,
      ended_at: session.endedAt,
      end_reason: session.endReason,
      recorded_ms: 0,
      recording_sha256: null,
      recording_bytes: null,
    })
    .execute();
}

export async function writeOnAir(tx: Executor, id: string, broadcastId: string, onAirAt: number): Promise<void> {
  await tx
    .updateTable('live_sessions')
    .set({ state: 'on_air', broadcast_id: broadcastId, on_air_at: onAirAt })
    .where('id', '=', id)
    .execute();
}

/** The last word on a session. */
export async function writeEnded(
  tx: Executor,
  id: string,
  end: { readonly endedAt: number; readonly reason: LiveEnd; readonly recorded: Recorded | null },
): Promise<void> {
  await tx
    .updateTable('live_sessions')
    .set({
      state: 'ended',
      ended_at: end.endedAt,
      end_reason: end.reason,
      recorded_ms: end.recorded?.ms ?? 0,
      recording_sha256: end.recorded?.sha256 ?? null,
      recording_bytes: end.recorded?.bytes ?? null,
    })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .execute();
}

/** Sessions that an earlier life left open. */
export async function openSessions(db: Executor): Promise<LiveRow[]> {
  return (await db.selectFrom('live_sessions').selectAll().where('ended_at', 'is', null).execute()).map(rowOf);
}

export async function findSession(db: Executor, id: string): Promise<LiveRow | null> {
  const row = await db.selectFrom('live_sessions').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? rowOf(row) : null;
}

/** The last sessions, newest first. */
export async function lastSessions(db: Executor, most: number): Promise<LiveRow[]> {
  const rows = await db.selectFrom('live_sessions').selectAll().orderBy('id', 'desc').limit(most).execute();
  return rows.map(rowOf);
}

function mountOf(row: Row<'live_mounts'>): Mount {
  return {
    id: row.id,
    accountId: row.account_id,
    name: row.name,
    secretSha256: row.secret_sha256,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
  };
}

export async function insertMount(tx: Executor, mount: Mount): Promise<void> {
  const { id, name } = mount;
  await tx
    .insertInto('live_mounts')
    .values({
      id,
      name,
      account_id: mount.accountId,
      secret_sha256: mount.secretSha256,
      created_at: mount.createdAt,
      revoked_at: mount.revokedAt,
      expires_at: mount.expiresAt,
      last_used_at: mount.lastUsedAt,
    })
    .execute();
}

/** A mount that still opens; null for a revoked one. */
export async function findMount(db: Executor, id: string): Promise<Mount | null> {
  const row = await db
    .selectFrom('live_mounts')
    .selectAll()
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst();
  return row ? mountOf(row) : null;
}

/** The mounts of one person that still open, oldest first. */
export async function mountsOf(db: Executor, accountId: string): Promise<Mount[]> {
  const rows = await db
    .selectFrom('live_mounts')
    .selectAll()
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .orderBy('id')
    .execute();
  return rows.map(mountOf);
}

export async function writeRevoked(tx: Executor, id: string, revokedAt: number): Promise<void> {
  await tx.updateTable('live_mounts').set({ revoked_at: revokedAt }).where('id', '=', id).execute();
}

export async function noteMountUsed(db: Executor, id: string, at: number): Promise<void> {
  await db.updateTable('live_mounts').set({ last_used_at: at }).where('id', '=', id).execute();
}
