import { programmeService, radioText } from '#delivery';
import { licenceStanding } from '#fm';
import { civilOf, type Evidence, notFound, StationError } from '#kernel';
import { type RouteAnswer, type RouteInput, routes } from '../../src/http/contract.ts';
import { FAKE_ZONE } from './fake-day.ts';
import type { FakeHandlers, FakeHouse } from './fake-house.ts';

type Station = RouteAnswer<'listFmStations'>[number];
type Receiver = Station['receivers'][number];
type Interference = RouteAnswer<'listInterference'>[number];
type Hearing = RouteAnswer<'listHearings'>[number];
type AsRunLine = RouteAnswer<'listAsRun'>[number];
type Tally = RouteAnswer<'villageReport'>['villages'][number]['all'];

const ME = 'Nguyễn Văn An';
const MINUTE_MS = 60_000;
const NOBODY: Tally = {
  ...{ broadcasts: 0, confirmed: 0, confirmedPart: 0, reported: 0, sent: 0 },
  ...{ handedOver: 0, notHeard: 0, withheld: 0, open: 0, airMs: 0 },
};

/** FM of the fake station: transmitters, their receivers, what people said, and interference. */
export class FakeFm {
  readonly stations: Station[] = [];
  readonly interference: Interference[] = [];
  readonly hearings: Hearing[] = [];
  villages: RouteAnswer<'villageReport'>['villages'] = [];
  #count = 0;
  readonly #house: FakeHouse;

  constructor(house: FakeHouse) {
    this.#house = house;
  }

