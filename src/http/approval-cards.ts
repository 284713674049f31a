/** How bulletins and chimes stand with approval, for whoever looks. */
import { contentsOf, type Told } from '#approval';
import { type Bilingual, StationError } from '#kernel';
import { readRecording, readyDurations, soundsOf } from '#media';
import type { Visitor } from '#people';
import {
  type Approval,
  type ApprovalNote,
  type BulletinContent,
  CONTENT_PARTS,
  changesBetween,
  contentSha256,
  findApprovals,
  isCovered,
  notesOf,
} from '#programme';
import type { Executor } from '#store';
import { type Staff, staffOf, waitingOf } from './approvers.ts';
import type { RouteAnswer } from './contract.ts';
import type { House } from './house.ts';
import { demandRight, type Where } from './rights.ts';

type Card = RouteAnswer<'getApproval'>;

/** Where an approval counts: whoever gives it must be allowed to there. */
function whereOf(audience: readonly string[]): Where {
  return { areaIds: audience.length > 0 ? audience : [null] };
}

/** True when the visitor wrote it or changed it last. */
function isOwn({ written, changed }: Approval, visitor: Visitor): boolean {
  return written?.id === visitor.owner || changed?.id === visitor.owner;
}

/** Throws RIGHT_MISSING or APPROVAL_OWN unless the visitor may approve it. */
export async function demandApproval(
  house: House,
  visitor: Visitor,
  asked: { approval: Approval; title: string; audience: readonly string[]; isExternal: boolean },
): Promise<void> {
  const where = whereOf(asked.audience);
  await demandRight(house, visitor, ['approve'], where);
  if (!isOwn(asked.approval, visitor)) return;
  // What comes from outside is never one person's affair.
  if (asked.isExternal) throw new StationError('APPROVAL_OWN', { title: asked.title });
  await demandRight(house, visitor, ['approve_own'], where).catch((error: unknown) => {
    const isMissing = error instanceof StationError && error.code === 'RIGHT_MISSING';
    throw isMissing ? new StationError('APPROVAL_OWN', { title: asked.title }) : error;
  });
}

/** How bulletins stand, by id. */
export async function standingsOf(
  db: Executor,
  bulletinIds: readonly string[],
): Promise<Map<string, Card['standing']>> {
  const approvals = await findApprovals(db, bulletinIds);
  const told = await contentsOf(db, [...approvals.keys()]);
  return new Map([...approvals].map(([id, one]) => [id, standingOf(one, told.get(id)?.content ?? null)]));
}

function standingOf(approval: Approval, now: BulletinContent | null): Card['standing'] {
  const { state, content, decided, decidedAt, source, word, fell } = approval;
  const isSame = content !== null && (!('bulletin' in content) || (now !== null && isCovered(content.bulletin, now)));
  return {
    ...{ state, isCovered: state === 'approved' && isSame, decidedBy: decided?.name ?? null, decidedAt, source, word },
    fell: fell === null ? null : fell.map((part) => CONTENT_PARTS[part]),
  };
}

/** The cards of what may be approved, in the order of `approvals`. */
export async function cardsOf(house: House, visitor: Visitor, approvals: readonly Approval[]): Promise<Card[]> {
  const { db } = house.store;
  const told = await contentsOf(
    db,
    approvals.filter((one) => one.kind === 'bulletin').map((one) => one.subject),
  );
  const notes = await notesOf(
    db,
    approvals.map((one) => one.subject),
  );
  const staff = await staffOf(house);
  const cards = approvals.map(async (approval) => {
    const own = notes.get(approval.subject) ?? [];
    if (approval.kind === 'frame') return frameCard(house, visitor, staff, approval, own);
    const one = told.get(approval.subject);
    return one ? bulletinCard(house, visitor, staff, approval, one, own) : null;
  });
  return (await Promise.all(cards)).filter((card) => card !== null);
}

