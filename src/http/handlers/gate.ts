import { listEndpoints } from '#endpoint';
import { ceilingDbAt, DEFAULT_RULES, type EndpointGate, gateAt } from '#gate';
import { civilOf, type Kind } from '#kernel';
import {
  addExceptionDay,
  addGateVersion,
  addMourning,
  addQuietSpan,
  compileGate,
  endMourning,
  type GateAuthor,
  liftQuietSpan,
  listAreas,
  readGateSettings,
  removeExceptionDay,
  type SetExceptionDay,
  versionOn,
  versionsOf,
} from '#place';
import type { RouteAnswer } from '../contract.ts';
import { readGatePresets } from '../gate-presets.ts';
import type { Asking, Handlers, House } from '../house.ts';

type Posts = 'addGateVersion' | 'addExceptionDay' | 'addMourning' | 'addQuietSpan';
type Deletes = 'removeExceptionDay' | 'endMourning' | 'liftQuietSpan';
type Names = 'getGate' | 'listGatePresets' | Posts | Deletes;

export function gateHandlers(house: House): Handlers<Names> {
  const { store, world } = house;
  const { zone, schedulesFolder } = house.settings;
  const authorOf = (name: string | null): GateAuthor => ({ ...world, zone, writtenBy: name });

  /** Tells the speakers, and whoever asks later why. */
  async function changed(name: string | null): Promise<void> {
    await house.gateChanged();
    const endpointIds = (await listEndpoints(store.db)).map(({ id }) => id);
    const said = {
      vi: `${name ?? 'Người trực'} đổi quy định về giờ được phát.`,
      en: `${name ?? 'The operator'} changed the house rules.`,
    };
    house.why.fact(endpointIds, { code: 'rules_changed', ...said });
  }

  /** Writes it with the answer, and then tells the speakers. */
  async function post<Name extends Posts>(
    { visitor, remember }: Asking<Name>,
    write: (tx: Parameters<typeof remember>[0], author: GateAuthor) => Promise<RouteAnswer<Name>>,
  ): Promise<RouteAnswer<Name>> {
    const answer = await store.transact(async (tx) => {
      const set = await write(tx, authorOf(visitor.name));
      await remember(tx, set);
      return set;
    });
    await changed(visitor.name);
    return answer;
  }
  const takeBack =
    (remove: typeof liftQuietSpan) =>
    async ({ params }: { params: { id: string } }, { visitor }: { visitor: { name: string | null } }) => {
      await store.transact((tx) => remove(tx, authorOf(visitor.name), params.id));
      await changed(visitor.name);
      return {};
    };

  return {
    getGate: () => shown(house),
    listGatePresets: () => readGatePresets(world.files, `${schedulesFolder}/gates`),
    addGateVersion: ({ body }, asking) => post(asking, (tx, author) => addGateVersion(tx, author, body)),
    addExceptionDay: ({ body: { areaId, ...day } }, asking) =>
      post(asking, async (tx, author) => flat(await addExceptionDay(tx, author, { areaId, day }))),
    removeExceptionDay: takeBack(removeExceptionDay),
    addMourning: ({ body }, asking) => post(asking, (tx, author) => addMourning(tx, author, body)),
    endMourning: takeBack(endMourning),
    addQuietSpan: ({ body }, asking) =>
      post(asking, async (tx, author) => {
        const span = await addQuietSpan(tx, author, { ...body, from: body.from ?? world.clock.wallMs() });
        return { ...span, byStop: false };
      }),
    liftQuietSpan: takeBack(liftQuietSpan),
  };
}

async function shown({ store, settings, world, stops }: House): Promise<RouteAnswer<'getGate'>> {
  const { zone } = settings;
  const now = world.clock.wallMs();
  const kept = await readGateSettings(store.db, zone, now);
  const holds = await stops.holds();
  const today = civilOf(now, zone).date;
  const places = [null, ...(await listAreas(store.db)).map(({ id }) => id)];
  return {
    now,
    versions: [...kept.versions],
    exceptionDays: kept.exceptionDays.map(flat),
    mournings: [...kept.mournings],
    quietSpans: kept.quietSpans.map((span) => ({ ...span, byStop: holds.has(span.id) })),
    inForce: places.map((areaId) => {
      const version = versionOn(versionsOf(kept, areaId), today);
      const gate = compileGate(kept, zone, { areaId, endpointId: null }, now);
      return {
        areaId,
        versionId: version?.id ?? null,
        rules: version?.rules ?? DEFAULT_RULES,
        bulletin: wordOf(gate, 'bulletin', now),
        music: wordOf(gate, 'music', now),
        ceilingDb: ceilingDbAt(gate, now),
      };
    }),
  };
}

function wordOf(gate: EndpointGate, kind: Kind, now: number) {
  const word = gateAt(gate, { level: 'scheduled', kind }, now);
  return word.isOpen
    ? { isOpen: true, reason: null, changesAt: word.closesAt }
    : { isOpen: false, reason: word.reason, changesAt: word.opensAt };
}

function flat({ day, ...set }: SetExceptionDay) {
  return { ...set, ...day };
}