  /** A transmitter with the receivers of the first two villages, the second of which stand in. */
  furnish(): Station {
    const station = this.#add(
      routes.addFmStation.body.parse({
        ...{ name: 'Đài FM xã Tân Lập', areaId: null, band: '54-68', frequencyKhz: 54_500, pi: '7A10', ps: 'TAN LAP' },
        ...{ licenceEndsOn: '2031-01-01', licenceNumber: '1234/GP-CTS', audio: 'mount' },
      }),
    );
    const input = routes.addFmReceiver.body;
    this.#receive(
      station,
      input.parse({
        ...{ name: 'Loa FM Thôn Đông', areaId: 'are_1', duty: 'main', clusters: 3 },
        ...{ confirmerName: 'Bà Lò Thị Mai', confirmerPhone: '0912 345 678' },
      }),
    );
    this.#receive(station, input.parse({ name: 'Loa FM Bản Nà Lốc', areaId: 'are_2', duty: 'stand_in' }));
    return station;
  }

  /** What the log says of a broadcast that went by FM so many minutes ago. */
  air(title: string, receiver: Receiver, minutesAgo: number, evidence: Evidence = 'F0', standIn = false): AsRunLine {
    const number = ++this.#count;
    const startedAt = Date.now() - minutesAgo * MINUTE_MS;
    const line: AsRunLine = {
      ...{ id: this.#house.day.log.length + 1, deliveryId: `dlv_f${number}`, broadcastId: `brc_f${number}` },
      ...{ endpointId: receiver.endpointId, endpointName: receiver.name, areaId: receiver.areaId },
      village: this.#house.areas.find(({ id }) => id === receiver.areaId)?.name ?? '',
      ...{ programme: 'Tin của xã', title, language: 'vi', origin: 'schedule', level: 'scheduled' },
      ...{ plannedAt: startedAt, startedAt, endedAt: startedAt + MINUTE_MS, durationMs: MINUTE_MS },
      ...{ renderedMs: evidence === 'F2' ? MINUTE_MS : 0, state: 'handed_over', reason: 'by_fm', evidence },
      ...{ recordedAt: startedAt + MINUTE_MS, carrier: 'fm', standIn, areaPath: '', stationCode: '', clusterCode: '' },
      fmStation: this.stations.find(({ id }) => id === receiver.stationId)?.name ?? '',
    };
    this.#house.day.log.push(line);
    return line;
  }

  readonly handlers: FakeHandlers = {
    listFmStations: () => this.stations,
    addFmStation: ({ body }) => this.#add(body),
    changeFmStation: ({ params, body }) => Object.assign(found(this.stations, params.id), this.#shown(body)),
    retireFmStation: ({ params }) => {
      this.stations.splice(this.stations.indexOf(found(this.stations, params.id)), 1);
      return {};
    },
    renewFmKey: ({ params }) =>
      Object.assign(found(this.stations, params.id), { paths: pathsOf(params.id, `moi${++this.#count}`) }),
    addFmReceiver: ({ params, body }) => this.#receive(found(this.stations, params.id), body),
    changeFmReceiver: ({ params, body }) => Object.assign(this.#receiver(params.id), body),
    retireFmReceiver: ({ params }) => {
      for (const { receivers } of this.stations) {
        const at = receivers.findIndex(({ endpointId }) => endpointId === params.id);
        if (at >= 0) receivers.splice(at, 1);
      }
      return {};
    },
    previewRdsText: ({ body }) => {
      const { text, shortened, dropped } = radioText(body.rt);
      return { ps: programmeService(body.ps), rt: text, shortened, dropped };
    },

    listInterference: () => this.interference,
    addInterference: ({ body }) => {
      const station = found(this.stations, body.stationId);
      const receiver = station.receivers.find(({ endpointId }) => endpointId === body.endpointId);
      const areaId = body.areaId ?? receiver?.areaId ?? null;
      const one: Interference = {
        ...{ ...body, areaId },
        ...{ id: `itf_${++this.#count}`, stationName: station.name, writtenBy: ME, createdAt: Date.now() },
        place: this.#house.areas.find(({ id }) => id === areaId)?.name ?? '',
        ...{ closedAt: null, closingNote: null, tasks: [] },
      };
      this.interference.unshift(one);
      return one;
    },
    closeInterference: ({ params, body }) =>
      Object.assign(found(this.interference, params.id), {
        ...{ toAt: body.toAt, closedAt: Date.now(), closingNote: body.note },
      }),
    askVillageTask: ({ params, body }) => {
      const one = found(this.interference, params.id);
      one.tasks.push({
        ...{ ...body, doneAt: null, doneBy: null, answer: null },
        ...{ id: `tsk_${++this.#count}`, askedBy: ME, askedAt: Date.now() },
      });
      return one;
    },
    answerVillageTask: ({ params, body }) => {
      const one = this.interference.find(({ tasks }) => tasks.some(({ id }) => id === params.id));
      const task = one?.tasks.find(({ id }) => id === params.id);
      if (!one || !task) throw notFound('page');
      Object.assign(task, body);
      return one;
    },

    listHearings: ({ query }) => {
      const ids = new Set(this.#house.day.log.filter((line) => line.broadcastId === query.broadcastId).map(deliveryOf));
      return this.hearings.filter(({ deliveryId }) => ids.has(deliveryId));
    },
    addHearing: ({ body }) => {
      const line = this.#house.day.log.find(
        ({ broadcastId, endpointId }) => broadcastId === body.broadcastId && endpointId === body.endpointId,
      );
      if (!line) throw notFound('page');
      if (body.saidAt < line.plannedAt - MINUTE_MS)
        throw new StationError('HEARING_TOO_EARLY', { field: 'body.saidAt' });
      const { heard, saidBy, saidAt, note } = body;
      const hearing = { heard, saidBy, saidAt, note, deliveryId: line.deliveryId };
      this.hearings.push({ ...hearing, id: `hea_${++this.#count}`, writtenBy: ME, createdAt: Date.now() });
      return this.hearings.at(-1) as Hearing;
    },
    villageReport: () => ({ villages: this.villages }),
  };

  /** A village of the report: only what is not nought needs to be said. */
  report(village: string, all: Partial<Tally>, rest: Partial<(typeof this.villages)[number]> = {}): void {
    const place = { areaId: null, areaPath: '', stationCodes: [] };
    const blank = { ...place, technology: 'fm', hasIp: false, clusters: { it: 0, fm: 1, wired: 0 } } as const;
    const tally = { ...NOBODY, ...all };
    this.villages.push({ ...blank, village, byIp: NOBODY, byFm: tally, ...rest, all: tally });
  }

  #shown(body: RouteInput<'addFmStation'>['body']): Omit<Station, 'id' | 'receivers' | 'paths' | 'onAir'> {
    const { lines, ...plain } = body;
    const inBand = body.band === '54-68' ? [54_000, 68_000] : [87_000, 108_000];
    const [from = 0, to = 0] = inBand;
    const { frequencyKhz } = body;
    if (body.band !== null && (frequencyKhz === null || frequencyKhz < from || frequencyKhz > to)) {
      const problem = `${from / 1000}–${to / 1000} MHz`;
      throw new StationError('FM_FREQUENCY', { field: 'body.frequencyKhz', problem });
    }
    const silent = lines.find(({ transport, host }) => transport === 'tcp' && host === '');
    if (silent) throw new StationError('FM_LINE', { line: silent.name, field: 'host', problem: 'thiếu địa chỉ' });
    const today = civilOf(Date.now(), FAKE_ZONE).date;
    return {
      ...plain,
      lines: lines.map(({ password, ...line }) => ({ ...line, hasPassword: password !== '' })),
      licence: licenceStanding(body.licenceEndsOn, body.licenceNote, today),
      ...{ warnings: [], isReachable: true, manifestFetchedAt: null, listeners: 1 },
      lineStandings: lines.map(({ name }) => ({
        ...{ name, state: 'connected', lastAnswerAt: Date.now(), grade: 'F0', problem: null },
      })),
    };
  }

  #add(body: RouteInput<'addFmStation'>['body']): Station {
    const id = `fms_${++this.#count}`;
    const station = { ...this.#shown(body), id, receivers: [], onAir: null, paths: pathsOf(id, 'fake') };
    this.stations.push(station);
    return station;
  }

  #receive(station: Station, body: RouteInput<'addFmReceiver'>['body']): Receiver {
    const endpointId = `edp_f${++this.#count}`;
    const receiver: Receiver = { ...body, endpointId, stationId: station.id };
    station.receivers.push(receiver);
    this.#house.endpoints.push({
      ...{ id: endpointId, name: receiver.name, areaId: receiver.areaId, protocol: 'fm', duty: receiver.duty },
      ...{ fmStationId: station.id, state: 'online', lastSeenAt: null, playing: null, listeners: null },
      ...{ clockOffsetMs: null, clockErrorMs: null, gainDb: 0, leadInMs: 0, streamPath: null, languages: ['vi'] },
      ...{ latitude: null, longitude: null, reachM: 500, code: null, stationCode: '' },
    });
    return receiver;
  }

  #receiver(endpointId: string): Receiver {
    const receiver = this.stations.flatMap(({ receivers }) => receivers).find((one) => one.endpointId === endpointId);
    if (!receiver) throw notFound('endpoint');
    return receiver;
  }
}

const deliveryOf = (line: AsRunLine) => line.deliveryId;

function pathsOf(id: string, key: string): NonNullable<Station['paths']> {
  const at = `/fm/${id}`;
  return {
    ...{ manifest: `${at}/manifest.json?key=${key}`, now: `${at}/now.txt?key=${key}` },
    ...{ nowUtf8: `${at}/now-utf8.txt?key=${key}`, audio: `/stream/${id}.mp3?key=${key}` },
  };
}

function found<One extends { id: string }>(list: readonly One[], id: string): One {
  const one = list.find((candidate) => candidate.id === id);
  if (!one) throw notFound('fm_station');
  return one;
}
