import type { Executor, Row } from '#store';
import type { Question } from './questions.ts';

export async function insertQuestion(tx: Executor, question: Question): Promise<void> {
  await tx
    .insertInto('order_questions')
    .values({
      id: question.id,
      broadcast_a: question.broadcastA,
      broadcast_b: question.broadcastB,
      answer_by: question.answerBy,
      asked_at: question.askedAt,
      first_broadcast: question.firstBroadcast,
      answered_by: question.answeredBy,
      answered_at: question.answeredAt,
      state: question.state,
    })
    .execute();
}

export async function findQuestion(db: Executor, id: string): Promise<Question | null> {
  const row = await db.selectFrom('order_questions').selectAll().where('id', '=', id).executeTakeFirst();
  return row ? questionOf(row) : null;
}

/** Newest first. */
export async function listQuestions(db: Executor, limit: number): Promise<Question[]> {
  const rows = await db.selectFrom('order_questions').selectAll().orderBy('id', 'desc').limit(limit).execute();
  return rows.map(questionOf);
}

export async function openQuestions(db: Executor): Promise<Question[]> {
  return (await db.selectFrom('order_questions').selectAll().where('state', '=', 'open').execute()).map(questionOf);
}

/** True when this pair was asked about before, however that ended. */
export async function wasAsked(db: Executor, broadcastA: string, broadcastB: string): Promise<boolean> {
  const asked = db.selectFrom('order_questions').select('id').where('broadcast_a', '=', broadcastA);
  return (await asked.where('broadcast_b', '=', broadcastB).executeTakeFirst()) !== undefined;
}

/** Closes an open question; false when it was closed in the meantime. */
export async function closeQuestion(
  tx: Executor,
  id: string,
  how: Pick<Question, 'state' | 'firstBroadcast' | 'answeredBy' | 'answeredAt'>,
): Promise<boolean> {
  const { state, firstBroadcast, answeredBy, answeredAt } = how;
  const closed = await tx
    .updateTable('order_questions')
    .set({ state, first_broadcast: firstBroadcast, answered_by: answeredBy, answered_at: answeredAt })
    .where('id', '=', id)
    .where('state', '=', 'open')
    .executeTakeFirst();
  return closed.numUpdatedRows > 0n;
}

/** The broadcast from above was planned anew, as the answer needs it. */
export async function writeQuestionBroadcast(tx: Executor, id: string, broadcastA: string): Promise<void> {
  await tx.updateTable('order_questions').set({ broadcast_a: broadcastA }).where('id', '=', id).execute();
}

function questionOf(row: Row<'order_questions'>): Question {
  return {
    id: row.id,
    broadcastA: row.broadcast_a,
    broadcastB: row.broadcast_b,
    answerBy: row.answer_by,
    askedAt: row.asked_at,
    firstBroadcast: row.first_broadcast,
    answeredBy: row.answered_by,
    answeredAt: row.answered_at,
    state: row.state as Question['state'],
  };
}
