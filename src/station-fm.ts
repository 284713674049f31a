/** How FM stations are introduced to the house: their carrier, their faces, and what playout has to know of them. */
import { join } from 'node:path';
import type { Settings } from '#config';
import { EncoderLine, FmDriver, FmFaces, type LinkDriver, type OpenWire, type Shelf, type TellFact } from '#delivery';
import { findEndpoints, listEndpoints } from '#endpoint';
import type { FeedBook } from '#feed';
import { addInterference, licencesOver, listFmStations, receiversOf } from '#fm';
import type { FmDoor, FmLive } from '#http';
import { type Bilingual, civilOf, type Fetch, fill, type World } from '#kernel';
import { createOffAir, type OffAir } from '#offair';
import type { Library } from '#playout';
import type { Store } from '#store';
import type { Why } from '#why';
import { mp3Of } from './station-shelf.ts';
import { mayHearAt } from './station-ways-out.ts';

interface FmParts {
  readonly world: World;
  readonly store: Store;
  readonly settings: Settings;
  readonly shelf: Shelf;
  readonly feeds: FeedBook;
  readonly link: LinkDriver;
  readonly openWire: OpenWire;
  readonly fetch: Fetch;
  readonly ffmpegPath: string | null;
  readonly note: Why['fact'];
  readonly tell: TellFact;
}

/** The carrier of FM stations, and what the edge shows of them. */
export interface FmHouse {
  readonly driver: FmDriver;
  readonly faces: FmFaces;
  readonly offAir: OffAir;
  readonly edge: FmLive & FmDoor;
}

export function createFm(parts: FmParts): FmHouse {
  const { world, store, settings, shelf, feeds, link, openWire, tell } = parts;
  const folder = join(settings.dataFolder, 'fm');
  const faces = new FmFaces(world, folder);
  const offAir = listenersOf(parts);
  let names: ReadonlyMap<string, string> = new Map();
  const driver: FmDriver = new FmDriver({
    ...{ world, shelf, feeds, link, tell, zone: settings.zone, baseUrl: settings.url },
    lineOf: (line, stationId, told) =>
      new EncoderLine({ world, line, open: openWire, folder: join(folder, stationId), tell: told }),
    listen: ({ id, offAirUrl }, broadcast, startAt) => {
      if (offAirUrl === '') return null;
      const listening = offAir.listen({ id, offAirUrl }, broadcast, startAt);
      return {
        async end(endedAt) {
          const { verdict, heardMs, text } = await listening.end(endedAt);
          // Why it proves no more is told to whoever asks about these receivers.
          if (text)
            parts.note(driver.room(id)?.receiverIds ?? [], { code: 'off_air', broadcastId: broadcast.id, ...text });
          return verdict === 'heard' ? heardMs : null;
        },
        drop: () => listening.drop(),
      };
    },
    face: (stationId, face) => faces.show(stationId, face),
    faceAway: (stationId) => faces.takeAway(stationId),
    nameOf: (endpointId) => names.get(endpointId) ?? endpointId,
    async registered() {
      const stations = await listFmStations(store.db);
      const receivers = await receiversOf(store.db);
      const agents = await findEndpoints(
        store.db,
        stations.flatMap((one) => one.audioEndpointId ?? []),
      );
      names = new Map((await listEndpoints(store.db)).map((one) => [one.id, one.name]));
      return { stations, receivers, agents };
    },
  });
  return { driver, faces, offAir, edge: edgeOf(driver, faces) };
}

