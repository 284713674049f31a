import { type Bilingual, dayNumber, StationError } from '#kernel';
import { VERBS, type Verb, type Visitor } from '#people';
import {
  type Area,
  addArea,
  changeArea,
  findAct,
  findArea,
  listActs,
  listAreas,
  listBrands,
  putBrand,
  type ReachLine,
  readSpans,
  retireBrand,
  spansOn,
  stationCodesOf,
  type WrittenAct,
} from '#place';
import type { Executor } from '#store';
import { type Land, landOn } from '#territory';
import { tellAct, tellHours, tellOutcome } from '../area-words.ts';
import type { RouteAnswer, RouteInput } from '../contract.ts';
import type { Handlers, House } from '../house.ts';
import { demandRight } from '../rights.ts';

type Tree = 'listAreas' | 'areasOn' | 'addArea' | 'changeArea' | 'closeArea';
type Acts = 'listAreaActs' | 'previewAreaAct' | 'addAreaAct' | 'undoAreaAct';
type Brands = 'listBrands' | 'addBrand' | 'changeBrand' | 'retireBrand';
type Reach = RouteAnswer<'previewAreaAct'>['gains'];

/** Somebody who gains rights by an act is granted them by whoever writes it: that needs the right to grant. */
async function mustMayGrant(
  house: House,
  visitor: Visitor,
  gains: readonly ReachLine[],
  areaIds: ReadonlyArray<string | null>,
): Promise<void> {
  if (gains.length > 0) await demandRight(house, visitor, ['people'], { areaIds });
}

/** The lines of people as they are shown, with areas by their names. */
export function reachShown(lines: readonly ReachLine[], nameOf: (areaId: string) => string): Reach {
  return lines.map(({ accountId, name, verb, areaIds }) => ({
    ...{ accountId, name, verb: { ...VERBS[verb as Verb] }, areas: areaIds.map(nameOf) },
  }));
}

export function areaHandlers(house: House): Handlers<Tree | Acts | Brands> {
  const { store, world, territory, gateChanged } = house;

  async function shown(db: Executor, areas: readonly Area[]): Promise<RouteAnswer<'listAreas'>> {
    const parents = new Map((await listAreas(db)).map((area) => [area.id, area.parentId]));
    const codes = await stationCodesOf(
      db,
      parents,
      areas.map(({ id }) => ({ id, areaId: id })),
    );
    return areas.map((area) => ({
      ...{ ...area, successorIds: [...area.successorIds], stationCode: codes.get(area.id) ?? '' },
    }));
  }

  async function one(db: Executor, area: Area): Promise<RouteAnswer<'addArea'>> {
    const [answer] = await shown(db, [area]);
    return answer as RouteAnswer<'addArea'>;
  }

  async function actShown(db: Executor, written: WrittenAct): Promise<RouteAnswer<'undoAreaAct'>> {
    const names = new Map((await listAreas(db)).map(({ id, name }) => [id, name]));
    const { newIds: _, accepted: __, outcome, ...rest } = written;
    const text = tellAct(written.act, (id) => names.get(id) ?? '…');
    return { ...rest, text, problem: tellOutcome(written.state, outcome) };
  }

  async function previewed(db: Executor, { act, onDate }: RouteInput<'previewAreaAct'>['body']) {
    const { preview, land } = await territory.preview(db, { act, onDate });
    const rules = (await house.schedule.rules()).filter(({ zoneIds }) =>
      zoneIds.some((id) => preview.zoneIds.includes(id)),
    );
    return { preview, land, answer: previewShown(land, preview, rules.length) };
  }

  return {
    listAreas: async () => shown(store.db, await listAreas(store.db)),
    async areasOn({ params: { date } }) {
      if (dayNumber(date) === null) throw new StationError('REQUEST_INVALID', { field: 'date', problem: 'YYYY-MM-DD' });
      if (date > territory.today()) {
        const land = landOn(await territory.land(store.db), await listActs(store.db, 'planned'), date);
        return [...land.areas.values()].filter(({ validTo }) => validTo === null || validTo >= date).map(treeShown);
      }
      const codes = new Map((await listAreas(store.db)).map(({ id, code }) => [id, code]));
      return [...spansOn(await readSpans(store.db), date)].map(([id, span]) =>
        treeShown({ ...span, id, code: codes.get(id) ?? null }),
      );
    },
    addArea: ({ body }, { remember }) =>
      store.transact(async (tx) => {
        const area = await one(tx, await addArea(tx, world, body));
        await remember(tx, area);
        return area;
      }),
    async changeArea({ params, body }) {
      const area = await store.transact(async (tx) => {
        const before = await findArea(tx, params.id);
        if (before && before.parentId !== body.parentId && (await territory.gainsByMove(tx, params.id, body.parentId)))
          throw new StationError('AREA_NEEDS_ACT');
        return one(tx, await changeArea(tx, territory.today(), params.id, body));
      });
      // Who lies in it may have other areas above now, and with them other rules.
      await gateChanged();
      return area;
    },
    async closeArea({ params }, { visitor }) {
      const asked = { act: { kind: 'close', areaId: params.id } as const, onDate: territory.today() };
      const { preview } = await territory.preview(store.db, asked);
      const written = { ...asked, seen: preview.seen, document: '', note: '' };
      await territory.write(written, visitor.name, async () => undefined);
      return {};
    },

    listAreaActs: async () => {
      const acts = await listActs(store.db);
      return Promise.all(acts.map((written) => actShown(store.db, written)));
    },
    previewAreaAct: async ({ body }) => (await previewed(store.db, body)).answer,
    async addAreaAct({ body }, { visitor, remember }) {
      const { preview } = await territory.preview(store.db, body);
      await mustMayGrant(house, visitor, preview.gains, await areasOfAct(house, body.act));
      const written = await territory.write(body, visitor.name, async (tx, done) =>
        remember(tx, await actShown(tx, done)),
      );
      return actShown(store.db, written);
    },
    undoAreaAct: async ({ params }, { visitor }) => actShown(store.db, await territory.undo(params.id, visitor.name)),

    listBrands: async () =>
      (await listBrands(store.db)).map((brand) => ({ ...brand, holderIds: [...brand.holderIds] })),
    addBrand: ({ body }, { remember }) =>
      store.transact(async (tx) => {
        const brand = await putBrand(tx, world, body);
        const answer = { ...brand, holderIds: [...brand.holderIds] };
        await remember(tx, answer);
        return answer;
      }),
    changeBrand: ({ params, body }) =>
      store.transact(async (tx) => {
        const brand = await putBrand(tx, world, { ...body, id: params.id });
        return { ...brand, holderIds: [...brand.holderIds] };
      }),
    retireBrand: async ({ params }) => {
      await store.transact((tx) => retireBrand(tx, world.clock, params.id));
      return {};
    },
  };
}

