import { civilOf, errorText, notFound, StationError } from '#kernel';
import { readText, spokenOf } from '#speech';
import type { RouteAnswer, RouteInput, RouteName } from '../../src/http/contract.ts';
import { FakeAir } from './fake-air.ts';
import { FakeApprovals } from './fake-approvals.ts';
import { FakeAudit } from './fake-audit.ts';
import { FakeBackups } from './fake-backups.ts';
import { adjusted, copyLines, fakeCalendar } from './fake-calendar.ts';
import { FakeCare } from './fake-care.ts';
import { FAKE_ZONE, FakeDay, nextTimes, type Part } from './fake-day.ts';
import { FakeFm } from './fake-fm.ts';
import { FakeLive } from './fake-live.ts';
import { FakeLog } from './fake-log.ts';
import { FakePeople } from './fake-people.ts';
import { FakeSecurity } from './fake-security.ts';
import { FakeSignIn } from './fake-sign-in.ts';

export type FakeHandlers = {
  [Name in RouteName]?: (input: RouteInput<Name>) => RouteAnswer<Name>;
};

type Upload = RouteAnswer<'getUpload'> & { bytes: Buffer };
type Recording = RouteAnswer<'getRecording'>;

/** Everything that the fake station knows, and its answers by the names of the contract. Kept in memory only. */
export class FakeHouse {
  readonly day = new FakeDay();
  readonly log = new FakeLog(() => this.day.log);
  readonly air = new FakeAir(this);
  readonly approvals = new FakeApprovals();
  readonly fm = new FakeFm(this);
  readonly live = new FakeLive(this);
  readonly staff = new FakePeople();
  readonly audit = new FakeAudit();
  readonly security = new FakeSecurity();
  readonly backups = new FakeBackups();
  readonly care = new FakeCare(this);
  readonly signIn = new FakeSignIn();
  readonly areas: RouteAnswer<'listAreas'> = [];
  readonly zones: RouteAnswer<'listZones'> = [];
  readonly endpoints: RouteAnswer<'listEndpoints'> = [];
  readonly programmes: RouteAnswer<'listProgrammes'> = [];
  readonly bulletins: RouteAnswer<'listBulletins'> = [];
  readonly rules: RouteAnswer<'listRules'> = [];
  readonly recordings: Recording[] = [];
  readonly uploads: Upload[] = [];
  /** What the next thing that is asked for would do. */
  changes: RouteAnswer<'broadcastConsequences'>['changes'] = [];
  refusals: RouteAnswer<'broadcastConsequences'>['refusals'] = [];
  /** Not null: the station was restored and does not command its speakers. */
  fence: RouteAnswer<'getStation'>['fence'] = null;
  /** How the slots of a title look in the calendar, where it is not simply to come. */
  slotLooks: Record<string, Partial<RouteAnswer<'getCalendar'>['slots'][number]>> = {};
  /** The voices of the station; none: it has no program that speaks. */
  voices: RouteAnswer<'getSpeech'>['voices'] = [
    { id: 'vi', name: { vi: 'Máy đọc, giọng Bắc', en: 'Machine, northern' } },
    { id: 'vi-vn-x-south', name: { vi: 'Máy đọc, giọng Nam', en: 'Machine, southern' } },
  ];
  /** Copies of weeks that can be taken back. */
  copies: RouteAnswer<'getCalendar'>['copies'] = [];
  /** How long a recording stays in each state of its check. */
  checkMs = 400;
  #count = 0;
  readonly #copied = new Map<string, string[]>();

