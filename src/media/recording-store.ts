import { type Bilingual, type ErrorCode, errorText, type StationError } from '#kernel';
import { chunks, type Executor, type Row } from '#store';
import type { Findings } from './examine.ts';
import type { RecordingState } from './recording-machine.ts';
import type { MadeRendition, Rendered } from './render.ts';
import type { MediaWarning } from './warnings.ts';

/** A piece of sound that was uploaded. Only one that is `ready` may air. */
export interface Recording {
  readonly id: string;
  readonly title: string;
  /** Of the original. */
  readonly sha256: string;
  readonly bytes: number;
  readonly state: RecordingState;
  /** Why it was refused. */
  readonly reason: { readonly code: ErrorCode; readonly text: Bilingual } | null;
  readonly container: string | null;
  /** Of the original, counted while decoding. What airs is as long as its rendition. */
  readonly durationMs: number | null;
  readonly measuredBy: 'ebur128' | 'rms' | null;
  readonly loudnessLufs: number | null;
  readonly truePeakDbtp: number | null;
  readonly gainDb: number | null;
  /** Silence found at the ends, offered for trimming. */
  readonly silenceHeadMs: number | null;
  readonly silenceTailMs: number | null;
  readonly trimHeadMs: number;
  readonly trimTailMs: number;
  readonly warnings: readonly MediaWarning[];
  readonly createdAt: number;
  readonly readyAt: number | null;
  readonly renditions: readonly MadeRendition[];
}

type Bare = Omit<Row<'recordings'>, 'peaks'>;
const COLUMNS = [
  'id',
  'title',
  'sha256',
  'bytes',
  'state',
  'reason_code',
  'reason_values',
  'container',
  'duration_ms',
  'measured_by',
  'loudness_lufs',
  'true_peak_dbtp',
  'gain_db',
  'silence_head_ms',
  'silence_tail_ms',
  'trim_head_ms',
  'trim_tail_ms',
  'warnings',
  'created_at',
  'ready_at',
  'bank',
] as const;

export async function insertRecording(
  db: Executor,
  row: { id: string; title: string; sha256: string; bytes: number; createdAt: number },
): Promise<void> {
  const { createdAt, ...rest } = row;
  const empty = { state: 'received', trim_head_ms: 0, trim_tail_ms: 0, warnings: '[]', created_at: createdAt } as const;
  await db
    .insertInto('recordings')
    .values({ ...rest, ...empty })
    .execute();
}

export async function readRecording(db: Executor, id: string): Promise<Recording | null> {
  const row = await db.selectFrom('recordings').select(COLUMNS).where('id', '=', id).executeTakeFirst();
  return row ? ((await withRenditions(db, [row]))[0] ?? null) : null;
}

export async function findRecordingBySha256(db: Executor, sha256: string): Promise<Recording | null> {
  const row = await db.selectFrom('recordings').select(COLUMNS).where('sha256', '=', sha256).executeTakeFirst();
  return row ? ((await withRenditions(db, [row]))[0] ?? null) : null;
}

/** Newest first, from the one behind `after`. */
export async function listRecordings(db: Executor, after: string | null, limit: number): Promise<Recording[]> {
  let query = db.selectFrom('recordings').select(COLUMNS).orderBy('id', 'desc').limit(limit);
  if (after !== null) query = query.where('id', '<', after);
  return withRenditions(db, await query.execute());
}

export async function recordingIdsIn(db: Executor, state: RecordingState): Promise<string[]> {
  const rows = await db.selectFrom('recordings').select('id').where('state', '=', state).orderBy('id').execute();
  return rows.map((row) => row.id);
}

export async function readPeaks(db: Executor, id: string): Promise<number[] | null> {
  const row = await db.selectFrom('recordings').select('peaks').where('id', '=', id).executeTakeFirst();
  return row?.peaks ? (JSON.parse(row.peaks) as number[]) : null;
}

