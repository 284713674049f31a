import type { Broadcast, Delivery, RunningOrder } from '#broadcast';
import { type Bilingual, type Level, newId, notFound, rankOf, StationError, type World } from '#kernel';
import { listAreas } from '#place';
import type { Executor, Store } from '#store';
import type { Alert, AlertWish, Sender } from './alert.ts';
import { accept, draftOf } from './alert-draft.ts';
import { type AlertPlan, planAlert, soundingOf, stationAllClear, writeStationAllClear } from './alert-plan.ts';
import { findAlert, insertAlert, listAlerts, sequelsOf } from './alert-store.ts';
import { type AlertView, viewOf } from './alert-view.ts';
import type { AlertPorts } from './ports.ts';
import { type SpokenWish, signalOf, speakAlert } from './spoken-alert.ts';

/** An all-clear that could not sound within an hour says nothing any more. */
const CLEAR_VALID_MS = 3600_000;

/** What would happen if an alert were sent now. */
export interface Preview {
  readonly villages: ReadonlyArray<{
    readonly areaId: string | null;
    readonly name: string;
    readonly endpoints: ReadonlyArray<{
      readonly endpointId: string;
      readonly name: string;
      readonly isReachable: boolean;
    }>;
  }>;
  /** From its first sound to its last; never longer than it is valid. */
  readonly durationMs: number;
  /** What sounds there now and makes room. */
  readonly interrupts: readonly Sounder[];
  /** Emergencies that sound there now: no emergency cuts another one, this waits. */
  readonly behind: readonly Sounder[];
  /** Titles of recordings that are not in the emergency bank, so that speakers may be late. */
  readonly unbanked: readonly string[];
  readonly allClearRecordingId: string | null;
}

/** Something that sounds on some of the endpoints. */
export interface Sounder {
  readonly broadcastId: string;
  readonly title: string;
  readonly level: Level;
  readonly endpoints: number;
}

/** Sends emergency alerts, takes them back, gives the all-clear, and knows where each has arrived. */
export interface AlertDesk {
  /** A dry run: nothing is written and nobody is told. Throws what `send` would throw of places and audio. */
  prepare(wish: AlertWish): Promise<Preview>;
  /**
   * Accepts one broadcast that cuts into everything but another emergency. `also` runs in the same transaction, with the
   * answer. Throws ALERT_EMPTY, ZONE_EMPTY, RECORDING_NOT_READY, ALERT_AUDIO_NOT_BANKED, NOT_FOUND.
   */
  send(
    wish: AlertWish,
    sender: Sender,
    more?: {
      readonly origin?: 'alert' | 'authority';
      readonly also?: (tx: Executor, view: AlertView) => Promise<void>;
    },
  ): Promise<AlertView>;
  /** Throws what `speak` would throw of its signal. */
  checkSignal(recordingId: string | null): Promise<void>;
  /**
   * Accepts an alert that somebody speaks, and writes it into the book, in the caller's transaction; `announce` is for
   * after the commit. `leadMs`: how long the signal sounds before the voice. Throws ZONE_EMPTY, RECORDING_NOT_READY,
   * ALERT_AUDIO_NOT_BANKED.
   */
  speak(
    tx: Executor,
    wish: SpokenWish,
    sender: Sender,
  ): Promise<{
    readonly broadcast: Broadcast;
    readonly deliveries: readonly Delivery[];
    readonly leadMs: number;
    announce(): void;
  }>;
  /** Silence everywhere, then the book. Throws NOT_FOUND, ALERT_TAKEN_BACK, ALERT_OVER. */
  cancel(id: string, reason: string, sender: Sender): Promise<AlertView>;
  /**
   * Silences what still sounds of the alert, then tells everybody who was to hear it that it is over. Throws NOT_FOUND,
   * ALERT_CLEARED, ALERT_NO_CLEAR, RECORDING_NOT_READY, each before anything is silenced.
   */
  allClear(id: string, asked: { recordingId: string | null; reason: string }, sender: Sender): Promise<AlertView>;
  /** Throws NOT_FOUND. */
  find(id: string): Promise<AlertView>;
  /** Newest first. */
  list(limit: number): Promise<AlertView[]>;
  /** The recording of the all-clear of this station. */
  readonly standing: {
    allClear(): Promise<string | null>;
    /** Throws RECORDING_NOT_READY. */
    setAllClear(recordingId: string | null): Promise<void>;
  };
}

