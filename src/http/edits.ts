/**
 * Two people change one thing at the same time: the second is told, and nobody's work is overwritten unseen. What a list
 * shows carries a mark; who changes the thing sends the mark of what he saw in If-Match (docs/adr/0027-*).
 */
import { type Bilingual, StationError } from '#kernel';
import type { Visitor } from '#people';
import type { RouteName } from './contract.ts';
import { changedSince, markOf, readMark } from './mark.ts';

type Thing = Record<string, unknown>;

/** One kind of thing that is edited: which route shows all of it, and which routes change one. */
interface EditKind {
  readonly shownBy: RouteName;
  /** The things in the answer of that route. */
  things(answer: unknown): Thing[];
  /** Other routes that show some: the answers of adding and changing. */
  readonly also: Partial<Record<RouteName, (answer: unknown) => Thing[]>>;
  readonly idField: string;
  /** What an edit would overwrite, by the names of the contract. */
  readonly fields: readonly (keyof typeof FIELDS)[];
  readonly edits: Partial<Record<RouteName, (input: EditInput) => string>>;
}
interface EditInput {
  readonly params: unknown;
  readonly body: unknown;
}
interface AskedEdit extends EditInput {
  readonly visitor: Visitor;
  readonly ifMatch: string | undefined;
}

/** What people call the fields. */
const FIELDS = {
  name: { vi: 'tên', en: 'name' },
  title: { vi: 'tên', en: 'title' },
  parentId: { vi: 'địa bàn cấp trên', en: 'area above' },
  kind: { vi: 'loại', en: 'kind' },
  validFrom: { vi: 'ngày bắt đầu', en: 'first day' },
  validTo: { vi: 'ngày kết thúc', en: 'last day' },
  areaId: { vi: 'địa bàn', en: 'area' },
  code: { vi: 'mã', en: 'code' },
  stationCode: { vi: 'mã đài', en: 'station code' },
  paperName: { vi: 'tên trên giấy', en: 'name on paper' },
  holderIds: { vi: 'nơi mang thương hiệu', en: 'what carries it' },
  endpointIds: { vi: 'các cụm loa', en: 'endpoints' },
  languageMode: { vi: 'cách phát nhiều tiếng', en: 'how languages are played' },
  gainDb: { vi: 'âm lượng', en: 'gain' },
  leadInMs: { vi: 'thời gian mở ampli', en: 'lead-in' },
  languages: { vi: 'các thứ tiếng', en: 'languages' },
  latitude: { vi: 'vị trí', en: 'position' },
  longitude: { vi: 'vị trí', en: 'position' },
  reachM: { vi: 'tầm nghe', en: 'reach' },
  openingChimeId: { vi: 'nhạc hiệu mở đầu', en: 'opening chime' },
  closingChimeId: { vi: 'nhạc hiệu kết thúc', en: 'closing chime' },
  repeats: { vi: 'số lần đọc', en: 'repeats' },
  pauseMs: { vi: 'khoảng nghỉ', en: 'pause' },
  tailMs: { vi: 'khoảng lặng cuối', en: 'tail' },
  interruption: { vi: 'khi bị ngắt', en: 'when it is interrupted' },
  recordingId: { vi: 'bản ghi âm', en: 'recording' },
  versions: { vi: 'bản đọc bằng tiếng khác', en: 'versions in other languages' },
  programmeId: { vi: 'chương trình', en: 'programme' },
  slotMs: { vi: 'thời lượng khung', en: 'slot' },
  parts: { vi: 'các phần', en: 'parts' },
  bulletinId: { vi: 'bản tin', en: 'bulletin' },
  templateId: { vi: 'khung chương trình', en: 'template' },
  cutInAfterMs: { vi: 'cách chen vào', en: 'how it cuts in' },
  zoneIds: { vi: 'các vùng phát', en: 'zones' },
  pattern: { vi: 'ngày và giờ', en: 'days and times' },
  active: { vi: 'bật hay tắt', en: 'whether it is on' },
  url: { vi: 'địa chỉ nguồn', en: 'address' },
  levelAbove: { vi: 'cấp của nguồn', en: 'level of the source' },
  fromDate: { vi: 'ngày bắt đầu', en: 'first day' },
  toDate: { vi: 'ngày kết thúc', en: 'last day' },
  fallbackRecordingId: { vi: 'bản ghi dự phòng', en: 'fallback recording' },
  silenceMs: { vi: 'ngưỡng im lặng', en: 'silence limit' },
  privateAllowed: { vi: 'cho phép mạng nội bộ', en: 'private network allowed' },
  settings: { vi: 'thông số', en: 'settings' },
  lines: { vi: 'đường tới bộ mã hóa', en: 'lines to encoders' },
  duty: { vi: 'nhiệm vụ', en: 'duty' },
  ticket: { vi: 'phiếu sửa chữa', en: 'ticket' },
  rights: { vi: 'quyền', en: 'rights' },
  versionId: { vi: 'quy định khung giờ', en: 'rules of the hours' },
} as const satisfies Record<string, Bilingual>;

