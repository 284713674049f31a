/** What people decide about approval, each in the caller's transaction. Whoever calls has asked for the right. */
import { type Clock, notFound, StationError } from '#kernel';
import { readRecording, soundsOf } from '#media';
import {
  APPROVAL_STATES,
  type Approval,
  type ApprovalEvent,
  addNote,
  approvalMachine,
  canonical,
  changesBetween,
  contentSha256,
  findApprovals,
  type Hand,
  type SubjectKind,
  UNKNOWN,
  writeApproval,
} from '#programme';
import type { Executor } from '#store';
import { contentsOf } from './contents.ts';

/** Something that can be approved, as it is now. */
export interface Subject {
  readonly approval: Approval;
  readonly title: string;
  /** The content that would be approved now. */
  readonly content: NonNullable<Approval['content']>;
  /** Its name: who approves says which content he saw. */
  readonly sha256: string;
}

/** Throws NOT_FOUND when there is no such bulletin or recording, or nobody ever wanted it approved. */
export async function subjectOf(db: Executor, id: string): Promise<Subject> {
  const approval = (await findApprovals(db, [id])).get(id);
  if (!approval) throw notFound('bulletin');
  if (approval.kind === 'bulletin') {
    const told = (await contentsOf(db, [id])).get(id);
    if (!told) throw notFound('bulletin');
    const { content } = told;
    return { approval, title: content.title, content: { bulletin: content }, sha256: contentSha256(content) };
  }
  if (approval.kind === 'item') throw notFound('bulletin');
  const recording = await readRecording(db, id);
  const sound = (await soundsOf(db, [id])).get(id);
  if (!recording || sound === undefined) throw notFound('recording');
  return { approval, title: recording.title, content: { sounds: [sound] }, sha256: sound };
}

function next(subject: Subject, event: ApprovalEvent): Approval['state'] {
  const { state } = subject.approval;
  const to = approvalMachine.next(state, event);
  if (to === null) throw new StationError('APPROVAL_STATE', { title: subject.title, state: APPROVAL_STATES[state] });
  return to;
}

async function note(
  tx: Executor,
  clock: Clock,
  { approval: { subject }, sha256 }: Subject,
  event: ApprovalEvent,
  by: Hand | null,
  word: string | null = null,
): Promise<void> {
  const silence = { listenedMs: null, durationMs: null };
  await addNote(tx, subject, { at: clock.wallMs(), event, by, word, sha256, ...silence });
}

/** Somebody made something that must be approved before it is heard. */
export async function begin(tx: Executor, clock: Clock, subject: string, kind: SubjectKind, by: Hand): Promise<void> {
  const at = clock.wallMs();
  await writeApproval(tx, { ...UNKNOWN, subject, kind, written: by, changed: by, changedAt: at });
}

/** It is ready for whoever approves. APPROVAL_STATE. */
export async function submit(tx: Executor, clock: Clock, id: string, by: Hand): Promise<void> {
  const subject = await subjectOf(tx, id);
  await writeApproval(tx, { ...subject.approval, state: next(subject, 'submit'), fell: null });
  await note(tx, clock, subject, 'submit', by);
}

/** Approves the content that a person saw, and no other. APPROVAL_CHANGED, APPROVAL_STATE. */
export async function approve(tx: Executor, clock: Clock, id: string, seenSha256: string, by: Hand): Promise<void> {
  const subject = await subjectOf(tx, id);
  const state = next(subject, 'approve');
  if (subject.sha256 !== seenSha256) throw new StationError('APPROVAL_CHANGED', { title: subject.title });
  await writeApproval(tx, {
    ...{ ...subject.approval, state, content: subject.content, source: null },
    ...{ decided: by, decidedAt: clock.wallMs(), word: null, fell: null },
    returned: null,
  });
  await note(tx, clock, subject, 'approve', by);
}

/** Sends it back with a word; an approval that there was holds no more. APPROVAL_STATE. */
export async function sendBack(tx: Executor, clock: Clock, id: string, word: string, by: Hand): Promise<void> {
  const subject = await subjectOf(tx, id);
  const state = next(subject, 'send_back');
  const decided = { decided: by, decidedAt: clock.wallMs(), word };
  const returned = 'bulletin' in subject.content ? subject.content.bulletin : null;
  await writeApproval(tx, { ...subject.approval, state, ...decided, fell: null, returned });
  await note(tx, clock, subject, 'send_back', by, word);
}

/** Somebody says something about it, and nothing is decided. */
export async function comment(tx: Executor, clock: Clock, id: string, word: string, by: Hand): Promise<void> {
  const subject = await subjectOf(tx, id);
  const silence = { listenedMs: null, durationMs: null };
  await addNote(tx, id, { at: clock.wallMs(), event: 'comment', by, word, sha256: subject.sha256, ...silence });
}

