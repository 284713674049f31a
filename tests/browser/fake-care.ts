import { notFound, StationError } from '#kernel';
import type { RouteAnswer } from '../../src/http/contract.ts';
import type { FakeHandlers, FakeHouse } from './fake-house.ts';

type Fault = RouteAnswer<'addFault'>;
type ShownMap = RouteAnswer<'getMap'>;
const DAY_MS = 86_400_000;

/** Faults, tests and the map of the fake station. */
export class FakeCare {
  readonly faults: Fault[] = [];
  /** What a file of a map becomes. */
  map: ShownMap = { map: null, pins: [] };
  tested: string[] = [];
  /** True: it is three in the morning. */
  isNight: boolean = false;
  readonly #house: FakeHouse;

  constructor(house: FakeHouse) {
    this.#house = house;
  }

  break(endpointId: string, days: number, more: Partial<Fault> = {}): Fault {
    const endpoint = this.#house.endpoints.find(({ id }) => id === endpointId);
    if (!endpoint) throw notFound('endpoint');
    const sinceAt = Date.now() - days * DAY_MS;
    const fault: Fault = {
      ...{ id: `flt_${this.faults.length + 1}`, endpointId, endpointName: endpoint.name, areaId: endpoint.areaId },
      village: this.#house.areas.find(({ id }) => id === endpoint.areaId)?.name ?? '',
      ...{ kind: 'unreachable', sinceAt, openedAt: sinceAt + 1_800_000, toldBy: null, what: '' },
      ...{ acknowledgedAt: null, acknowledgedBy: null, closedAt: null, closedBecause: null, closedBy: null },
      ...{ daysOut: days, ticket: null },
      ...more,
    };
    this.faults.unshift(fault);
    return fault;
  }

  /** Takes a map as the real station would: an outline of four points whatever the file says, or a picture. */
  takeMap(name: string, bytes: Buffer): ShownMap {
    const plain = { id: 'map_1', name, writtenBy: 'Nguyễn Văn An', createdAt: Date.now() };
    const text = bytes.toString();
    if (text.includes('swapped')) {
      const problem = { vi: 'vĩ độ và kinh độ bị đổi chỗ', en: 'latitude and longitude are swapped' };
      throw new StationError('MAP_BAD', { problem });
    }
    if (!text.startsWith('{')) this.map = { map: { ...plain, kind: 'image', width: 800, height: 600 }, pins: [] };
    else {
      const { coordinates } = JSON.parse(text) as { coordinates: Array<Array<[number, number]>> };
      this.map = { map: { ...plain, kind: 'outline', outline: { rings: coordinates, points: [] } }, pins: [] };
    }
    return this.map;
  }

  #find(id: string): Fault {
    const fault = this.faults.find((one) => one.id === id);
    if (!fault) throw notFound('fault');
    return fault;
  }

  readonly handlers: FakeHandlers = {
    listFaults: ({ query }) =>
      this.faults.filter(
        ({ closedAt, endpointId }) =>
          (query.state === undefined || (query.state === 'open') === (closedAt === null)) &&
          (query.endpointId === undefined || query.endpointId === endpointId),
      ),
    getFault: ({ params }) => ({ fault: this.#find(params.id), tickets: [] }),
    addFault: ({ body: { endpointId, what } }) =>
      this.break(endpointId, 0, { kind: 'told', what, toldBy: 'An', acknowledgedAt: Date.now(), acknowledgedBy: 'An' }),
    acknowledgeFault: ({ params }) =>
      Object.assign(this.#find(params.id), { acknowledgedAt: Date.now(), acknowledgedBy: 'Nguyễn Văn An' }),
    writeTicket: ({ params, body }) =>
      Object.assign(this.#find(params.id), { ticket: { ...body, writtenBy: 'Nguyễn Văn An', writtenAt: Date.now() } }),
    closeFault: ({ params }) => Object.assign(this.#find(params.id), { closedAt: Date.now(), closedBecause: 'person' }),
    listTestSounds: () => [{ recordingId: 'rec_9', title: 'Nhạc hiệu mở đầu', durationMs: 6000 }],
    testEndpoint: ({ params }) => {
      if (this.isNight) throw new StationError('TEST_HOUR', { time: '03:15' });
      this.tested.push(params.id);
      return { broadcastId: 'brc_9', startAt: Date.now() + 4000, durationMs: 6000 };
    },
    listClaims: () => [{ at: Date.now() - 30 * DAY_MS, publicKey: 'hT7xWvAbCdEfGh' }],
    getMap: () => this.map,
    removeMap: () => {
      this.map = { map: null, pins: [] };
      return this.map;
    },
    pinEndpoint: ({ params: { id: endpointId }, body: { at } }) => {
      this.map.pins = this.map.pins.filter((pin) => pin.endpointId !== endpointId);
      if (at) this.map.pins.push({ endpointId, ...at });
      return {};
    },
    changeEndpoint: ({ params, body }) => {
      const endpoint = this.#house.endpoints.find(({ id }) => id === params.id);
      if (!endpoint) throw notFound('endpoint');
      const given = Object.entries(body).filter(([, value]) => value !== undefined);
      return Object.assign(endpoint, Object.fromEntries(given));
    },
  };
}