export async function setState(db: Executor, id: string, state: RecordingState): Promise<void> {
  await db
    .updateTable('recordings')
    .set({ state, reason_code: null, reason_values: null })
    .where('id', '=', id)
    .execute();
}

export async function setRefused(
  db: Executor,
  id: string,
  code: ErrorCode,
  values: StationError['values'],
): Promise<void> {
  await db
    .updateTable('recordings')
    .set({ state: 'refused', reason_code: code, reason_values: JSON.stringify(values) })
    .where('id', '=', id)
    .execute();
}

/** Its files are to go: nothing plays it from this commit on. Renditions stay named until their files are gone. */
export async function setRemoved(db: Executor, id: string): Promise<void> {
  await setRefused(db, id, 'RECORDING_REMOVED', {});
  await db.updateTable('recordings').set({ peaks: null }).where('id', '=', id).execute();
}

/** Those of these renditions whose bytes no other recording has. */
export async function ownRenditions(db: Executor, { id, renditions }: Recording): Promise<string[]> {
  const own = [...new Set(renditions.map((one) => one.sha256))];
  if (own.length === 0) return [];
  const query = db.selectFrom('renditions').select('sha256').where('sha256', 'in', own).where('recording_id', '!=', id);
  const shared = new Set((await query.execute()).map((row) => row.sha256));
  return own.filter((sha256) => !shared.has(sha256));
}

/** The files of its renditions are gone. */
export async function forgetRenditions(db: Executor, id: string): Promise<void> {
  await db.deleteFrom('renditions').where('recording_id', '=', id).execute();
}

/** The hashes of all renditions that there are. */
export async function renditionHashes(db: Executor): Promise<Set<string>> {
  return new Set((await db.selectFrom('renditions').select('sha256').distinct().execute()).map((row) => row.sha256));
}

export async function setTitle(db: Executor, id: string, title: string): Promise<void> {
  await db.updateTable('recordings').set({ title }).where('id', '=', id).execute();
}

/** All that the check found and made; call it inside the transaction that makes the recording ready. */
export async function setReady(
  db: Executor,
  id: string,
  findings: Findings,
  rendered: Rendered,
  readyAt: number,
): Promise<void> {
  await db
    .updateTable('recordings')
    .set({
      state: 'ready',
      container: findings.container,
      duration_ms: findings.durationMs,
      measured_by: findings.loudness.measuredBy,
      loudness_lufs: findings.loudness.lufs,
      true_peak_dbtp: findings.loudness.truePeakDbtp,
      silence_head_ms: findings.silenceHeadMs,
      silence_tail_ms: findings.silenceTailMs,
      peaks: JSON.stringify(findings.peaks),
      ready_at: readyAt,
    })
    .where('id', '=', id)
    .execute();
  await setRendered(db, id, rendered, findings.warnings, { headMs: 0, tailMs: 0 }, readyAt);
}

/** Puts new renditions in place of the old ones. Their files stay: a speaker may still be fetching them. */
export async function setRendered(
  db: Executor,
  id: string,
  rendered: Rendered,
  warnings: readonly MediaWarning[],
  trim: { headMs: number; tailMs: number },
  createdAt: number,
): Promise<void> {
  await db
    .updateTable('recordings')
    .set({
      gain_db: rendered.gainDb,
      warnings: JSON.stringify([...new Set([...warnings, ...rendered.warnings])]),
      trim_head_ms: trim.headMs,
      trim_tail_ms: trim.tailMs,
    })
    .where('id', '=', id)
    .execute();
  await db.deleteFrom('renditions').where('recording_id', '=', id).execute();
  for (const { format, sha256, bytes, durationMs, loudnessLufs } of rendered.renditions) {
    const measured = { duration_ms: durationMs, loudness_lufs: loudnessLufs };
    const row = { recording_id: id, format, sha256, bytes, ...measured, created_at: createdAt };
    await db.insertInto('renditions').values(row).execute();
  }
}

