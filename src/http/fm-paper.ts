/** What is printed for an FM station: gathered from the rooms that know it, set by the paper room. */
import { asDelivered, type Broadcast, broadcastsBetween, type Delivery } from '#broadcast';
import { radioText } from '#delivery';
import { findEndpoints } from '#endpoint';
import { type FmStation, findFmStation, mustFindFmStation, mustFindInterference, receiversOf, tasksOf } from '#fm';
import { type FinalState, notFound } from '#kernel';
import { readRecording } from '#media';
import { interferenceForm, readFonts, type SheetRow, sessionSheet } from '#paper';
import { brandHolders, brandIdOf, listAreas, listBrands } from '#place';
import { listProgrammes, type Programme } from '#programme';
import { findRelays } from '#relay';
import type { Executor } from '#store';
import { dayBounds } from './asking.ts';
import type { House } from './house.ts';

const MOST_BROADCASTS = 20_000;
/** Ended like this, a broadcast is not to be played by hand either. */
const OFF: readonly string[] = ['cancelled', 'superseded', 'expired', 'withheld'] satisfies FinalState[];

interface Carried {
  readonly broadcast: Broadcast;
  readonly deliveries: readonly Delivery[];
}

/** The sheet of one civil day for the operator of a station, as PDF: what is accepted, and what the rules will bring. */
export async function sheetOfDay(house: House, stationId: string, date: string): Promise<Uint8Array> {
  const { store, world, settings } = house;
  const station = await mustFindFmStation(store.db, stationId);
  const bounds = dayBounds(date, settings.zone);
  const own = new Set((await receiversOf(store.db, [stationId])).map((receiver) => receiver.endpointId));
  const written = await broadcastsBetween(store.db, bounds.from, bounds.to, MOST_BROADCASTS);
  const here = ({ broadcast, deliveries }: Carried): Carried[] => {
    const ours = deliveries.filter((delivery) => own.has(delivery.endpointId));
    return ours.length > 0 ? [{ broadcast, deliveries: ours }] : [];
  };
  const carried = [...written, ...(await comingOf(house, bounds, own))].flatMap(here);
  const rows = await rowsOf(store.db, carried);
  const { frequencyKhz, licenceNumber, licenceEndsOn } = station;
  const head = { name: await nameOnPaper(store.db, station), frequencyKhz, licenceNumber, licenceEndsOn };
  const printedAt = world.clock.wallMs();
  const sheet = { station: head, date, zone: settings.zone, rows, printedAt };
  // What is on air goes on while somebody prints.
  return sessionSheet(sheet, await readFonts(world.files), true, () => world.clock.sleep(0));
}

/** A station with the identity that it carries: the commune may have inherited several. */
async function nameOnPaper(db: Executor, { id, name, areaId }: FmStation): Promise<string> {
  const parents = new Map((await listAreas(db)).map((area) => [area.id, area.parentId]));
  const brandId = brandIdOf(await brandHolders(db), parents, id, areaId);
  const brand = (await listBrands(db)).find((one) => one.id === brandId);
  return brand ? `${name}, ${brand.paperName} (${brand.stationCode})` : name;
}

/** What the rules will bring that day and is not accepted yet. */
async function comingOf(
  { playout, schedule, store, world, draftOf }: House,
  { from, to }: { from: number; to: number },
  own: ReadonlySet<string>,
): Promise<Carried[]> {
  const dues = await schedule.expected(Math.max(from, world.clock.wallMs()), to, null);
  const verdicts = await playout.prepare(store.db, dues.map(draftOf), own);
  return verdicts.flatMap((verdict) => ('broadcast' in verdict ? [verdict] : []));
}

async function rowsOf(db: Executor, carried: readonly Carried[]): Promise<SheetRow[]> {
  const programmes = new Map((await listProgrammes(db)).map((programme) => [programme.id, programme]));
  const endpoints = await findEndpoints(db, [
    ...new Set(carried.flatMap(({ deliveries }) => deliveries.map((one) => one.endpointId))),
  ]);
  const areas = new Map((await listAreas(db)).map(({ id, name }) => [id, name]));
  const villageOf = ({ endpointId }: Delivery) => {
    const endpoint = endpoints.get(endpointId);
    return areas.get(endpoint?.areaId ?? '') ?? endpoint?.name ?? '';
  };
  const names = await soundNames(db, carried);
  return carried.map(({ broadcast, deliveries }): SheetRow => {
    const { title, plannedAt, programmeId } = broadcast;
    // One transmitter says one thing: what the first of its receivers gets, all get.
    const order = deliveries[0] ? asDelivered(broadcast, deliveries[0]).runningOrder : broadcast.runningOrder;
    const programme = programmes.get(programmeId ?? '');
    return {
      plannedAt,
      durationMs: order.durationMs,
      isOpenEnded: order.isOpenEnded === true,
      title,
      programme: programme?.name ?? '',
      ...soundOf(order.items, programme, names),
      villages: [...new Set(deliveries.map(villageOf))].sort((a, b) => a.localeCompare(b, 'vi')),
      rdsText: radioText(title).text,
      isCancelled: broadcast.state === 'cancelled' || deliveries.every(({ state }) => OFF.includes(state)),
    };
  });
}

