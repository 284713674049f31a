import { isDeepStrictEqual } from 'node:util';
import { approve, comment, sendBack, subjectOf, submit } from '#approval';
import { isStationError, notFound, StationError } from '#kernel';
import type { Visitor } from '#people';
import { listAreas } from '#place';
import { addNote, findApprovals, findDetails, listApprovals, NO_DETAILS, writeDetails } from '#programme';
import type { Executor } from '#store';
import { cardsOf, demandApproval } from '../approval-cards.ts';
import { bulletinInUse, changeBulletins } from '../bulletin-change.ts';
import { callBack, planFramedAgain, planTemplatesAgain } from '../call-back.ts';
import type { RouteAnswer, RouteInput } from '../contract.ts';
import type { Handlers, House } from '../house.ts';
import { senderOf } from './alerts.ts';

type Names =
  | 'listApprovals'
  | 'getApproval'
  | 'submitForApproval'
  | 'approve'
  | 'sendBack'
  | 'noteListening'
  | 'comment'
  | 'changeBulletin'
  | 'removeAttachment';

export function approvalHandlers(house: House): Handlers<Names> {
  const { store, world } = house;

  return {
    async listApprovals(_input, { visitor }) {
      const open = await listApprovals(store.db, ['waiting', 'sent_back', 'draft']);
      const cards = await cardsOf(house, visitor, open);
      const soon = (at: number | null) => at ?? Number.MAX_SAFE_INTEGER;
      return cards.sort((a, b) => soon(a.nextAt) - soon(b.nextAt));
    },
    getApproval: ({ params }, { visitor }) => cardOf(house, visitor, params.id),
    async submitForApproval({ params }, { visitor }) {
      await store.transact((tx) => submit(tx, world.clock, params.id, senderOf(visitor)));
      return cardOf(house, visitor, params.id);
    },
    async approve({ body }, { visitor }) {
      const approved: string[] = [];
      const refused: RouteAnswer<'approve'>['refused'] = [];
      for (const { subject, sha256 } of body.items) {
        try {
          const judged = await demandSubject(house, subject, visitor, 'approve');
          await store.transact(async (tx) => {
            const { title, ...now } = await judgedBy(tx, subject);
            // Whoever changed it in between would approve what nobody judged: his own work, or wider places.
            if (!isDeepStrictEqual(now, judged)) throw new StationError('APPROVAL_CHANGED', { title });
            await approveOne(house, tx, subject, sha256, visitor);
          });
          approved.push(subject);
        } catch (error) {
          if (!isStationError(error)) throw error;
          refused.push({ subject, code: error.code, text: error.text });
        }
      }
      await inForce(house);
      return { approved, refused };
    },
    async sendBack({ params, body }, { visitor }) {
      await demandSubject(house, params.id, visitor, 'send_back');
      await store.transact(async (tx) => {
        const { approval: before } = await subjectOf(tx, params.id);
        await sendBack(tx, world.clock, params.id, body.word, senderOf(visitor));
        if (before.kind === 'frame') return planFramedAgain(house, tx, params.id);
        const bulletin = await bulletinInUse(tx, params.id);
        if (before.state === 'approved') await callBack(house, tx, bulletin, bulletin, true);
      });
      await inForce(house);
      return cardOf(house, visitor, params.id);
    },
    async noteListening({ params, body }, { visitor }) {
      const { approval } = await subjectOf(store.db, params.id);
      const { sha256, durationMs } = body;
      const listenedMs = Math.min(body.listenedMs, durationMs);
      const said = { at: world.clock.wallMs(), event: 'listen', by: senderOf(visitor), word: null } as const;
      await addNote(store.db, approval.subject, { ...said, sha256, listenedMs, durationMs });
      return {};
    },
    async comment({ params, body }, { visitor }) {
      await store.transact((tx) => comment(tx, world.clock, params.id, body.word, senderOf(visitor)));
      return cardOf(house, visitor, params.id);
    },
    async changeBulletin({ params, body: { sha256, ...body } }, { visitor }) {
      await changeBulletins(house, [params.id], visitor, async (tx) => {
        const { title } = await bulletinInUse(tx, params.id);
        // Nobody's work is overwritten unseen.
        if ((await subjectOf(tx, params.id)).sha256 !== sha256) throw new StationError('APPROVAL_CHANGED', { title });
        await mustBeTellable(tx, body);
        await writeDetails(tx, params.id, { ...body, form: body.form });
      });
      return cardOf(house, visitor, params.id);
    },
    async removeAttachment({ params }, { visitor }) {
      await changeBulletins(house, [params.id], visitor, async (tx) => {
        await bulletinInUse(tx, params.id);
        await writeDetails(tx, params.id, { attachment: null });
      });
      return cardOf(house, visitor, params.id);
    },
  };
}

/** The card of one subject. Throws NOT_FOUND. */
export async function cardOf(house: House, visitor: Visitor, id: string): Promise<RouteAnswer<'getApproval'>> {
  const approvals = [...(await findApprovals(house.store.db, [id])).values()];
  const [card] = await cardsOf(house, visitor, approvals);
  if (!card) throw notFound('bulletin');
  return card;
}

/** Approves one content as it was seen; the right was asked for before the transaction. Programmes of many parts take it up. */
export async function approveOne(
  house: House,
  tx: Executor,
  id: string,
  /** Null: as it is, for whoever writes and approves in one. */
  seenSha256: string | null,
  visitor: Visitor,
): Promise<void> {
  const sha256 = seenSha256 ?? (await subjectOf(tx, id)).sha256;
  await approve(tx, house.world.clock, id, sha256, senderOf(visitor));
  await planTemplatesAgain(house, tx, [id]);
}

/** What was approved, or is not any more, is so on the air. */
export async function inForce({ approvals, schedule, playout }: House): Promise<void> {
  await approvals.settle();
  schedule.wake();
  playout.wake();
}

/** Asked outside of transactions, which have the disk for themselves. Who takes his word back needs the right to give it, and may do so with what is his own. */
async function demandSubject(house: House, id: string, visitor: Visitor, act: 'approve' | 'send_back') {
  const { title, ...judged } = await judgedBy(house.store.db, id);
  const { approval, ...reach } = judged;
  const nobodys = act === 'send_back' ? { ...approval, written: null, changed: null } : approval;
  await demandApproval(house, visitor, { approval: nobodys, title, ...reach });
  return judged;
}

/** By what it is decided who may approve. */
async function judgedBy(db: Executor, id: string) {
  const { approval, title } = await subjectOf(db, id);
  const { audience, class: of } = (await findDetails(db, [id])).get(id) ?? NO_DETAILS;
  return { title, approval, audience, isExternal: of === 'external' };
}

/** Refuses what is said of a bulletin and cannot be: areas that are not there, a form where none belongs. */
export async function mustBeTellable(
  db: Executor,
  { audience, class: of, form }: Pick<RouteInput<'changeBulletin'>['body'], 'audience' | 'class' | 'form'>,
): Promise<void> {
  const areas = new Set((await listAreas(db)).map((area) => area.id));
  if (audience.some((id) => !areas.has(id))) throw notFound('area');
  if ((of === 'external') === (form !== null)) return;
  const problem = {
    vi: 'tin từ bên ngoài phải điền đúng mẫu; tin của xã không có mẫu này',
    en: 'a message from outside needs its form; the commune’s own has none',
  };
  throw new StationError('REQUEST_INVALID', { field: 'body.form', problem });
}