/** Builds the desk. It holds no state of its own. */
export function createAlertDesk({
  world,
  store,
  ports,
}: {
  readonly world: World;
  readonly store: Store;
  readonly ports: AlertPorts;
}): AlertDesk {
  const { clock, random, logger } = world;
  const { air, reach, note } = ports;

  async function found(id: string): Promise<{ alert: Alert; sequels: Alert[] }> {
    const alert = await findAlert(store.db, id);
    if (alert?.kind !== 'alert') throw notFound('alert');
    return { alert, sequels: await sequelsOf(store.db, [id]) };
  }

  async function find(id: string): Promise<AlertView> {
    const { alert, sequels } = await found(id);
    return viewOf(store.db, ports, alert, sequels);
  }

  function tell(endpointIds: readonly string[], broadcastId: string | null, code: string, text: Bilingual): void {
    note(endpointIds, { code, ...text, ...(broadcastId === null ? {} : { broadcastId }) });
  }

  /** What is told when an alert is sent, once it is on the disk. */
  function announce(alert: Alert, endpointIds: readonly string[]): void {
    const { id: alertId, broadcastId, title, reason, sender } = alert;
    logger.warn('emergency alert sent', { alertId, broadcastId, title, reason, by: sender.name });
    tell(endpointIds, broadcastId, 'alert_sent', {
      vi: `${sender.name} gửi cảnh báo “${title}”: ${reason}.`,
      en: `${sender.name} sent the alert “${title}”: ${reason}.`,
    });
  }

  async function send(
    wish: AlertWish,
    sender: Sender,
    { origin = 'alert', also }: NonNullable<Parameters<AlertDesk['send']>[2]> = {},
  ): Promise<AlertView> {
    const view = await store.transact(async (tx) => {
      const plan = await planAlert(tx, wish);
      const [title] = plan.unbanked;
      if (title !== undefined && !wish.allowUnplaced) throw new StationError('ALERT_AUDIO_NOT_BANKED', { title });
      const now = clock.wallMs();
      const validUntil = now + wish.validForMs;
      const endpointIds = plan.endpoints.map((endpoint) => endpoint.id);
      const times = { plannedAt: now, notAfter: validUntil, endBy: validUntil };
      const asked = { endpointIds, order: plan.order, origin, interruption: 'restart', ...times, sender } as const;
      const accepted = await accept(air, tx, draftOf({ ...asked, title: wish.title, reason: wish.reason }));
      const { zoneIds, areaIds, signalRecordingId, recordingId, repeats, gapMs, reason } = wish;
      const alert: Alert = {
        ...{ id: newId('alert', clock, random), broadcastId: accepted.broadcast.id, kind: 'alert', refersTo: null },
        ...{ zoneIds, areaIds, signalRecordingId, recordingId, repeats, gapMs, title: wish.title, reason, sender },
        ...{ allClearRecordingId: plan.allClear?.recordingId ?? null, validUntil, sentAt: now },
      };
      await insertAlert(tx, alert);
      const made = await viewOf(tx, ports, alert, [], accepted);
      await also?.(tx, made);
      return made;
    });
    air.wake();
    announce(view, endpointsOf(view));
    return view;
  }

  async function cancel(id: string, reason: string, sender: Sender): Promise<AlertView> {
    const { alert, sequels } = await found(id);
    if (sequels.some((one) => one.kind === 'cancel')) throw new StationError('ALERT_TAKEN_BACK');
    const { broadcastId } = alert;
    const isHalted = broadcastId !== null && air.find(broadcastId)?.haltReason === 'taken_back';
    if (isHalted) throw new StationError('ALERT_TAKEN_BACK');
    if (broadcastId === null || !(await air.halt(broadcastId, 'taken_back'))) throw new StationError('ALERT_OVER');
    const now = clock.wallMs();
    const row: Alert = {
      ...{ ...alert, id: newId('alert', clock, random), kind: 'cancel', refersTo: id, reason, sender, sentAt: now },
    };
    // Everybody is told already; what the disk does not take is in the log of the station.
    await store
      .transact((tx) => insertAlert(tx, row))
      .catch((error: unknown) => logger.error('taking an alert back not written', { id, error: String(error) }));
    logger.warn('emergency alert taken back', { alertId: id, broadcastId, reason, by: sender.name });
    const view = await find(id);
    tell(endpointsOf(view), broadcastId, 'alert_taken_back', {
      vi: `${sender.name} thu hồi cảnh báo “${alert.title}”: ${reason}.`,
      en: `${sender.name} took the alert “${alert.title}” back: ${reason}.`,
    });
    return view;
  }

  async function allClear(
    id: string,
    asked: { recordingId: string | null; reason: string },
    sender: Sender,
  ): Promise<AlertView> {
    const { alert } = await found(id);
    const before = await viewOf(store.db, ports, alert, []);
    const endpointIds = endpointsOf(before);
    const judge = async (db: Executor) => {
      if ((await sequelsOf(db, [id])).some((one) => one.kind === 'all_clear')) throw new StationError('ALERT_CLEARED');
      const recordingId = asked.recordingId ?? alert.allClearRecordingId ?? (await stationAllClear(db));
      if (recordingId === null) throw new StationError('ALERT_NO_CLEAR');
      return soundingOf(db, recordingId);
    };
    await judge(store.db);
    // No emergency cuts another one: its own alert, and what of it would still repeat, leaves the air first.
    if (alert.broadcastId !== null) await air.halt(alert.broadcastId, 'taken_back');
    await store.transact(async (tx) => {
      const sound = await judge(tx);
      const { recordingId } = sound;
      const order: RunningOrder = { items: [{ kind: 'audio', ...sound }], durationMs: sound.durationMs };
      const now = clock.wallMs();
      const notAfter = now + CLEAR_VALID_MS;
      const { reason } = asked;
      const { title } = alert;
      const times = { plannedAt: now, notAfter };
      const asking = { endpointIds, order, origin: 'alert', interruption: 'restart', ...times, sender } as const;
      const { broadcast } = await accept(air, tx, draftOf({ ...asking, title, reason, purpose: 'all_clear' }));
      await insertAlert(tx, {
        ...{ ...alert, id: newId('alert', clock, random), broadcastId: broadcast.id, kind: 'all_clear', refersTo: id },
        ...{ signalRecordingId: null, recordingId, repeats: 1, gapMs: 0, validUntil: notAfter, reason, sender },
        sentAt: now,
      });
    });
    air.wake();
    logger.warn('all-clear sent', { alertId: id, reason: asked.reason, by: sender.name });
    tell(endpointIds, alert.broadcastId, 'alert_cleared', {
      vi: `${sender.name} phát báo yên của “${alert.title}”: ${asked.reason}.`,
      en: `${sender.name} sent the all-clear of “${alert.title}”: ${asked.reason}.`,
    });
    return find(id);
  }

  async function prepare(wish: AlertWish): Promise<Preview> {
    const plan = await planAlert(store.db, wish);
    const areas = new Map((await listAreas(store.db)).map((area) => [area.id, area.name]));
    const villages = Map.groupBy(plan.endpoints, (endpoint) => endpoint.areaId ?? endpoint.id);
    const sounders = soundersOn(plan);
    const isEmergency = (one: Sounder) => rankOf(one.level) === rankOf('emergency');
    return {
      villages: [...villages.values()]
        .map((members) => ({
          areaId: members[0]?.areaId ?? null,
          name: areas.get(members[0]?.areaId ?? '') ?? members[0]?.name ?? '',
          endpoints: members.map(({ id, name }) => ({ endpointId: id, name, isReachable: reach.isReachable(id) })),
        }))
        .sort((a, b) => a.name.localeCompare(b.name, 'vi')),
      durationMs: Math.min(plan.order.durationMs, wish.validForMs),
      interrupts: sounders.filter((one) => !isEmergency(one)),
      behind: sounders.filter(isEmergency),
      unbanked: plan.unbanked,
      allClearRecordingId: plan.allClear?.recordingId ?? null,
    };
  }

  function soundersOn({ endpoints }: AlertPlan): Sounder[] {
    const sounding = endpoints.flatMap(({ id }) => air.sitter(id) ?? []);
    const counts = Map.groupBy(sounding, (id) => id);
    return [...counts].flatMap(([broadcastId, on]) => {
      const broadcast = air.find(broadcastId);
      return broadcast ? [{ broadcastId, title: broadcast.title, level: broadcast.level, endpoints: on.length }] : [];
    });
  }

  return {
    prepare,
    send,
    checkSignal: async (recordingId) => void (await signalOf(store.db, recordingId)),
    async speak(tx, wish, sender) {
      const { alert, ...accepted } = await speakAlert(tx, { world, air }, wish, sender);
      const endpointIds = accepted.deliveries.map((delivery) => delivery.endpointId);
      return { ...accepted, announce: () => announce(alert, endpointIds) };
    },
    cancel,
    allClear,
    find,
    async list(limit) {
      const alerts = await listAlerts(store.db, limit);
      const sequels = Map.groupBy(
        await sequelsOf(
          store.db,
          alerts.map((alert) => alert.id),
        ),
        (one) => one.refersTo,
      );
      const views = alerts.map((alert) => viewOf(store.db, ports, alert, sequels.get(alert.id) ?? []));
      return Promise.all(views);
    },
    standing: {
      allClear: () => stationAllClear(store.db),
      setAllClear: (recordingId) => store.transact((tx) => writeStationAllClear(tx, recordingId)),
    },
  };
}

function endpointsOf({ villages }: AlertView): string[] {
  return villages.flatMap((village) => village.endpoints.map((one) => one.endpointId));
}