const byId = ({ params }: EditInput) => (params as { id: string }).id;
const list = (answer: unknown) => answer as Thing[];
const itself = (answer: unknown) => [answer as Thing];
const receiversOf = (answer: unknown) => list((answer as Thing)['receivers']);
const each = (names: readonly RouteName[], things: (answer: unknown) => Thing[]) =>
  Object.fromEntries(names.map((name) => [name, things]));
const kind = (
  shownBy: RouteName,
  fields: EditKind['fields'],
  edits: readonly RouteName[],
  more: Partial<Pick<EditKind, 'things' | 'idField' | 'also'>> = {},
): EditKind => ({
  ...{ shownBy, fields, things: list, idField: 'id', also: {} },
  edits: Object.fromEntries(edits.map((name) => [name, byId])),
  ...more,
});

/** `settings` stands for everything of the thing that is neither its id, its name, nor something that comes and goes. */
const COMES_AND_GOES: ReadonlySet<string> = new Set([
  ...['id', 'endpointId', 'stationId', 'name', 'areaId', 'lines', 'duty', 'mark', 'receivers', 'licence', 'warnings'],
  ...['isReachable', 'lineStandings', 'onAir', 'paths', 'manifestFetchedAt', 'listeners'],
]);

export const EDIT_KINDS: readonly EditKind[] = [
  kind('listAreas', ['parentId', 'kind', 'name', 'validFrom', 'validTo', 'code'], ['changeArea', 'closeArea'], {
    also: each(['addArea', 'changeArea'], itself),
  }),
  kind('listBrands', ['stationCode', 'name', 'paperName', 'holderIds'], ['changeBrand', 'retireBrand'], {
    also: each(['addBrand', 'changeBrand'], itself),
  }),
  kind('listZones', ['name', 'areaId', 'endpointIds', 'languageMode'], ['changeZone'], {
    also: each(['addZone', 'changeZone'], itself),
  }),
  kind(
    'listEndpoints',
    ['name', 'areaId', 'gainDb', 'leadInMs', 'languages', 'latitude', 'longitude', 'reachM', 'code'],
    ['changeEndpoint', 'retireEndpoint'],
    { also: { addEndpoint: (answer) => itself((answer as Thing)['endpoint']), changeEndpoint: itself } },
  ),
  kind(
    'listProgrammes',
    ['name', 'kind', 'openingChimeId', 'closingChimeId', 'repeats', 'pauseMs', 'leadInMs', 'tailMs', 'interruption'],
    ['changeProgramme'],
    { also: each(['addProgramme', 'changeProgramme'], itself) },
  ),
  kind(
    'listBulletins',
    ['title', 'programmeId', 'recordingId', 'validFrom', 'validTo', 'versions'],
    ['changeValidity', 'putVersion', 'removeVersion', 'withdrawBulletin'],
    { also: each(['addBulletin', 'changeValidity', 'putVersion', 'removeVersion'], itself) },
  ),
  kind('listTemplates', ['name', 'programmeId', 'slotMs', 'parts'], ['changeTemplate', 'retireTemplate'], {
    also: each(['addTemplate', 'changeTemplate'], itself),
  }),
  kind(
    'listRules',
    ['title', 'bulletinId', 'templateId', 'cutInAfterMs', 'zoneIds', 'pattern', 'active'],
    ['changeRule', 'retireRule'],
    { also: each(['addRule', 'changeRule'], itself) },
  ),
  kind(
    'listRelays',
    ['name', 'url', 'levelAbove', 'fromDate', 'toDate', 'fallbackRecordingId', 'silenceMs', 'privateAllowed'],
    ['changeRelay', 'retireRelay'],
    { also: each(['addRelay', 'changeRelay', 'probeRelay'], itself) },
  ),
  kind('listFmStations', ['name', 'areaId', 'lines', 'settings'], ['changeFmStation', 'retireFmStation'], {
    also: each(['addFmStation', 'changeFmStation', 'renewFmKey'], itself),
  }),
  kind('listFmStations', ['name', 'areaId', 'duty', 'settings'], ['changeFmReceiver', 'retireFmReceiver'], {
    things: (answer) => list(answer).flatMap(receiversOf),
    also: {
      ...each(['addFmStation', 'changeFmStation', 'renewFmKey'], receiversOf),
      ...each(['addFmReceiver', 'changeFmReceiver'], itself),
    },
    idField: 'endpointId',
  }),
  kind('listFaults', ['ticket'], ['writeTicket'], {
    also: {
      ...each(['addFault', 'acknowledgeFault', 'writeTicket', 'closeFault'], itself),
      getFault: (answer) => itself((answer as Thing)['fault']),
    },
  }),
  kind('listPeople', ['rights'], ['changeRights'], {
    also: { addPerson: (answer) => itself((answer as Thing)['person']), changeRights: itself },
  }),
  {
    ...kind('getGate', ['versionId'], [], {
      things: (answer) => list((answer as { inForce: unknown }).inForce),
      idField: 'areaId',
    }),
    edits: { addGateVersion: ({ body }) => String((body as { areaId: unknown }).areaId) },
  },
];

