import { DEFAULT_RULES, type GateRules } from '#gate';
import { dayNumber, StationError } from '#kernel';
import type { RouteAnswer } from '../../src/http/contract.ts';
import type { FakeHandlers, FakeHouse } from './fake-house.ts';

type Gate = RouteAnswer<'getGate'>;
type Alert = RouteAnswer<'getAlert'>;
type Preset = RouteAnswer<'listGatePresets'>['presets'][number];

const ME = 'Nguyễn Văn An';
const LIEN_CHIEU: Preset = {
  key: 'lien-chieu-2025',
  name: { vi: 'Liên Chiểu (Đà Nẵng) 2025', en: 'Liên Chiểu (Đà Nẵng) 2025' },
  source: { vi: 'Theo báo tháng 12/2025: hai buổi, mỗi buổi 60 phút.', en: 'By a newspaper of December 2025.' },
  assumed: { vi: 'Nguồn không nói ngày trong tuần.', en: 'The source does not speak of weekdays.' },
  rules: {
    quietHours: [{ from: '21:30', to: '05:00' }],
    windows: [
      { name: 'Buổi sáng', from: '05:30', to: '06:30' },
      { name: 'Buổi chiều', from: '17:00', to: '18:00' },
    ],
    weekdays: [1, 2, 3, 4, 5, 6, 7],
    sessionsPerDay: 2,
    minutesPerSession: 60,
    repeatLimit: null,
    nightBand: null,
  },
};

/** The right to the air of the fake station: gate, stop, alerts, and what comes from above. */
export class FakeAir {
  readonly versions: Gate['versions'] = [];
  readonly exceptionDays: Gate['exceptionDays'] = [];
  readonly mournings: Gate['mournings'] = [];
  readonly quietSpans: Gate['quietSpans'] = [];
  readonly alerts: Alert[] = [];
  readonly banked: string[] = [];
  readonly items: RouteAnswer<'listItems'> = [];
  readonly questions: RouteAnswer<'listQuestions'> = [];
  /** False: the disk takes nothing, the silence is held in memory. */
  diskWorks = true;
  isQuiet = false;
  #count = 0;
  readonly #house: FakeHouse;

  constructor(house: FakeHouse) {
    this.#house = house;
  }