async function bulletinCard(
  house: House,
  visitor: Visitor,
  staff: Staff,
  approval: Approval,
  { bulletin, programme, details, content }: Told,
  notes: readonly ApprovalNote[],
): Promise<Card> {
  const { subject, kind } = approval;
  const sha256 = contentSha256(content);
  const versions = [bulletin, ...bulletin.versions];
  const durations = await readyDurations(
    house.store.db,
    versions.map((one) => one.recordingId),
  );
  const approved = approval.content && 'bulletin' in approval.content ? approval.content.bulletin : null;
  const before = approval.returned ?? approved;
  const open = house.playout.open().filter((one) => one.bulletinId === subject && one.state === 'planned');
  const { text, class: of, form, documentNumber, attachment, personalUntil, audience } = details;
  return {
    ...{ subject, kind, title: bulletin.title, sha256, standing: standingOf(approval, content) },
    ...{ programme: programme.name, text, class: of, form, documentNumber, personalUntil, audience: [...audience] },
    attachment: attachment && { name: attachment.name, bytes: attachment.bytes },
    ...{ validFrom: bulletin.validFrom, validTo: bulletin.validTo },
    recordings: versions.map(({ recordingId, language }) => ({
      ...{ recordingId, language, durationMs: durations.get(recordingId) ?? 0 },
    })),
    changes: before ? changesBetween(before, content).map((part) => changeOf(part, before, content)) : [],
    changesSince: approval.returned ? 'sent_back' : approved ? 'approved' : null,
    ...waitingOf(staff, approval, { audience, isExternal: of === 'external' }, notes),
    ...handsOf(approval),
    nextAt: open.length > 0 ? Math.min(...open.map((one) => one.plannedAt)) : null,
    notes: notesShown(notes, sha256),
    isOwn: isOwn(approval, visitor),
    mayApprove: await mayApprove(house, visitor, approval, audience, of === 'external'),
  };
}

async function frameCard(
  house: House,
  visitor: Visitor,
  staff: Staff,
  approval: Approval,
  notes: readonly ApprovalNote[],
): Promise<Card | null> {
  const { subject, kind } = approval;
  const { db } = house.store;
  const recording = await readRecording(db, subject);
  const sha256 = (await soundsOf(db, [subject])).get(subject);
  if (!recording || sha256 === undefined) return null;
  const durationMs = (await readyDurations(db, [subject])).get(subject) ?? 0;
  return {
    ...{
      subject,
      kind,
      title: recording.title,
      sha256,
      standing: standingOf(approval, null),
      programme: null,
      text: '',
    },
    ...{ class: 'own', form: null, documentNumber: '', attachment: null, personalUntil: null, audience: [] },
    ...{
      validFrom: null,
      validTo: null,
      recordings: [{ recordingId: subject, language: null, durationMs }],
      changes: [],
      changesSince: null,
      ...waitingOf(staff, approval, { audience: [], isExternal: false }, notes),
    },
    ...{ ...handsOf(approval), nextAt: null, notes: notesShown(notes, sha256), isOwn: isOwn(approval, visitor) },
    mayApprove: await mayApprove(house, visitor, approval, [], false),
  };
}

function handsOf({ written, changed, changedAt }: Approval): Pick<Card, 'writtenBy' | 'changedBy' | 'changedAt'> {
  return { writtenBy: written?.name ?? null, changedBy: changed?.name ?? null, changedAt };
}

const SHOWN = ['title', 'text', 'documentNumber'] as const;

function changeOf(
  part: keyof typeof CONTENT_PARTS,
  before: BulletinContent,
  after: BulletinContent,
): Card['changes'][number] {
  const what: Bilingual = CONTENT_PARTS[part];
  const shown = SHOWN.find((one) => one === part);
  return { what, before: shown ? before[shown] : null, after: shown ? after[shown] : null };
}

function notesShown(notes: readonly ApprovalNote[], sha256: string): Card['notes'] {
  return notes.map(({ by, sha256: about, word, event, ...rest }) => {
    // Which parts were changed is said in the changes themselves.
    const said = event === 'change' ? null : word;
    return { ...rest, event, word: said, by: by?.name ?? null, isThis: about === sha256 };
  });
}

async function mayApprove(
  house: House,
  visitor: Visitor,
  approval: Approval,
  audience: readonly string[],
  isExternal: boolean,
): Promise<boolean> {
  return demandApproval(house, visitor, { approval, title: '', audience, isExternal }).then(
    () => true,
    () => false,
  );
}