function viewOf(thing: Thing): Thing {
  const settings = Object.entries(thing).filter(([field]) => !COMES_AND_GOES.has(field));
  return { ...thing, settings };
}

/** Puts the marks on what a route shows. */
export function withMarks(name: RouteName, answer: unknown): unknown {
  for (const { shownBy, things, also, fields } of EDIT_KINDS) {
    const shown = shownBy === name ? things : also[name];
    for (const thing of shown?.(answer) ?? []) thing['mark'] = markOf(viewOf(thing), fields);
  }
  return answer;
}

/** Lets edits of one thing in one by one, and only those that saw it as it is. */
export class EditDesk {
  /** Asks a route that shows things, for whoever edits. */
  readonly #show: (name: RouteName, visitor: Visitor) => Promise<unknown>;
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(show: (name: RouteName, visitor: Visitor) => Promise<unknown>) {
    this.#show = show;
  }

  /** Throws CHANGED_MEANWHILE when the thing is not what the mark says. Without a mark the work is done in its turn. */
  async edit<Done>(name: RouteName, asked: AskedEdit, work: () => Promise<Done>): Promise<Done> {
    const found = EDIT_KINDS.find((one) => one.edits[name] !== undefined);
    const id = found?.edits[name]?.(asked);
    if (!found || id === undefined) return work();
    return this.#inTurn(`${found.shownBy} ${id}`, async () => {
      if (asked.ifMatch !== undefined) await this.#mustBe(found, id, asked, asked.ifMatch);
      return work();
    });
  }

  async #mustBe(
    { shownBy, things, idField, fields }: EditKind,
    id: string,
    { visitor }: AskedEdit,
    ifMatch: string,
  ): Promise<void> {
    const mark = readMark(ifMatch);
    if (mark === null) throw new StationError('REQUEST_INVALID', { field: 'if-match', problem: '"mark"' });
    const thing = things(await this.#show(shownBy, visitor)).find((one) => String(one[idField]) === id);
    // What is gone is said by the work itself.
    const changed = thing ? changedSince(mark, viewOf(thing), fields) : [];
    if (changed.length === 0) return;
    const names = changed.map((field) => FIELDS[field as keyof typeof FIELDS]);
    const text = (language: keyof Bilingual) => [...new Set(names.map((one) => one[language]))].join(', ');
    throw new StationError('CHANGED_MEANWHILE', {
      what: { vi: text('vi'), en: text('en') },
      changed: changed.join(','),
    });
  }

  async #inTurn<Done>(key: string, work: () => Promise<Done>): Promise<Done> {
    const before = this.#turns.get(key);
    const turn = (async () => {
      await before?.catch(() => undefined);
      return work();
    })();
    this.#turns.set(key, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(key) === turn) this.#turns.delete(key);
    }
  }
}
