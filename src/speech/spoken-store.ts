import type { Executor } from '#store';
import type { SpeechRate } from './synthesis.ts';

/** From which words a recording was made, by which voice. */
export interface SpokenText {
  /** As somebody typed it. */
  readonly text: string;
  /** As it was said. */
  readonly said: string;
  readonly voice: string;
  readonly rate: SpeechRate;
}

/** Keeps what a recording says. The same sound made once more is the same recording. */
export async function keepSpoken(db: Executor, recordingId: string, spoken: SpokenText, madeAt: number): Promise<void> {
  const row = { ...spoken, made_at: madeAt };
  await db
    .insertInto('spoken_texts')
    .values({ recording_id: recordingId, ...row })
    .onConflict((conflict) => conflict.column('recording_id').doUpdateSet(row))
    .execute();
}

/** Null: it was not made from words. */
export async function readSpoken(db: Executor, recordingId: string): Promise<SpokenText | null> {
  const query = db.selectFrom('spoken_texts').select(['text', 'said', 'voice', 'rate']);
  return (await query.where('recording_id', '=', recordingId).executeTakeFirst()) ?? null;
}

/** The recording is to be forgotten, and so are its words. */
export async function forgetSpoken(db: Executor, recordingId: string): Promise<void> {
  await db.deleteFrom('spoken_texts').where('recording_id', '=', recordingId).execute();
}
