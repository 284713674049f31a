import { chunks, type Executor, type Row } from '#store';
import type { ApprovalEvent, ApprovalState } from './approval-machine.ts';
import type { BulletinContent, ContentPart } from './approved-content.ts';

/** What is approved: a bulletin, a recording that frames others (chime, fallback), an item from above. */
export type SubjectKind = 'bulletin' | 'frame' | 'item';

/** What was approved last: all of a bulletin, or sounds alone. */
export type ApprovedContent = { readonly bulletin: BulletinContent } | { readonly sounds: readonly string[] };

/** Who did something. */
export interface Hand {
  readonly id: string;
  readonly name: string;
}

/** How something stands with approval. */
export interface Approval {
  readonly subject: string;
  readonly kind: SubjectKind;
  readonly state: ApprovalState;
  /** What was approved last; null: nothing yet, or the station has not looked at it since it came from an old database. */
  readonly content: ApprovedContent | null;
  /** Whose approval came from outside: the authority above, the program itself, an old database. */
  readonly source: string | null;
  readonly written: Hand | null;
  readonly changed: Hand | null;
  readonly changedAt: number | null;
  readonly decided: Hand | null;
  readonly decidedAt: number | null;
  /** What the approver said last. */
  readonly word: string | null;
  /** What a bulletin said when it was sent back; null: it was not since the last approval. */
  readonly returned: BulletinContent | null;
  /** Why an approval that there was holds no more: what was changed. */
  readonly fell: readonly ContentPart[] | null;
}

export const UNKNOWN: Omit<Approval, 'subject' | 'kind'> = {
  ...{ state: 'draft', content: null, source: null, written: null, changed: null, changedAt: null },
  ...{ decided: null, decidedAt: null, word: null, fell: null },
  returned: null,
};

const hand = (id: string | null, name: string | null): Hand | null => (id === null ? null : { id, name: name ?? '' });

function approvalOf(row: Row<'approvals'>): Approval {
  return {
    ...{ subject: row.subject, kind: row.kind, state: row.state, source: row.source, word: row.word },
    content: row.content === null ? null : (JSON.parse(row.content) as ApprovedContent),
    written: hand(row.written_by, row.written_name),
    changed: hand(row.changed_by, row.changed_name),
    decided: hand(row.decided_by, row.decided_name),
    ...{ changedAt: row.changed_at, decidedAt: row.decided_at },
    fell: row.fell === null ? null : (JSON.parse(row.fell) as ContentPart[]),
    returned: row.returned === null ? null : (JSON.parse(row.returned) as BulletinContent),
  };
}

/** Approvals by subject; one that nobody has ever heard of is absent. */
export async function findApprovals(db: Executor, subjects: readonly string[]): Promise<Map<string, Approval>> {
  const found = new Map<string, Approval>();
  for (const some of chunks([...new Set(subjects)])) {
    const rows = await db.selectFrom('approvals').selectAll().where('subject', 'in', some).execute();
    for (const row of rows) found.set(row.subject, approvalOf(row));
  }
  return found;
}

export async function listApprovals(db: Executor, states: readonly ApprovalState[]): Promise<Approval[]> {
  const query = db
    .selectFrom('approvals')
    .selectAll()
    .where('state', 'in', [...states]);
  return (await query.orderBy('subject', 'desc').execute()).map(approvalOf);
}

export async function writeApproval(db: Executor, approval: Approval): Promise<void> {
  const { subject, kind, state, content, source, written, changed, decided, fell, returned, ...rest } = approval;
  const values = {
    ...{ state, source, content: content && JSON.stringify(content), fell: fell && JSON.stringify(fell) },
    ...{ written_by: written?.id ?? null, written_name: written?.name ?? null },
    ...{ changed_by: changed?.id ?? null, changed_name: changed?.name ?? null, changed_at: rest.changedAt },
    ...{ decided_by: decided?.id ?? null, decided_name: decided?.name ?? null, decided_at: rest.decidedAt },
    ...{ word: rest.word, returned: returned && JSON.stringify(returned) },
  };
  await db
    .insertInto('approvals')
    .values({ subject, kind, ...values })
    .onConflict((same) => same.column('subject').doUpdateSet(values))
    .execute();
}

/** One thing that was done or said; never changed and never removed. */
export interface ApprovalNote {
  readonly at: number;
  readonly event: ApprovalEvent | 'listen' | 'comment';
  readonly by: Hand | null;
  readonly word: string | null;
  /** The content that it was about. */
  readonly sha256: string | null;
  /** How much of how long a recording ran in the console; what a person took in nobody can say. */
  readonly listenedMs: number | null;
  readonly durationMs: number | null;
}

export async function addNote(db: Executor, subject: string, note: ApprovalNote): Promise<void> {
  const { at, event, by, word, sha256, listenedMs, durationMs } = note;
  const who = { by_id: by?.id ?? null, by_name: by?.name ?? null };
  const row = { subject, at, event, ...who, word, sha256, listened_ms: listenedMs, duration_ms: durationMs };
  await db.insertInto('approval_notes').values(row).execute();
}

/** All that was done and said, the oldest first. */
export async function notesOf(db: Executor, subjects: readonly string[]): Promise<Map<string, ApprovalNote[]>> {
  const found = new Map<string, ApprovalNote[]>();
  for (const some of chunks([...new Set(subjects)])) {
    const query = db.selectFrom('approval_notes').selectAll().where('subject', 'in', some).orderBy('id');
    for (const row of await query.execute()) {
      const note = {
        ...{ at: row.at, event: row.event as ApprovalNote['event'], by: hand(row.by_id, row.by_name), word: row.word },
        ...{ sha256: row.sha256, listenedMs: row.listened_ms, durationMs: row.duration_ms },
      };
      const notes = found.get(row.subject);
      if (notes) notes.push(note);
      else found.set(row.subject, [note]);
    }
  }
  return found;
}