type Items = Broadcast['runningOrder']['items'];

/** What is played, by name, with the chimes of the programme apart from what stands between them. */
function soundOf(
  items: Items,
  programme: Programme | undefined,
  names: ReadonlyMap<string, string>,
): Pick<SheetRow, 'sources' | 'openingChime' | 'closingChime'> {
  const parts = items.flatMap((item) => (item.kind === 'silence' ? [] : [idOf(item)]));
  const nameOf = (id: string) => names.get(id) ?? VOICE;
  const opens = parts.length > 1 && parts[0] === programme?.openingChimeId;
  const closes = parts.length > (opens ? 2 : 1) && parts.at(-1) === programme?.closingChimeId;
  return {
    openingChime: opens ? nameOf(parts[0] ?? '') : null,
    closingChime: closes ? nameOf(parts.at(-1) ?? '') : null,
    sources: parts.slice(opens ? 1 : 0, closes ? -1 : undefined).map(nameOf),
  };
}

const VOICE = 'Tiếng nói trực tiếp';
const idOf = (item: Exclude<Items[number], { kind: 'silence' }>) =>
  item.kind === 'audio' ? item.recordingId : item.streamId;

/** The names of recordings and relayed stations; a voice has none. */
async function soundNames(db: Executor, carried: readonly Carried[]): Promise<Map<string, string>> {
  const orders = carried.flatMap(({ broadcast }) => [broadcast.runningOrder, ...Object.values(broadcast.variants)]);
  const items = orders.flatMap((order) => order.items);
  const names = new Map<string, string>();
  const recordingIds = new Set(items.flatMap((item) => (item.kind === 'audio' ? [item.recordingId] : [])));
  for (const id of recordingIds) names.set(id, (await readRecording(db, id))?.title ?? id);
  const streamIds = items.flatMap((item) => (item.kind === 'stream' ? [item.streamId] : []));
  for (const [id, relay] of await findRelays(db, [...new Set(streamIds)])) names.set(id, `Tiếp sóng: ${relay.name}`);
  return names;
}

/** The report of one interference to the frequency office, as PDF. */
export async function formOfInterference({ store, world, settings }: House, id: string): Promise<Uint8Array> {
  const { db } = store;
  const interference = await mustFindInterference(db, id);
  const station = await findFmStation(db, interference.stationId);
  if (!station) throw notFound('fm_station');
  const tasks = await tasksOf(db, [id]);
  const ids = [interference.endpointId, ...tasks.map((task) => task.endpointId)].flatMap((one) => one ?? []);
  const endpoints = await findEndpoints(db, ids);
  const areas = new Map((await listAreas(db)).map((area) => [area.id, area.name]));
  const placeOf = (endpointId: string | null, areaId: string | null = null) => {
    const endpoint = endpoints.get(endpointId ?? '');
    const area = areas.get(areaId ?? endpoint?.areaId ?? '');
    return [...new Set([endpoint?.name, area])].filter((name) => name !== undefined).join(', ');
  };
  const { recordingId, endpointId, areaId } = interference;
  const recording = recordingId === null ? null : await readRecording(db, recordingId);
  const { frequencyKhz, band, licenceNumber, licenceEndsOn } = station;
  const name = await nameOnPaper(db, station);
  const data = {
    ...interference,
    number: id,
    sender: settings.name,
    station: { name, frequencyKhz, band, licenceNumber, licenceEndsOn },
    place: placeOf(endpointId, areaId),
    recordingName: recording?.title ?? null,
    tasks: tasks.map((task) => ({ ...task, place: placeOf(task.endpointId) })),
    zone: settings.zone,
    printedAt: world.clock.wallMs(),
  };
  return interferenceForm(data, await readFonts(world.files));
}
