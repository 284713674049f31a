import { civilOf, type FinalState, instantOf, type Reason, StationError } from '#kernel';
import type { RouteAnswer } from '../../src/http/contract.ts';

type Broadcast = RouteAnswer<'getBroadcast'>;
type Delivery = Broadcast['deliveries'][number];
type AsRunLine = RouteAnswer<'listAsRun'>[number];
type Proof = RouteAnswer<'listProofs'>[number];

export const FAKE_ZONE = 'Asia/Ho_Chi_Minh';
const PLACED_AFTER_MS = 700;

export interface Part {
  readonly endpointId: string;
  readonly endpointName: string;
  readonly village: string;
  readonly works: boolean;
  /** True: it goes by FM, which cannot say that it sounded. */
  readonly byFm?: boolean;
}

interface Planned {
  readonly broadcast: Broadcast;
  readonly parts: readonly Part[];
  readonly programme: string;
}

/** The air of the fake station: broadcasts that begin, sound for a moment and end, reckoned whenever somebody looks. */
export class FakeDay {
  readonly log: AsRunLine[] = [];
  /** How long each broadcast sounds here, however long it is. */
  playsForMs = 5000;
  readonly #planned: Planned[] = [];
  #count = 0;

  plan(title: string, bulletinId: string, programme: string, parts: readonly Part[], at: number | null): Broadcast {
    const plannedAt = at ?? Date.now() + PLACED_AFTER_MS;
    const number = ++this.#count;
    const broadcast: Broadcast = {
      id: `brc_${number}`,
      title,
      bulletinId,
      origin: 'operator',
      level: 'scheduled',
      kind: 'bulletin',
      plannedAt,
      notAfter: plannedAt + 300_000,
      durationMs: 95_000,
      state: 'planned',
      deliveries: parts.map((part, index) => ({
        id: `dlv_${number}x${index}`,
        endpointId: part.endpointId,
        endpointName: part.endpointName,
        state: 'planned',
        evidence: 'E0',
        reason: null,
        startAt: plannedAt,
        startedAt: null,
        endedAt: null,
        renderedMs: 0,
      })),
    };
    this.#planned.push({ broadcast, parts, programme });
    return broadcast;
  }

  find(id: string): Broadcast | undefined {
    return this.#planned.find(({ broadcast }) => broadcast.id === id)?.broadcast;
  }

  /** Another in its place, at another time. */
  move(id: string, at: number): Broadcast {
    const place = this.#planned.findIndex(({ broadcast }) => broadcast.id === id);
    const [old] = this.#planned.splice(place, place < 0 ? 0 : 1);
    if (!old) throw new StationError('BROADCAST_BEGUN');
    return this.plan(old.broadcast.title, old.broadcast.bulletinId ?? '', old.programme, old.parts, at);
  }

  /** The same once more. */
  again(id: string, at: number): Broadcast {
    const one = this.#planned.find(({ broadcast }) => broadcast.id === id);
    if (!one) throw new StationError('COPY_CHANGED');
    return this.plan(one.broadcast.title, one.broadcast.bulletinId ?? '', one.programme, one.parts, at);
  }

  /** The audio of all that is planned lies on this endpoint. */
  place(endpointId: string): void {
    const deliveries = this.#planned.flatMap(({ broadcast }) => broadcast.deliveries);
    for (const one of deliveries) if (one.endpointId === endpointId) one.evidence = 'E1';
  }

  between(from: number, to: number): Broadcast[] {
    this.#turn();
    return this.#planned.map(({ broadcast }) => broadcast).filter((one) => one.plannedAt >= from && one.plannedAt < to);
  }

  /** The last sound of each endpoint that it proved. */
  proofs(): RouteAnswer<'listProofs'> {
    const proved = this.log.filter(({ renderedMs }) => renderedMs > 0);
    return [...new Map(proved.map((line) => [line.endpointId, proofOf(line)])).values()];
  }

  on(date: string): Broadcast[] {
    this.#turn();
    return this.#planned
      .map(({ broadcast }) => broadcast)
      .filter(({ plannedAt }) => civilOf(plannedAt, FAKE_ZONE).date === date)
      .sort((a, b) => a.plannedAt - b.plannedAt);
  }

