import { type Answer, call } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import type { RepeatKey } from '../api/repeat-key.ts';
import { type BulletinDraft, isPlain, isToldAlready, toldOf } from '../approve/bulletin-draft.ts';
import { putDocument } from '../approve/document.ts';
import { approvals } from '../approve/lists.ts';
import { programmes, rules } from '../live/lists.ts';
import { stationZone } from '../live/station.ts';
import { missingProof, session } from '../session/session.ts';
import { broadcasts } from '../today/broadcasts.ts';
import { cutInOf, type PlayDraft } from './form-state.ts';
import { type Validity, type VersionDraft, validityOf } from './versions.ts';
import { patternOf, startAtOf } from './when.ts';

export interface PlayKeys {
  readonly bulletin: RepeatKey;
  readonly broadcast: RepeatKey;
  readonly rule: RepeatKey;
}

export type Consequences = Answer<'broadcastConsequences'>;

/** What is to be sent once a person has seen what comes of it. */
export interface Prepared {
  readonly answer: Consequences;
  /** How the bulletin stands with approval: what is not covered is silent. */
  readonly approval: Standing;
  send(confirmUnusual: boolean): Promise<void>;
}

type Bulletin = Answer<'listBulletins'>[number];
export type Standing = Bulletin['approval'];

/** True when this person may write and approve in one, everywhere; the second step is asked when it comes to it. */
export function approvesOwn(): boolean {
  const now = session.value;
  if (now.state !== 'in' || missingProof('strongUntil') === 'enrol') return false;
  return (['edit', 'approve', 'approve_own'] as const).every((verb) =>
    now.rights.some((right) => right.verb === verb && right.areaId === null),
  );
}

/** What a bulletin is made of, besides what is said of it. */
interface Made {
  readonly title: string;
  readonly programmeId: string;
  readonly recordingId: string;
  readonly language: string;
  readonly versions: readonly VersionDraft[];
  readonly validity: Validity;
}

/** The bulletin of this draft, approved or submitted. One that was made before is taken up, so that nobody approves twice. */
async function bulletinOf(
  { versions, validity, ...made }: Made,
  draft: BulletinDraft,
  key: RepeatKey,
): Promise<Pick<Bulletin, 'id' | 'approval'>> {
  const asked = { ...made, ...validityOf(validity, stationZone.value) };
  // A document is attached, and the other languages are put to it, before anybody approves.
  const isWhole = draft.file === null && versions.length === 0;
  const next = !isWhole ? ('draft' as const) : approvesOwn() ? ('approve' as const) : ('submit' as const);
  const known = (await call('listBulletins', {})).find(
    (one) =>
      one.title === asked.title &&
      one.programmeId === asked.programmeId &&
      one.recordingId === asked.recordingId &&
      one.language === asked.language &&
      one.approval.state !== 'withdrawn',
  );
  if (!known) {
    const body = { ...asked, ...toldOf(draft, stationZone.value), next };
    const made = await call('addBulletin', { body, key: key.of(body) }).catch((error: unknown) => {
      // Not everywhere, or not now: then somebody else approves it.
      if (next !== 'approve' || !(error instanceof Refused) || !NOT_MINE.includes(error.code)) throw error;
      const plain = { ...asked, ...toldOf(draft, stationZone.value), next: 'submit' as const };
      return call('addBulletin', { body: plain, key: key.of(plain) });
    });
    key.done();
    void approvals.refresh();
    return next === 'draft' ? goOn(made, draft, versions) : made;
  }
  await putRight(known, asked);
  return goOn(known, draft, versions);
}

/** One that is there already: what is said of it is brought up to date, and a draft goes on its way. */
async function goOn(
  { id, approval, versions: known }: Bulletin,
  draft: BulletinDraft,
  versions: readonly VersionDraft[],
): Promise<Pick<Bulletin, 'id' | 'approval'>> {
  const params = { id };
  const isSaidAlready = await putVersions(id, known, versions);
  let now = isSaidAlready ? approval : (await call('getApproval', { params })).standing;
  if (!isPlain(draft)) {
    const card = await call('getApproval', { params });
    const { title, sha256, attachment } = card;
    if (!isToldAlready(draft, card, stationZone.value)) {
      await call('changeBulletin', { params, body: { title, ...toldOf(draft, stationZone.value), sha256 } });
    }
    const isThere = attachment?.name === draft.file?.name && attachment?.bytes === draft.file?.size;
    if (!isThere) await putDocument(id, draft, attachment !== null);
    now = (await call('getApproval', { params })).standing;
  }
  // What was sent back goes on only when a person says so, on the page "Duyệt".
  if (now.state === 'draft') now = await submitted(id);
  void approvals.refresh();
  return { id, approval: now };
}