  #id(prefix: string): string {
    return `${prefix}_${++this.#count}`;
  }

  /** Takes bytes from an offset on; the last one makes the recording. */
  take(id: string, offset: number, bytes: Buffer): RouteAnswer<'putUpload'> {
    const upload = found(this.uploads, id, 'upload');
    if (upload.recordingId !== null) throw new StationError('UPLOAD_FINISHED');
    if (offset !== upload.receivedBytes) throw new StationError('UPLOAD_OFFSET', { expected: upload.receivedBytes });
    upload.bytes = Buffer.concat([upload.bytes, bytes]);
    upload.receivedBytes = upload.bytes.length;
    if (upload.receivedBytes === upload.totalBytes) upload.recordingId = this.#record(upload).id;
    return shown(upload);
  }

  #record({ title, bytes }: Pick<Upload, 'title' | 'bytes'>, spoken: Recording['spoken'] = null): Recording {
    const refused = bytes.toString('latin1', 0, 6) === 'REFUSE';
    const recording: Recording = {
      id: this.#id('rec'),
      title,
      sha256: '0'.repeat(64),
      bytes: bytes.length,
      state: 'received',
      refusal: null,
      warnings: [],
      container: null,
      durationMs: null,
      measuredBy: null,
      loudnessLufs: null,
      truePeakDbtp: null,
      gainDb: null,
      silenceHeadMs: null,
      silenceTailMs: null,
      trimHeadMs: 0,
      trimTailMs: 0,
      peaks: null,
      spoken,
      createdAt: Date.now(),
    };
    this.recordings.unshift(recording);
    setTimeout(() => (recording.state = 'checking'), this.checkMs);
    setTimeout(() => {
      const refusal = { code: 'MEDIA_NOT_AUDIO', text: errorText('MEDIA_NOT_AUDIO') };
      if (refused) Object.assign(recording, { state: 'refused', refusal });
      else Object.assign(recording, CHECKED);
    }, this.checkMs * 2);
    return recording;
  }

  #partsOf(zoneIds: readonly string[]): Part[] {
    const ids = new Set(zoneIds.flatMap((id) => found(this.zones, id, 'zone').endpointIds));
    return [...ids].map((endpointId) => {
      const endpoint = found(this.endpoints, endpointId, 'endpoint');
      const village = this.areas.find(({ id }) => id === endpoint.areaId)?.name ?? '';
      return { endpointId, endpointName: endpoint.name, village, works: endpoint.state === 'online' };
    });
  }

  #consequences(zoneIds: readonly string[], at: number): RouteAnswer<'broadcastConsequences'> {
    const { time, date } = civilOf(at, FAKE_ZONE);
    const parts = this.#partsOf(zoneIds);
    return {
      villages: parts.map(({ endpointId, endpointName, village, works }) => ({
        village,
        endpoints: [{ id: endpointId, name: endpointName, isReachable: works }],
      })),
      starts: [at],
      changes: this.changes,
      refusals: this.refusals,
      listening: parts.map(({ village }) => ({ date, village, beforeMs: 600_000, afterMs: 695_000 })),
      overlaps: [],
      unusualHour: time < '05:00',
    };
  }

  #endpoint(body: RouteInput<'addEndpoint'>['body']): RouteAnswer<'addEndpoint'> {
    const id = this.#id('edp');
    const isLink = body.protocol === 'link';
    const endpoint: RouteAnswer<'listEndpoints'>[number] = {
      ...{ ...PLACELESS, ...given(body) },
      id,
      state: isLink ? 'unclaimed' : 'never_seen',
      lastSeenAt: null,
      duty: 'main',
      stationCode: '',
      fmStationId: null,
      playing: null,
      listeners: isLink ? null : 0,
      clockOffsetMs: null,
      clockErrorMs: null,
      streamPath: isLink ? null : `/stream/${id}.mp3?key=fake`,
    };
    this.endpoints.push(endpoint);
    return { endpoint, claimCode: isLink ? 'K7QX-M2RD' : null };
  }

  readonly handlers: FakeHandlers = {
    ...this.air.handlers,
    ...this.approvals.handlers,
    ...this.fm.handlers,
    ...this.live.handlers,
    ...this.log.handlers,
    ...this.staff.handlers,
    ...this.audit.handlers,
    ...this.security.handlers,
    ...this.backups.handlers,
    ...this.care.handlers,
    ...this.signIn.handlers,
    getStation: () => ({
      name: 'Đài xã Tân Lập',
      zone: FAKE_ZONE,
      now: Date.now(),
      version: '0.0.0',
      fence: this.fence,
      backup: this.backups.health(),
    }),
    getCommand: () => ({ fence: this.fence, epoch: 1, elsewhere: 0 }),
    openEpoch: () => {
      this.fence = null;
      return { fence: null, epoch: 2, elsewhere: 0 };
    },
    listAreas: () => this.areas,
    addArea: ({ body }) => added(this.areas, { id: this.#id('are'), ...body, successorIds: [], stationCode: '' }),
    listAreaActs: () => [],
    listBrands: () => [],
    listZones: () => this.zones,
    addZone: ({ body }) => added(this.zones, { id: this.#id('zon'), ...{ ...PLAIN, ...given(body) } }),
    changeZone: ({ params, body }) => Object.assign(found(this.zones, params.id, 'zone'), given(body)),
    listEndpoints: () => this.endpoints,
    addEndpoint: ({ body }) => this.#endpoint(body),
    renewClaimCode: () => ({ claimCode: 'P4TN-9WZB' }),
    retireEndpoint: ({ params }) => {
      this.endpoints.splice(this.endpoints.indexOf(found(this.endpoints, params.id, 'endpoint')), 1);
      return {};
    },
    createUpload: ({ body: { title, totalBytes } }) => {
      const upload = { id: this.#id('upl'), title, totalBytes, receivedBytes: 0, recordingId: null };
      this.uploads.push({ ...upload, bytes: Buffer.alloc(0) });
      return upload;
    },
    getUpload: ({ params }) => shown(found(this.uploads, params.id, 'upload')),
    listRecordings: () => this.recordings.map((recording) => ({ ...recording, peaks: null })),
    getSpeech: () => ({ voices: this.voices, mostLetters: 8000 }),
    speakText: ({ body: { title, ...wish } }) =>
      this.#record({ title, bytes: Buffer.alloc(1000) }, { ...wish, said: spokenOf(readText(wish.text)) }),
    getRecording: ({ params }) => found(this.recordings, params.id, 'recording'),
    trimRecording: ({ params, body }) =>
      Object.assign(found(this.recordings, params.id, 'recording'), {
        trimHeadMs: body.headMs,
        trimTailMs: body.tailMs,
      }),
    listProgrammes: () => this.programmes,
    addProgramme: ({ body }) => added(this.programmes, { id: this.#id('prg'), ...body }),
    listBulletins: () => this.bulletins,
    addBulletin: ({ body }) => {
      const id = this.#id('bul');
      return added(this.bulletins, { id, versions: [], approval: this.approvals.begin(id, body), ...body });
    },
    putVersion: ({ params, body }) => {
      const bulletin = found(this.bulletins, params.id, 'bulletin');
      const others = bulletin.versions.filter(({ language }) => language !== params.language);
      return Object.assign(bulletin, { versions: [...others, { language: params.language, ...body }] });
    },
    listRules: () => this.rules,
    addRule: ({ body }) => {
      const { description, next } = nextTimes(body.pattern, 3);
      return added(this.rules, { id: this.#id('rul'), ...body, description, next, version: 1, sourceFile: null });
    },
    changeRule: ({ params, body }) => {
      const { description, next } = nextTimes(body.pattern, 3);
      return Object.assign(found(this.rules, params.id, 'rule'), body, { description, next });
    },
    adjustRule: ({ params, body }) => adjusted(found(this.rules, params.id, 'rule').pattern, body),
    getCalendar: ({ query }) => fakeCalendar(this, query),
    listTemplates: () => [],
    retireRule: ({ params }) => {
      this.rules.splice(this.rules.indexOf(found(this.rules, params.id, 'page')), 1);
      return {};
    },
    previewRule: ({ body: { pattern, count } }) => nextTimes(pattern, count),
    listBroadcasts: ({ query: { date, from = 0, to = Number.MAX_SAFE_INTEGER } }) =>
      date === undefined ? this.day.between(from, to) : this.day.on(date),
    getBroadcast: ({ params }) => {
      const broadcast = this.day.find(params.id);
      if (!broadcast) throw notFound('broadcast');
      return broadcast;
    },
    addBroadcast: ({ body }) => {
      if (body.startAt !== null && body.startAt < Date.now()) throw new StationError('BROADCAST_PAST');
      const { id, title, programmeId } = found(this.bulletins, body.bulletinId ?? '', 'bulletin');
      const programme = found(this.programmes, programmeId, 'programme').name;
      return this.day.plan(title, id, programme, this.#partsOf(body.zoneIds), body.startAt);
    },
    broadcastConsequences: ({ body }) => this.#consequences(body.zoneIds, body.startAt ?? Date.now()),
    ruleConsequences: ({ body }) =>
      this.#consequences(body.zoneIds, nextTimes(body.pattern, 1).next[0]?.at ?? Date.now()),
    previewWeekCopy: ({ body }) => copyLines(this, body),
    copyWeek: ({ body }) => {
      const lines = copyLines(this, body).filter(({ broadcastId }) => body.broadcastIds.includes(broadcastId));
      const made = lines.map(({ broadcastId, startAt }) => this.day.again(broadcastId, startAt).id);
      const firstAt = Math.min(...lines.map(({ startAt }) => startAt));
      const id = this.#id('cpy');
      this.copies = [{ id, count: lines.length, firstAt }];
      this.#copied.set(id, made);
      return { id, count: lines.length };
    },
    undoWeekCopy: ({ params }) => {
      for (const id of this.#copied.get(params.id) ?? []) {
        const broadcast = this.day.find(id);
        if (broadcast) this.day.stop(broadcast);
      }
      this.copies = [];
      return { id: params.id, count: this.#copied.get(params.id)?.length ?? 0 };
    },
    moveConsequences: ({ params, body }) => {
      const broadcast = this.day.find(params.id);
      if (!broadcast) throw notFound('broadcast');
      return this.#consequences(['zon_1'], body.startAt);
    },
    moveBroadcast: ({ params, body }) => this.day.move(params.id, body.startAt),
    stopBroadcast: ({ params }) => {
      const broadcast = this.day.find(params.id);
      if (!broadcast || broadcast.state === 'ended') throw new StationError('BROADCAST_OVER');
      this.day.stop(broadcast);
      return broadcast;
    },
    listProofs: () => this.day.proofs(),
    listAsRun: ({ query: { village, endpointId, programme, carrier, limit } }) =>
      this.day.log
        .filter(
          (line) =>
            (!village || line.village === village) &&
            (!endpointId || line.endpointId === endpointId) &&
            (!programme || line.programme === programme) &&
            (!carrier || line.carrier === carrier),
        )
        .toReversed()
        .slice(0, limit),
  };
}

const CHECKED: Partial<Recording> = {
  state: 'ready',
  warnings: [{ vi: 'Tiếng thu hơi nhỏ; trạm đã tăng lên.', en: 'The recording was quiet; it was raised.' }],
  container: 'mp3',
  durationMs: 95_000,
  measuredBy: 'ebur128',
  loudnessLufs: -23.4,
  truePeakDbtp: -3,
  gainDb: 5,
  silenceHeadMs: 1800,
  silenceTailMs: 4200,
  peaks: Array.from({ length: 400 }, (_, n) =>
    n < 8 || n > 382 ? 0.01 : Math.abs(Math.sin(n / 7) * Math.cos(n / 31)),
  ),
};

function shown({ id, title, totalBytes, receivedBytes, recordingId }: Upload): RouteAnswer<'getUpload'> {
  return { id, title, totalBytes, receivedBytes, recordingId };
}

function found<One extends { id: string }>(
  list: readonly One[],
  id: string,
  thing: Parameters<typeof notFound>[0],
): One {
  const one = list.find((candidate) => candidate.id === id);
  if (!one) throw notFound(thing);
  return one;
}

function added<One>(list: One[], one: One): One {
  list.push(one);
  return one;
}

const PLACELESS: Pick<RouteAnswer<'changeEndpoint'>, 'languages' | 'latitude' | 'longitude' | 'reachM' | 'code'> = {
  code: null,
  ...{ languages: ['vi'], latitude: null, longitude: null, reachM: 500 },
};
const PLAIN: Pick<RouteAnswer<'addZone'>, 'languageMode'> = { languageMode: 'first' };

/** What was really said: absent fields leave the defaults alone. */
function given<Body extends object>(body: Body): { [Key in keyof Body]: Exclude<Body[Key], undefined> } {
  return Object.fromEntries(Object.entries(body).filter(([, value]) => value !== undefined)) as never;
}