/** Receivers that listen to our transmitters; what is not ours is written down for people to look into. */
function listenersOf({ world, store, settings, shelf, fetch, ffmpegPath, note }: FmParts): OffAir {
  async function suspect(stationId: string, { fromAt, toAt }: { fromAt: number; toAt: number }): Promise<void> {
    const receivers = await receiversOf(store.db, [stationId]);
    note(
      receivers.map((one) => one.endpointId),
      { code: 'foreign_sound', ...FOREIGN },
    );
    const found = { stationId, endpointId: null, areaId: null, fromAt, toAt, recordingId: null, writtenBy: null };
    const words = { languageHeard: UNKNOWN, what: FOREIGN.vi, reportedBy: BY_RECEIVER };
    await store.transact((tx) => addInterference(tx, world, { ...found, ...words }));
  }
  return createOffAir({
    ...{ world, ffmpegPath },
    ports: {
      fetch,
      mayReach: (address, port) => mayHearAt(address, port, settings.port),
      shelf: { mp3: (recordingId) => mp3Of(shelf, recordingId) },
      suspect(stationId, heard) {
        suspect(stationId, heard).catch((error: unknown) =>
          world.logger.error('foreign sound not written down', { stationId, error: String(error) }),
        );
      },
    },
  });
}

const UNKNOWN = 'chưa rõ / not known';
const BY_RECEIVER = 'máy thu kiểm tra / monitor receiver';
const FOREIGN: Bilingual = {
  vi: 'Máy thu kiểm tra nghe thấy trên tần số của đài một tiếng không phải của đài. Hãy nghe thử và xác nhận.',
  en: 'The monitor receiver heard something on the frequency of the station that was not ours. Listen, and confirm.',
};

/** What the console asks of a station that is not in use. */
const NOTHING: ReturnType<FmLive['standing']> = {
  ...{ isReachable: false, lines: [], onAir: null, manifestFetchedAt: null, listeners: 0 },
};

function edgeOf(driver: FmDriver, faces: FmFaces): FmHouse['edge'] {
  return {
    standing(stationId) {
      const room = driver.room(stationId);
      if (!room) return NOTHING;
      const { onAir, ...standing } = room.standing();
      return { ...standing, onAir: onAir && shownOnAir(onAir), listeners: driver.listeners(stationId) };
    },
    changed: () => driver.changed(),
    keyOf: (stationId) => driver.room(stationId)?.station.key ?? null,
    manifestOf: (stationId) => (driver.room(stationId) ? faces.manifest(stationId) : null),
    nowOf: (stationId) => (driver.room(stationId) ? faces.now(stationId) : null),
    fetched: (stationId) => driver.room(stationId)?.fetched(),
    mayFetch: (stationId, sha256) => driver.room(stationId)?.face.names(sha256) ?? false,
    joinMount: (stationId, listener) => driver.joinMount(stationId, listener),
  };
}

function shownOnAir({ broadcast, startAt, fromMs: _, endAt, endpointIds, ...more }: NonNullable<RoomOnAir>) {
  const { id: broadcastId, title, level } = broadcast;
  return { ...more, broadcastId, title, level, startAt, endAt, endpointIds: [...endpointIds] };
}
type RoomOnAir = ReturnType<NonNullable<ReturnType<FmDriver['room']>>['standing']>['onAir'];

const LEFT_OUT: Bilingual = {
  vi: '“{title}” không đi qua sóng FM ở đây. {why}',
  en: '“{title}” does not go by FM here. {why}',
};
const ALL_THE_SAME: Bilingual = {
  vi: 'Cảnh báo “{title}” vẫn đi qua sóng FM dù giấy phép đã hết hạn. {why}',
  en: 'The alert “{title}” goes by FM although the licence is over. {why}',
};

/** Licences are judged by the civil day on which something is planned. */
export function carryWord(zone: string, note: Why['fact']): Pick<Library, 'mayCarry' | 'noteMayNot'> {
  return {
    mayCarry: (db, endpointIds, at) => licencesOver(db, endpointIds, civilOf(at, zone).date),
    noteMayNot({ id: broadcastId, title, level }, refusals) {
      const sentence = level === 'emergency' ? ALL_THE_SAME : LEFT_OUT;
      for (const [endpointId, { text: why }] of refusals)
        note([endpointId], { code: 'licence_over', broadcastId, ...fill(sentence, { title, why }) });
    },
  };
}