/** A bulletin was taken back for good. */
export async function withdraw(
  tx: Executor,
  clock: Clock,
  id: string,
  by: Hand | null,
  word: string | null = null,
): Promise<void> {
  const approval = (await findApprovals(tx, [id])).get(id);
  if (!approval || approval.state === 'withdrawn') return;
  const subject = await subjectOf(tx, id);
  await writeApproval(tx, { ...approval, state: next(subject, 'withdraw'), word: word ?? approval.word });
  await note(tx, clock, subject, 'withdraw', by, word);
}

/** What comes approved from elsewhere, by whoever is named: the authority above, the program's own sounds. */
export async function approvedBy(
  tx: Executor,
  clock: Clock,
  { subject, kind, source, sounds }: { subject: string; kind: SubjectKind; source: string; sounds?: readonly string[] },
): Promise<void> {
  const at = clock.wallMs();
  const approval: Approval = { ...UNKNOWN, subject, kind, state: 'approved', source, changedAt: at, decidedAt: at };
  if (sounds) return writeApproval(tx, { ...approval, content: { sounds } });
  await writeApproval(tx, approval);
  const { content } = await subjectOf(tx, subject);
  await writeApproval(tx, { ...approval, content });
}

/**
 * Bulletins were changed by somebody: an approval that does not cover them any more holds no more. Gives those that lost
 * theirs. Asked after every change of anything that is approved, of whatever may be touched.
 */
export async function changed(tx: Executor, clock: Clock, bulletinIds: readonly string[], by: Hand): Promise<string[]> {
  const fallen: string[] = [];
  const approvals = await findApprovals(tx, bulletinIds);
  const told = await contentsOf(tx, [...approvals.keys()]);
  for (const [id, approval] of approvals) {
    const now = told.get(id)?.content;
    if (!now || approval.state === 'withdrawn') continue;
    const approved = approval.content && 'bulletin' in approval.content ? approval.content.bulletin : null;
    const parts = approved ? changesBetween(approved, now) : [];
    const isApproved = approval.state === 'approved';
    if (isApproved && parts.length === 0) continue;
    const hand = { changed: by, changedAt: clock.wallMs() };
    const state = approvalMachine.apply(approval.state, 'change');
    await writeApproval(tx, { ...approval, ...hand, state, fell: isApproved ? parts : approval.fell });
    if (!isApproved) continue;
    const subject: Subject = { approval, title: now.title, content: { bulletin: now }, sha256: contentSha256(now) };
    await note(tx, clock, subject, 'change', by, parts.join(','));
    fallen.push(id);
  }
  return fallen;
}

/** Recordings that frame others from now on: whichever nobody has heard of waits for approval. Gives those that wait. */
export async function wantFrames(
  tx: Executor,
  clock: Clock,
  recordingIds: ReadonlyArray<string | null>,
  by: Hand,
): Promise<string[]> {
  const ids = [...new Set(recordingIds.filter((id) => id !== null))];
  const known = await findApprovals(tx, ids);
  for (const id of ids) {
    const state = known.get(id)?.state;
    if (state === undefined) await begin(tx, clock, id, 'frame', by);
    if (state === undefined || state === 'draft') await submit(tx, clock, id, by);
  }
  return ids.filter((id) => !['approved', 'sent_back'].includes(known.get(id)?.state ?? ''));
}

/** A recording was cut otherwise: it is another sound, also where it frames others. True when it frames some. */
export async function frameChanged(tx: Executor, clock: Clock, recordingId: string, by: Hand): Promise<boolean> {
  const approval = (await findApprovals(tx, [recordingId])).get(recordingId);
  if (approval?.kind !== 'frame') return false;
  const changing = { ...approval, state: approvalMachine.apply(approval.state, 'change') };
  await writeApproval(tx, { ...changing, changed: by, changedAt: clock.wallMs(), fell: ['versions'] });
  const subject = await subjectOf(tx, recordingId);
  await note(tx, clock, subject, 'change', by, 'versions');
  // It is in use: whoever approves is asked again at once.
  if (changing.state === 'draft') await submit(tx, clock, recordingId, by);
  return true;
}

/** What an old database held is bound to what it says now, once. Gives how many. */
export async function bindOld(tx: Executor, approvals: readonly Approval[]): Promise<number> {
  const unbound = approvals.filter((one) => one.kind === 'bulletin' && one.content === null);
  const told = await contentsOf(
    tx,
    unbound.map((one) => one.subject),
  );
  for (const approval of unbound) {
    const content = told.get(approval.subject)?.content;
    if (content) await writeApproval(tx, { ...approval, content: { bulletin: JSON.parse(canonical(content)) } });
  }
  return unbound.length;
}