const treeShown = ({ id, parentId, kind, name, code }: Pick<Area, 'id' | 'parentId' | 'kind' | 'name' | 'code'>) => ({
  ...{ id, parentId, kind, name, code },
});

function previewShown(
  land: Land,
  {
    plan,
    gains,
    losses,
    endpointIds,
    zoneIds,
    accountIds,
    seen,
  }: Awaited<ReturnType<House['territory']['preview']>>['preview'],
  rules: number,
): RouteAnswer<'previewAreaAct'> {
  const fresh = new Map(plan.opens.map(({ id, name }) => [id, name]));
  const nameOf = (id: string | null) => fresh.get(id ?? '') ?? land.areas.get(id ?? '')?.name ?? '';
  const moved = (
    things: ReadonlyArray<{ readonly id: string; readonly name: string }>,
    moves: typeof plan.endpoints,
  ) => {
    const names = new Map(things.map(({ id, name }) => [id, name]));
    return moves.map(({ id, from, to }) => ({ id, name: names.get(id) ?? '', from: nameOf(from), to: nameOf(to) }));
  };
  const changes = plan.changes.map((after) => ({ after, before: land.areas.get(after.id) as Area }));
  return {
    seen,
    opens: plan.opens.map(({ kind, name, parentId }) => ({ kind, name, parent: nameOf(parentId) })),
    closes: plan.closes.map(({ id, successorIds }) => ({ id, name: nameOf(id), becomes: successorIds.map(nameOf) })),
    renames: changes
      .filter(({ before, after }) => before.name !== after.name || before.kind !== after.kind)
      .map(({ before, after }) => ({
        ...{ id: after.id, before: `${before.kind} ${before.name}`, after: `${after.kind} ${after.name}` },
      })),
    moves: changes
      .filter(({ before, after }) => before.parentId !== after.parentId)
      .map(({ before, after }) => ({
        ...{ id: after.id, name: after.name, from: nameOf(before.parentId), to: nameOf(after.parentId) },
      })),
    endpoints: moved(land.endpoints, plan.endpoints),
    zones: moved(land.zones, plan.zones),
    fmStations: moved(land.fmStations, plan.fmStations),
    hours: hoursWord(land, plan.gate.versions, nameOf),
    touched: { endpoints: endpointIds.length, zones: zoneIds.length, rules, people: accountIds.length },
    gains: reachShown(gains, nameOf),
    losses: reachShown(losses, nameOf),
  };
}

function hoursWord(
  land: Land,
  copies: ReadonlyArray<{ readonly id: string }>,
  nameOf: (id: string | null) => string,
): Bilingual | null {
  const from = land.versions.find(({ id }) => id === copies[0]?.id);
  return from ? tellHours(nameOf(from.areaId)) : null;
}

/** Every area that an act names, and what lies above it where siblings are made: whoever writes it needs rights there. */
export async function areasOfAct(house: House, act: WrittenAct['act']): Promise<Array<string | null>> {
  const parentOf = async (id: string) => (await findArea(house.store.db, id))?.parentId ?? null;
  switch (act.kind) {
    case 'merge':
      return [...act.areaIds, 'areaId' in act.into ? act.into.areaId : act.into.parentId];
    case 'split':
      return [act.areaId, await parentOf(act.areaId)];
    case 'move':
      return [act.areaId, await parentOf(act.areaId), act.parentId];
    default:
      return [act.areaId];
  }
}

/** The same of an act that was written; of one that is not there, the whole station. */
export async function areasOfWritten(house: House, id: string): Promise<Array<string | null>> {
  const written = await findAct(house.store.db, id);
  return written ? areasOfAct(house, written.act) : [null];
}