  readonly handlers: FakeHandlers = {
    getGate: () => this.#gate(),
    listGatePresets: () => ({ presets: [LIEN_CHIEU], faults: [] }),
    addGateVersion: ({ body }) => {
      const at = body.rules.windows.findIndex(({ from, to }) => !isHour(from) || !isHour(to));
      if (at >= 0) throw wrongHour(`windows.${at}.from`);
      return this.#set(this.versions, 'gat', { ...body, rules: body.rules as GateRules });
    },
    addExceptionDay: ({ body }) => {
      if (dayNumber(body.date) === null) throw wrongHour('date');
      return this.#set(this.exceptionDays, 'exc', body);
    },
    removeExceptionDay: ({ params }) => gone(this.exceptionDays, params.id),
    addMourning: ({ body }) => this.#set(this.mournings, 'mou', body),
    endMourning: ({ params }) => gone(this.mournings, params.id),
    addQuietSpan: ({ body }) =>
      this.#set(this.quietSpans, 'qui', { ...body, from: body.from ?? Date.now(), byStop: false }),
    liftQuietSpan: ({ params }) => gone(this.quietSpans, params.id),

    stop: ({ body }) => {
      const endpointIds = this.#house.endpoints
        .filter(({ areaId }) => body.all || body.areaIds.includes(areaId ?? ''))
        .map(({ id }) => id);
      const heldUntil = body.holdMinutes > 0 ? Date.now() + body.holdMinutes * 60_000 : null;
      if (heldUntil !== null && this.diskWorks) {
        const reason = body.reason ?? 'theo lệnh người trực / by order of the operator';
        for (const endpointId of endpointIds) {
          this.#set(this.quietSpans, 'qui', {
            areaId: null,
            endpointId,
            from: Date.now(),
            to: heldUntil,
            reason,
            byStop: true,
          });
        }
      }
      return { endpointIds, broadcastIds: [], heldUntil, written: this.diskWorks };
    },
    liftStop: () => ({ lifted: this.quietSpans.splice(0).length }),

    listBank: () => this.#bank(),
    bankRecording: ({ params, body }) => {
      this.banked.splice(0, this.banked.length, ...this.banked.filter((id) => id !== params.id));
      if (body.bank) this.banked.push(params.id);
      return this.#bank();
    },
    prepareAlert: ({ body }) => ({
      villages: this.#villages(body.zoneIds, body.areaIds),
      durationMs: 95_000,
      interrupts: [{ broadcastId: 'brc_9', title: 'Ca nhạc chiều', level: 'scheduled', endpoints: 1 }],
      behind: [],
      unbanked: [body.signalRecordingId, body.recordingId].flatMap((id) =>
        id === null || this.banked.includes(id)
          ? []
          : [this.#house.recordings.find((one) => one.id === id)?.title ?? id],
      ),
      allClearRecordingId: null,
    }),
    sendAlert: ({ body }) => {
      if (!body.confirm) throw new StationError('ALERT_NOT_CONFIRMED');
      const villages = this.#villages(body.zoneIds, body.areaIds);
      const { signalRecordingId, recordingId, title, reason, zoneIds, areaIds, repeats, gapMs } = body;
      const alert: Alert = {
        ...{ signalRecordingId, recordingId, title, reason, zoneIds, areaIds, repeats, gapMs },
        ...{ id: `alr_${++this.#count}`, broadcastId: 'brc_8', state: 'on_air', sentBy: ME, sentAt: Date.now() },
        validUntil: Date.now() + body.validForMinutes * 60_000,
        durationMs: 95_000,
        liveSessionId: null,
        villages: villages.map(({ areaId, name, endpoints }) => ({
          areaId,
          name,
          walkThere: endpoints.some(({ isReachable }) => !isReachable),
          endpoints: endpoints.map(({ endpointId, name: endpointName, isReachable }) => ({
            endpointId,
            name: endpointName,
            reach: isReachable ? 'sounding' : 'not_reachable',
            evidence: isReachable ? 'E1' : 'E0',
            reason: isReachable ? null : 'unreachable',
            startedAt: isReachable ? Date.now() : null,
            renderedMs: 0,
          })),
        })),
        counts: {
          ...{ waiting: 0, reached: 0, confirmed: 0, part: 0, unproved: 0, by_fm: 0, silent: 0 },
          sounding: 1,
          not_reachable: 1,
        },
        mayBeLate: [],
        cancel: { endpoints: 2 },
        takenBack: null,
        allClear: null,
        cleared: null,
      };
      this.alerts.unshift(alert);
      return alert;
    },
    listAlerts: () => this.alerts,
    cancelAlert: ({ params, body: { reason } }) => {
      const alert = found(this.alerts, params.id);
      if (alert.takenBack) throw new StationError('ALERT_TAKEN_BACK');
      return Object.assign(alert, {
        state: 'taken_back',
        cancel: null,
        takenBack: { name: ME, at: Date.now(), reason },
      });
    },
    clearAlert: ({ params, body: { reason, recordingId } }) => {
      if (recordingId === null) throw new StationError('ALERT_NO_CLEAR');
      const cleared = { name: ME, at: Date.now(), reason, broadcastId: 'brc_7' };
      return Object.assign(found(this.alerts, params.id), { state: 'over', cleared });
    },

    listItems: () => this.items,
    scheduleItem: ({ params }) =>
      Object.assign(found(this.items, params.id), { state: 'scheduled', decidedAt: Date.now(), decision: null }),
    declineItem: ({ params, body }) =>
      Object.assign(found(this.items, params.id), { state: 'declined', decidedAt: Date.now(), decision: body.reason }),
    listQuestions: () => this.questions,
    answerQuestion: ({ params, body }) => {
      Object.assign(found(this.questions, params.id), { state: 'answered', first: body.first, answeredAt: Date.now() });
      return this.questions;
    },
  };

  #set<One>(list: One[], prefix: string, body: Omit<One, 'id' | 'writtenBy' | 'createdAt'>): One {
    const one = { ...body, id: `${prefix}_${++this.#count}`, writtenBy: ME, createdAt: Date.now() } as One;
    list.push(one);
    return one;
  }

  #gate(): Gate {
    const { versions, exceptionDays, mournings, quietSpans } = this;
    const now = Date.now();
    const version = versions.at(-1) ?? null;
    const opensAt = now + 3_600_000;
    // biome-ignore lint/suspicious/noUnnecessaryConditions: tests close the gate from outside
    const word = this.isQuiet
      ? ({ isOpen: false, reason: 'outside_hours', changesAt: opensAt } as const)
      : ({ isOpen: true, reason: null, changesAt: opensAt } as const);
    const mourns = mournings.length > 0 && !this.isQuiet;
    const music = mourns ? ({ isOpen: false, reason: 'mourning', changesAt: null } as const) : word;
    const inForce = [null, ...this.#house.areas.map(({ id }) => id)].map((areaId) => ({
      ...{ areaId, versionId: version?.id ?? null, rules: version?.rules ?? DEFAULT_RULES },
      ...{ bulletin: word, music, ceilingDb: null },
    }));
    return { now, versions, exceptionDays, mournings, quietSpans, inForce };
  }

  #bank(): RouteAnswer<'listBank'> {
    return this.banked.flatMap((recordingId) => {
      const recording = this.#house.recordings.find(({ id }) => id === recordingId);
      return recording ? [{ recordingId, title: recording.title, durationMs: recording.durationMs ?? 0 }] : [];
    });
  }

  #villages(zoneIds: readonly string[], areaIds: readonly string[]): RouteAnswer<'prepareAlert'>['villages'] {
    const inZones = this.#house.zones.filter(({ id }) => zoneIds.includes(id)).flatMap((zone) => zone.endpointIds);
    const meant = this.#house.endpoints.filter(
      ({ id, areaId }) => inZones.includes(id) || areaIds.includes(areaId ?? ''),
    );
    if (meant.length === 0) throw new StationError('ZONE_EMPTY');
    return meant.map(({ id, name, areaId, state }) => ({
      areaId,
      name: this.#house.areas.find((area) => area.id === areaId)?.name ?? name,
      endpoints: [{ endpointId: id, name, isReachable: state === 'online' }],
    }));
  }
}

const isHour = (text: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(text);

function wrongHour(field: string): StationError {
  const problem = { vi: 'giờ không có thật; hãy viết từ 00:00 đến 23:59', en: 'there is no such hour' };
  return new StationError('GATE_RULES', { field, problem });
}

function gone(list: Array<{ readonly id: string }>, id: string): Record<string, never> {
  list.splice(
    list.findIndex((one) => one.id === id),
    1,
  );
  return {};
}

function found<One extends { readonly id: string }>(list: readonly One[], id: string): One {
  const one = list.find((candidate) => candidate.id === id);
  if (!one) throw new StationError('NOT_FOUND', { what: id });
  return one;
}