  stop(broadcast: Broadcast): void {
    const wasOnAir = broadcast.state === 'on_air';
    broadcast.state = 'cancelled';
    const planned = this.#planned.find((one) => one.broadcast === broadcast);
    for (const delivery of broadcast.deliveries) {
      if (planned) this.#end(planned, delivery, wasOnAir ? 'played_part' : 'cancelled', 'stopped_by_operator');
    }
  }

  #turn(): void {
    for (const planned of this.#planned) {
      const { broadcast, parts } = planned;
      const late = Date.now() - broadcast.plannedAt;
      if (broadcast.state === 'planned' && late >= 0) {
        broadcast.state = 'on_air';
        for (const delivery of broadcast.deliveries) {
          delivery.state = 'playing';
          delivery.startedAt = broadcast.plannedAt;
        }
      }
      if (broadcast.state === 'on_air' && late >= this.playsForMs) {
        broadcast.state = 'ended';
        broadcast.deliveries.forEach((delivery, index) => {
          if (parts[index]?.byFm) this.#end(planned, delivery, 'handed_over', 'by_fm');
          else if (parts[index]?.works) this.#end(planned, delivery, 'played', 'complete');
          else this.#end(planned, delivery, 'failed', 'unreachable');
        });
      }
    }
  }

  #end({ broadcast, parts, programme }: Planned, delivery: Delivery, state: FinalState, reason: Reason): void {
    const now = Date.now();
    if (state === 'failed' || state === 'cancelled') delivery.startedAt = null;
    delivery.state = state;
    delivery.reason = reason;
    delivery.endedAt = now;
    delivery.evidence = state === 'played' || state === 'played_part' ? 'E2' : state === 'handed_over' ? 'F1' : 'E0';
    delivery.renderedMs = state === 'played' ? broadcast.durationMs : state === 'played_part' ? 12_000 : 0;
    this.log.push({
      id: this.log.length + 1,
      deliveryId: delivery.id,
      broadcastId: broadcast.id,
      endpointId: delivery.endpointId,
      endpointName: delivery.endpointName,
      areaId: null,
      village: parts.find(({ endpointId }) => endpointId === delivery.endpointId)?.village ?? '',
      programme,
      title: broadcast.title,
      language: 'vi',
      origin: broadcast.origin,
      level: broadcast.level,
      plannedAt: broadcast.plannedAt,
      startedAt: delivery.startedAt,
      endedAt: now,
      durationMs: broadcast.durationMs,
      renderedMs: delivery.renderedMs,
      state,
      reason,
      evidence: delivery.evidence,
      recordedAt: now,
      carrier: state === 'handed_over' ? 'fm' : 'ip',
      fmStation: '',
      ...{ standIn: false, areaPath: '', stationCode: '', clusterCode: '' },
    });
  }
}

function proofOf({ endpointId, title, plannedAt, durationMs, renderedMs, evidence }: AsRunLine): Proof {
  return { endpointId, title, plannedAt, durationMs, renderedMs, evidence };
}

const DAY_NAMES = ['thứ Hai', 'thứ Ba', 'thứ Tư', 'thứ Năm', 'thứ Sáu', 'thứ Bảy', 'Chủ nhật'];

/** The next times of the two patterns that the console writes. */
export function nextTimes(pattern: Record<string, unknown>, count: number): RouteAnswer<'previewRule'> {
  const times = pattern['times'] as string[];
  const days = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
  const weekdays = (pattern['weekdays'] as string[] | undefined) ?? days;
  const next: RouteAnswer<'previewRule'>['next'] = [];
  for (let day = 0; next.length < count && day < 400; day++) {
    const { date, weekday } = civilOf(Date.now() + day * 86_400_000, FAKE_ZONE);
    if (!weekdays.includes(days[weekday - 1] ?? '')) continue;
    for (const time of times) {
      const at = instantOf(date, time, FAKE_ZONE);
      if (at !== null && at > Date.now() && next.length < count) next.push({ date, time, at });
    }
  }
  const each = pattern['weekdays'] ? weekdays : null;
  const names = each?.map((day) => DAY_NAMES[days.indexOf(day)]).join(', ');
  return {
    description: { vi: `${names ?? 'hằng ngày'} lúc ${times}`, en: `${each?.join(', ') ?? 'daily'} at ${times}` },
    next,
  };
}
