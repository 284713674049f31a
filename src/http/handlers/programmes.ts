import { notFound, StationError } from '#kernel';
import { readyDurations } from '#media';
import { addBulletin, findBulletins, listBulletins, listProgrammes, putProgramme } from '#programme';
import type { Executor } from '#store';
import type { Handlers, House } from '../house.ts';

type Names = 'listProgrammes' | 'addProgramme' | 'changeProgramme' | 'listBulletins' | 'addBulletin';

export function programmeHandlers({ store, world }: House): Handlers<Names> {
  async function mustBeReady(tx: Executor, recordingIds: ReadonlyArray<string | null>): Promise<void> {
    const wanted = recordingIds.filter((id) => id !== null);
    const ready = await readyDurations(tx, wanted);
    for (const id of wanted) if (!ready.has(id)) throw new StationError('RECORDING_NOT_READY');
  }

  return {
    listProgrammes: () => listProgrammes(store.db),
    addProgramme: ({ body }, { remember }) =>
      store.transact(async (tx) => {
        await mustBeReady(tx, [body.openingChimeId, body.closingChimeId]);
        const programme = await putProgramme(tx, world, body);
        await remember(tx, programme);
        return programme;
      }),
    changeProgramme: ({ params, body }) =>
      store.transact(async (tx) => {
        await mustBeReady(tx, [body.openingChimeId, body.closingChimeId]);
        return putProgramme(tx, world, { id: params.id, ...body });
      }),
    listBulletins: () => listBulletins(store.db),
    addBulletin: ({ body }, { remember }) =>
      store.transact(async (tx) => {
        await mustBeReady(tx, [body.recordingId]);
        const programmes = await listProgrammes(tx);
        if (!programmes.some((programme) => programme.id === body.programmeId)) throw notFound('programme');
        const bulletin = await addBulletin(tx, world, body);
        await remember(tx, bulletin);
        return bulletin;
      }),
  };
}

/** Throws NOT_FOUND unless the bulletin can be scheduled. */
export async function mustBeBulletin(db: Executor, id: string): Promise<void> {
  if (!(await findBulletins(db, [id])).has(id)) throw notFound('bulletin');
}