async function withRenditions(db: Executor, rows: readonly Bare[]): Promise<Recording[]> {
  if (rows.length === 0) return [];
  const ids = rows.map((row) => row.id);
  const made = await db.selectFrom('renditions').selectAll().where('recording_id', 'in', ids).execute();
  return rows.map((row) =>
    asRecording(
      row,
      made.filter((one) => one.recording_id === row.id),
    ),
  );
}

function asRecording(row: Bare, made: ReadonlyArray<Row<'renditions'>>): Recording {
  const code = row.reason_code as ErrorCode | null;
  const values = JSON.parse(row.reason_values ?? '{}') as StationError['values'];
  return {
    id: row.id,
    title: row.title,
    sha256: row.sha256,
    bytes: row.bytes,
    state: row.state,
    reason: code === null ? null : { code, text: errorText(code, values) },
    container: row.container,
    durationMs: row.duration_ms,
    measuredBy: row.measured_by,
    loudnessLufs: row.loudness_lufs,
    truePeakDbtp: row.true_peak_dbtp,
    gainDb: row.gain_db,
    silenceHeadMs: row.silence_head_ms,
    silenceTailMs: row.silence_tail_ms,
    trimHeadMs: row.trim_head_ms,
    trimTailMs: row.trim_tail_ms,
    warnings: JSON.parse(row.warnings) as MediaWarning[],
    createdAt: row.created_at,
    readyAt: row.ready_at,
    renditions: made.map((one) => ({
      format: one.format,
      sha256: one.sha256,
      bytes: one.bytes,
      durationMs: one.duration_ms,
      loudnessLufs: one.loudness_lufs,
    })),
  };
}

/** How long each recording airs; those that are not ready are absent. */
export async function readyDurations(db: Executor, recordingIds: readonly string[]): Promise<Map<string, number>> {
  const durations = new Map<string, number>();
  for (let from = 0; from < recordingIds.length; from += 500) {
    const rows = await db
      .selectFrom('recordings')
      .innerJoin('renditions', 'renditions.recording_id', 'recordings.id')
      .select(['recordings.id', 'renditions.duration_ms'])
      .where('recordings.id', 'in', recordingIds.slice(from, from + 500))
      .where('recordings.state', '=', 'ready')
      .where('renditions.format', '=', 'opus')
      .execute();
    for (const row of rows) durations.set(row.id, row.duration_ms);
  }
  return durations;
}

/** Recordings that always lie on every speaker, so that an alarm is a small command. */
export async function listBank(db: Executor): Promise<string[]> {
  const query = db.selectFrom('recordings').select('id').where('bank', '=', 1).where('state', '=', 'ready');
  return (await query.orderBy('id').execute()).map((row) => row.id);
}

/** Puts a recording into the emergency bank, or takes it out. */
export async function setBank(db: Executor, id: string, isBank: boolean): Promise<void> {
  await db
    .updateTable('recordings')
    .set({ bank: isBank ? 1 : 0 })
    .where('id', '=', id)
    .execute();
}

/** A recording as it is heard, by a name: its bytes, and what is cut away at its ends. Cut otherwise, it is another sound. */
function soundOf({ sha256, trimHeadMs, trimTailMs }: Pick<Recording, 'sha256' | 'trimHeadMs' | 'trimTailMs'>): string {
  return trimHeadMs + trimTailMs > 0 ? `${sha256}+${trimHeadMs}-${trimTailMs}` : sha256;
}

/** The sounds of recordings (null: of all), by id. */
export async function soundsOf(db: Executor, ids: readonly string[] | null): Promise<Map<string, string>> {
  const query = db.selectFrom('recordings').select(['id', 'sha256', 'trim_head_ms', 'trim_tail_ms']);
  const rows = [];
  if (ids === null) rows.push(...(await query.execute()));
  else for (const some of chunks([...new Set(ids)])) rows.push(...(await query.where('id', 'in', some).execute()));
  return new Map(
    rows.map(({ id, sha256, trim_head_ms: trimHeadMs, trim_tail_ms: trimTailMs }) => [
      id,
      soundOf({ sha256, trimHeadMs, trimTailMs }),
    ]),
  );
}