/** For how long it is worth hearing, where that was changed since. */
async function putRight(
  known: Bulletin,
  { validFrom, validTo }: Pick<Bulletin, 'validFrom' | 'validTo'>,
): Promise<void> {
  // Who says nothing of it leaves it as it is.
  if (validFrom === null && validTo === null) return;
  if (known.validFrom === validFrom && known.validTo === validTo) return;
  await call('changeValidity', { params: { id: known.id }, body: { validFrom, validTo } });
}

/** Puts the further languages to it, or others in their place; true: they were there already. */
async function putVersions(id: string, known: Bulletin['versions'], wanted: readonly VersionDraft[]): Promise<boolean> {
  const fresh = wanted.filter(
    (one) => !known.some(({ language, recordingId }) => language === one.language && recordingId === one.recordingId),
  );
  for (const { language, recordingId } of fresh) {
    await call('putVersion', { params: { id, language }, body: { recordingId } });
  }
  return fresh.length === 0;
}

/** Submits it, and approves it in one where this person may. */
async function submitted(id: string): Promise<Standing> {
  const params = { id };
  const { standing, sha256 } = await call('submitForApproval', { params });
  if (!approvesOwn()) return standing;
  await call('approve', { body: { items: [{ subject: id, sha256 }] } });
  return (await call('getApproval', { params })).standing;
}
const NOT_MINE = ['APPROVAL_OWN', 'RIGHT_MISSING'];

const madeOf = ({ title, programmeId, language, versions, validity }: PlayDraft, recordingId: string): Made => ({
  ...{ title: title.trim(), programmeId, recordingId, language, versions, validity },
});

/** Makes the bulletin and leaves it at that: it waits for approval, or is approved, and has no time yet. */
export async function makeBulletin(draft: PlayDraft, recordingId: string, keys: PlayKeys): Promise<Standing> {
  return (await bulletinOf(madeOf(draft, recordingId), draft.told, keys.bulletin)).approval;
}

/** Makes the bulletin and asks what airing it would do. Running it again after a lost answer creates nothing twice. */
export async function preparePlay(
  draft: PlayDraft,
  recordingId: string,
  zone: string,
  keys: PlayKeys,
): Promise<Prepared> {
  const title = draft.title.trim();
  const zoneIds = [...draft.zoneIds];
  const { id: bulletinId, approval } = await bulletinOf(madeOf(draft, recordingId), draft.told, keys.bulletin);
  const pattern = patternOf(draft.when);
  const cutInAfterMs = cutInOf(draft.start);
  if (pattern === null) {
    const kind = programmes.data.value?.find(({ id }) => id === draft.programmeId)?.kind;
    const level = kind === 'priority' ? ('priority' as const) : ('scheduled' as const);
    const asked = { bulletinId, zoneIds, level, cutInAfterMs, startAt: startAtOf(draft.when, zone) };
    return {
      approval,
      answer: await call('broadcastConsequences', { body: asked }),
      async send(confirmUnusual) {
        const body = { ...asked, confirmUnusual };
        await call('addBroadcast', { body, key: keys.broadcast.of(body) });
        keys.broadcast.done();
        void broadcasts.refresh();
      },
    };
  }
  const asked = { title, bulletinId, zoneIds, pattern, cutInAfterMs };
  return {
    approval,
    answer: await call('ruleConsequences', { query: {}, body: asked }),
    async send(confirmUnusual) {
      const body = { ...asked, confirmUnusual };
      await call('addRule', { body, key: keys.rule.of(body) });
      keys.rule.done();
      void broadcasts.refresh();
      void rules.refresh();
    },
  };
}
