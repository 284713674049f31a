import { begin, submit, wantFrames, withdraw } from '#approval';
import { notFound, StationError } from '#kernel';
import { listBank, readyDurations } from '#media';
import type { Visitor } from '#people';
import {
  addBulletin,
  type Bulletin,
  canonicalLanguage,
  changeValidity,
  checkValidity,
  listBulletins,
  listProgrammes,
  type Programme,
  putProgramme,
  putVersion,
  removeVersion,
  withdrawBulletin,
  writeDetails,
} from '#programme';
import type { Executor } from '#store';
import { standingsOf } from '../approval-cards.ts';
import { changeBulletins } from '../bulletin-change.ts';
import type { RouteAnswer, RouteInput } from '../contract.ts';
import { approveFrames, demandOwn } from '../frames.ts';
import type { Handlers, House } from '../house.ts';
import { senderOf } from './alerts.ts';
import { approveOne, inForce, mustBeTellable } from './approvals.ts';

type Names =
  | 'listProgrammes'
  | 'addProgramme'
  | 'changeProgramme'
  | 'listBulletins'
  | 'addBulletin'
  | 'withdrawBulletin'
  | 'changeValidity'
  | 'putVersion'
  | 'removeVersion';

export function programmeHandlers(house: House): Handlers<Names> {
  const { store, world, bankChanged } = house;

  async function mustBeReady(tx: Executor, recordingIds: ReadonlyArray<string | null>): Promise<void> {
    const wanted = recordingIds.filter((id) => id !== null);
    const ready = await readyDurations(tx, wanted);
    for (const id of wanted) if (!ready.has(id)) throw new StationError('RECORDING_NOT_READY');
    // A siren is for emergencies: whoever hears it must know at once what it means.
    const banked = new Set(await listBank(tx));
    if (wanted.some((id) => banked.has(id))) throw new StationError('RECORDING_RESERVED');
  }

  /** The chime of a live talk lies on every speaker ahead of time: it may be another one now. */
  const chimesChanged = () => bankChanged();

  /** Its chimes wait for approval where nobody gave it yet, or are approved at once by whoever may. */
  async function framed(tx: Executor, { openingChimeId, closingChimeId }: Programme, approve: boolean, by: Visitor) {
    const wanted = await wantFrames(tx, world.clock, [openingChimeId, closingChimeId], senderOf(by));
    if (approve) await approveFrames(house, tx, wanted, by);
  }

  async function shown(db: Executor, bulletin: Bulletin): Promise<RouteAnswer<'addBulletin'>> {
    return shownAs(bulletin, (await standingsOf(db, [bulletin.id])).get(bulletin.id));
  }

  /** A new bulletin with all that is said of it: a draft, waiting, or approved at once by whoever may do both. */
  async function added(
    tx: Executor,
    { next, ...body }: RouteInput<'addBulletin'>['body'],
    visitor: Visitor,
  ): Promise<Bulletin> {
    const { text, documentNumber, audience, personalUntil, class: of, form, ...bare } = body;
    await mustBeTellable(tx, body);
    const bulletin = await addBulletin(tx, world, bare);
    await writeDetails(tx, bulletin.id, { text, documentNumber, audience, personalUntil, class: of, form });
    await begin(tx, world.clock, bulletin.id, 'bulletin', senderOf(visitor));
    if (next === 'draft') return bulletin;
    await submit(tx, world.clock, bulletin.id, senderOf(visitor));
    if (next === 'approve') await approveOne(house, tx, bulletin.id, null, visitor);
    return bulletin;
  }

  return {
    listProgrammes: () => listProgrammes(store.db),
    async addProgramme({ body: { approve, ...body } }, { remember, visitor }) {
      if (approve) await demandOwn(house, visitor, { title: body.name });
      const programme = await store.transact(async (tx) => {
        await mustBeReady(tx, [body.openingChimeId, body.closingChimeId]);
        const made = await putProgramme(tx, world, body);
        await framed(tx, made, approve, visitor);
        await remember(tx, made);
        return made;
      });
      await inForce(house);
      await chimesChanged();
      return programme;
    },
    async changeProgramme({ params, body: { approve, ...body } }, { visitor }) {
      if (approve) await demandOwn(house, visitor, { title: body.name });
      const own = (await listBulletins(store.db)).filter((one) => one.programmeId === params.id);
      // Its kind is approved with each of its bulletins.
      const ids = own.map((one) => one.id);
      const programme = await changeBulletins(house, ids, visitor, async (tx) => {
        await mustBeReady(tx, [body.openingChimeId, body.closingChimeId]);
        const made = await putProgramme(tx, world, { id: params.id, ...body });
        await framed(tx, made, approve, visitor);
        return made;
      });
      await chimesChanged();
      return programme;
    },
    async listBulletins() {
      const all = await listBulletins(store.db);
      const standings = await standingsOf(
        store.db,
        all.map((one) => one.id),
      );
      return all.map((one) => shownAs(one, standings.get(one.id)));
    },
    async addBulletin({ body }, { remember, visitor }) {
      const { title, audience, class: of } = body;
      if (body.next === 'approve') await demandOwn(house, visitor, { title, audience, isExternal: of === 'external' });
      const answer = await store.transact(async (tx) => {
        checkValidity(body.validFrom, body.validTo);
        const language = canonicalLanguage(body.language);
        await mustBeReady(tx, [body.recordingId]);
        const programmes = await listProgrammes(tx);
        if (!programmes.some((programme) => programme.id === body.programmeId)) throw notFound('programme');
        const bulletin = await shown(tx, await added(tx, { ...body, language }, visitor));
        await remember(tx, bulletin);
        return bulletin;
      });
      await inForce(house);
      return answer;
    },
    withdrawBulletin: async ({ params }, { visitor }) => {
      await changeBulletins(house, [params.id], visitor, async (tx) => {
        const gone = await withdrawBulletin(tx, world.clock, params.id);
        await withdraw(tx, world.clock, params.id, senderOf(visitor));
        return gone;
      });
      return {};
    },
    async changeValidity({ params, body }, { visitor }) {
      const work = (tx: Executor) => changeValidity(tx, params.id, body);
      return shown(store.db, await changeBulletins(house, [params.id], visitor, work));
    },
    putVersion: async ({ params, body }, { visitor }) => {
      const language = canonicalLanguage(params.language);
      const { recordingId } = body;
      const write = async (tx: Executor) => {
        await mustBeReady(tx, [recordingId]);
        return putVersion(tx, world.clock, params.id, { language, recordingId });
      };
      return shown(store.db, await changeBulletins(house, [params.id], visitor, write));
    },
    removeVersion: async ({ params }, { visitor }) => {
      const language = canonicalLanguage(params.language);
      const work = (tx: Executor) => removeVersion(tx, params.id, language);
      return shown(store.db, await changeBulletins(house, [params.id], visitor, work));
    },
  };
}

const NO_STANDING: RouteAnswer<'addBulletin'>['approval'] = {
  ...{ state: 'draft', isCovered: false, decidedBy: null, decidedAt: null, source: null, word: null, fell: null },
};

function shownAs(
  { withdrawnAt: _, versions, ...bulletin }: Bulletin,
  standing: RouteAnswer<'addBulletin'>['approval'] | undefined,
): RouteAnswer<'addBulletin'> {
  return { ...bulletin, versions: [...versions], approval: standing ?? NO_STANDING };
}
