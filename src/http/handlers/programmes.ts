import type { Broadcast } from '#broadcast';
import { notFound, StationError } from '#kernel';
import { listBank, readyDurations } from '#media';
import {
  addBulletin,
  type Bulletin,
  bulletinsOf,
  canonicalLanguage,
  changeValidity,
  checkValidity,
  findBulletins,
  isValidAt,
  listBulletins,
  listProgrammes,
  listTemplates,
  putProgramme,
  putVersion,
  removeVersion,
  withdrawBulletin,
} from '#programme';
import type { Executor } from '#store';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

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

export function programmeHandlers({ store, world, schedule, playout, bankChanged }: House): Handlers<Names> {
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

  /**
   * A bulletin is not what it was: all that was planned of it and has not begun is called back. Rules plan it anew as far
   * as it is valid, and programmes of many parts without it; what a person asked for is held back when it is not valid.
   */
  async function callBack(tx: Executor, bulletin: Bulletin, before: Bulletin): Promise<void> {
    const templates = (await listTemplates(tx)).filter((one) => bulletinsOf(one.parts).includes(bulletin.id));
    await schedule.planAgain(tx, [bulletin.id], (at) => (isValidAt(bulletin, at) ? 'rule_changed' : 'not_valid'));
    await schedule.planAgain(
      tx,
      templates.map((one) => one.id),
      () => 'rule_changed',
    );
    const asked = playout.open().filter((one) => one.state === 'planned' && one.origin !== 'schedule');
    const now = world.clock.wallMs();
    const over = asked.filter((one) => says(one, before) && !isValidAt(bulletin, Math.max(now, one.plannedAt)));
    await playout.cancelPlanned(
      tx,
      over.map((one) => one.id),
      'not_valid',
    );
  }

  /** Changes a bulletin and all that hangs on it in one transaction, then lets the rooms look. */
  async function change(id: string, work: (tx: Executor) => Promise<Bulletin>): Promise<Bulletin> {
    const bulletin = await store.transact(async (tx) => {
      const before = (await findBulletins(tx, [id])).get(id)?.bulletin;
      const after = await work(tx);
      await callBack(tx, after, before ?? after);
      return after;
    });
    schedule.wake();
    playout.wake();
    return bulletin;
  }

  return {
    listProgrammes: () => listProgrammes(store.db),
    async addProgramme({ body }, { remember }) {
      const programme = await store.transact(async (tx) => {
        await mustBeReady(tx, [body.openingChimeId, body.closingChimeId]);
        const made = await putProgramme(tx, world, body);
        await remember(tx, made);
        return made;
      });
      await chimesChanged();
      return programme;
    },
    async changeProgramme({ params, body }) {
      const programme = await store.transact(async (tx) => {
        await mustBeReady(tx, [body.openingChimeId, body.closingChimeId]);
        return putProgramme(tx, world, { id: params.id, ...body });
      });
      await chimesChanged();
      return programme;
    },
    listBulletins: async () => (await listBulletins(store.db)).map(shown),
    addBulletin: ({ body }, { remember }) =>
      store.transact(async (tx) => {
        checkValidity(body.validFrom, body.validTo);
        const language = canonicalLanguage(body.language);
        await mustBeReady(tx, [body.recordingId]);
        const programmes = await listProgrammes(tx);
        if (!programmes.some((programme) => programme.id === body.programmeId)) throw notFound('programme');
        const bulletin = shown(await addBulletin(tx, world, { ...body, language }));
        await remember(tx, bulletin);
        return bulletin;
      }),
    withdrawBulletin: async ({ params }) => {
      await change(params.id, (tx) => withdrawBulletin(tx, world.clock, params.id));
      return {};
    },
    changeValidity: async ({ params, body }) =>
      shown(await change(params.id, (tx) => changeValidity(tx, params.id, body))),
    putVersion: async ({ params, body }) => {
      const language = canonicalLanguage(params.language);
      const { recordingId } = body;
      const write = async (tx: Executor) => {
        await mustBeReady(tx, [recordingId]);
        return putVersion(tx, world.clock, params.id, { language, recordingId });
      };
      return shown(await change(params.id, write));
    },
    removeVersion: async ({ params }) => {
      const language = canonicalLanguage(params.language);
      return shown(await change(params.id, (tx) => removeVersion(tx, params.id, language)));
    },
  };
}

/** True when a broadcast says this bulletin in some language. */
function says({ bulletinId, runningOrder, variants }: Broadcast, bulletin: Bulletin): boolean {
  if (bulletinId !== null) return bulletinId === bulletin.id;
  const recordingIds = new Set([bulletin, ...bulletin.versions].map((one) => one.recordingId));
  const items = [runningOrder, ...Object.values(variants)].flatMap((order) => order.items);
  return items.some((item) => item.kind === 'audio' && recordingIds.has(item.recordingId));
}

function shown({ withdrawnAt: _, versions, ...bulletin }: Bulletin): RouteAnswer<'addBulletin'> {
  return { ...bulletin, versions: [...versions] };
}
