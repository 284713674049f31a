import { findEndpoints } from '#endpoint';
import {
  addInterference,
  answerTask,
  askTask,
  closeInterference,
  findFmStations,
  type Interference,
  listInterference,
  mustFindFmStation,
  mustFindInterference,
  tasksOf,
} from '#fm';
import { notFound } from '#kernel';
import { readRecording } from '#media';
import { listAreas } from '#place';
import type { Executor } from '#store';
import type { RouteAnswer } from '../contract.ts';
import type { Handlers, House } from '../house.ts';

type Names = 'listInterference' | 'addInterference' | 'closeInterference' | 'askVillageTask' | 'answerVillageTask';
type Shown = RouteAnswer<'addInterference'>;

export function interferenceHandlers({ store, world }: House): Handlers<Names> {
  /** Joined with the names of what it touches; what is out of use keeps its name. */
  async function shown(db: Executor, found: readonly Interference[]): Promise<Shown[]> {
    const stations = await findFmStations(
      db,
      found.map((one) => one.stationId),
    );
    const endpoints = await findEndpoints(
      db,
      found.flatMap((one) => one.endpointId ?? []),
    );
    const areas = new Map((await listAreas(db)).map((area) => [area.id, area.name]));
    const tasks = Map.groupBy(
      await tasksOf(
        db,
        found.map((one) => one.id),
      ),
      (task) => task.interferenceId,
    );
    return found.map((one) => {
      const stationName = stations.get(one.stationId)?.name ?? '';
      const place = endpoints.get(one.endpointId ?? '')?.name ?? areas.get(one.areaId ?? '') ?? stationName;
      const own = tasks.get(one.id) ?? [];
      return { ...one, stationName, place, tasks: own.map(({ interferenceId: _, ...task }) => task) };
    });
  }

  async function one(db: Executor, interference: Interference): Promise<Shown> {
    const [answer] = await shown(db, [interference]);
    if (!answer) throw notFound('interference');
    return answer;
  }

  async function mustHangOn(db: Executor, stationId: string, endpointId: string | null): Promise<void> {
    if (endpointId === null) return;
    const endpoint = (await findEndpoints(db, [endpointId])).get(endpointId);
    if (!endpoint || endpoint.fmStationId !== stationId) throw notFound('fm_receiver');
  }

  return {
    listInterference: async () => shown(store.db, await listInterference(store.db)),
    addInterference: ({ body }, { visitor, remember }) =>
      store.transact(async (tx) => {
        await mustFindFmStation(tx, body.stationId);
        await mustHangOn(tx, body.stationId, body.endpointId);
        if (body.areaId !== null && !(await listAreas(tx)).some(({ id }) => id === body.areaId)) throw notFound('area');
        if (body.recordingId !== null && !(await readRecording(tx, body.recordingId))) throw notFound('recording');
        const answer = await one(tx, await addInterference(tx, world, { ...body, writtenBy: visitor.name }));
        await remember(tx, answer);
        return answer;
      }),
    closeInterference: ({ params, body }, { visitor, remember }) =>
      store.transact(async (tx) => {
        const said = { ...body, closedBy: visitor.name };
        const answer = await one(tx, await closeInterference(tx, world.clock, params.id, said));
        await remember(tx, answer);
        return answer;
      }),
    askVillageTask: ({ params, body }, { visitor, remember }) =>
      store.transact(async (tx) => {
        const interference = await mustFindInterference(tx, params.id);
        await mustHangOn(tx, interference.stationId, body.endpointId);
        await askTask(tx, world, interference.id, { ...body, askedBy: visitor.name });
        const answer = await one(tx, interference);
        await remember(tx, answer);
        return answer;
      }),
    answerVillageTask: ({ params, body }, { remember }) =>
      store.transact(async (tx) => {
        const { interferenceId } = await answerTask(tx, world.clock, params.id, body);
        const answer = await one(tx, await mustFindInterference(tx, interferenceId));
        await remember(tx, answer);
        return answer;
      }),
  };
}
