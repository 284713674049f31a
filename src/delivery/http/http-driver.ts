import type { Broadcast } from '#broadcast';
import type { Endpoint } from '#endpoint';
import { type FeedBook, FRAME_MS, isOurMp3 } from '#feed';
import { ceilingDbAt } from '#gate';
import type { Reason, World } from '#kernel';
import type { EndpointDriver, HouseRules, TellFact } from '../endpoint-driver.ts';
import type { Shelf } from '../ports.ts';
import { endingOf } from './ending.ts';
import { type FrameSource, feedFrames, inOrder, readyFrames, silentFrames } from './frame-source.ts';
import { type Listener, Stream, type StreamEnd } from './stream.ts';

interface Parts {
  readonly world: World;
  readonly shelf: Shelf;
  readonly feeds: FeedBook;
  tell: TellFact;
}

/** Frames leave in lumps of ten: a tenth of the work of single ones, and no player notices. */
const TICK_MS = 10 * FRAME_MS;
/** So many missing frames (a quarter of a second) still count as heard whole. */
const WHOLE_SLACK_FRAMES = 10;

/**
 * Devices that pull an MP3 stream over HTTP. They cannot tell what they played, so the evidence is "sent", and a
 * delivery to which nobody listened has failed.
 */
export class HttpDriver implements EndpointDriver {
  readonly protocol = 'http';
  readonly playsAlone = false;
  readonly #parts: Parts;
  readonly #streams = new Map<string, Stream>();
  /** Which broadcasts each endpoint will have to play; the frames of the others are forgotten. */
  readonly #plans = new Map<string, ReadonlySet<string>>();
  readonly #endpoints = new Map<string, Endpoint>();
  readonly #houses = new Map<string, HouseRules>();
  /** Broadcast → running order → its frames. */
  readonly #made = new Map<string, Map<string, Promise<FrameSource | null>>>();
  /** Ordered, and not put on its stream yet: "endpoint broadcast". */
  readonly #due = new Set<string>();
  /** What is on the streams: "endpoint broadcast", with why it is silent by a set instant. */
  readonly #on = new Map<string, { readonly broadcast: Broadcast; limitReason: Reason }>();
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  async start(): Promise<void> {
    this.#stopping = new AbortController();
    this.#loop = this.#pump(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
    this.#streams.clear();
  }

  isReachable(endpointId: string): boolean {
    return this.listeners(endpointId) > 0;
  }

  listeners(endpointId: string): number {
    return this.#streams.get(endpointId)?.listeners ?? 0;
  }

  /** A device begins to pull. Returns how it leaves again. */
  join(endpointId: string, listener: Listener): () => void {
    const stream = this.#stream(endpointId);
    stream.join(listener);
    this.#parts.tell(endpointId, { fact: 'joined', begun: new Set(stream.broadcasts('begun')) });
    return () => {
      stream.leave(listener);
      if (stream.listeners === 0) this.#parts.tell(endpointId, { fact: 'left' });
    };
  }

  /** Ends the stream of an endpoint that is not used any more. */
  dismiss(endpointId: string): void {
    this.#streams.get(endpointId)?.dismiss();
    this.#streams.delete(endpointId);
  }

  plan(endpoint: Endpoint, broadcasts: readonly Broadcast[]): void {
    this.#endpoints.set(endpoint.id, endpoint);
    if (broadcasts.length === 0) this.#plans.delete(endpoint.id);
    else this.#plans.set(endpoint.id, new Set(broadcasts.map((one) => one.id)));
    for (const id of this.#made.keys()) {
      if (![...this.#plans.values()].some((planned) => planned.has(id))) this.#made.delete(id);
    }
  }

  order(broadcast: Broadcast, endpointIds: readonly string[], startAt: number, cutsInto: string | null): void {
    for (const endpointId of endpointIds) {
      this.#due.add(`${endpointId} ${broadcast.id}`);
      void this.#putOn(broadcast, endpointId, startAt, cutsInto !== null);
    }
  }

  halt(broadcastId: string, endpointIds: readonly string[], reason: Reason): void {
    for (const endpointId of endpointIds) {
      this.#due.delete(`${endpointId} ${broadcastId}`);
      const end = this.#streams.get(endpointId)?.take(broadcastId);
      if (end) this.#ended(endpointId, end, reason);
    }
  }

  conclude(broadcast: Broadcast, endpointIds: readonly string[]): void {
    const frames = Math.ceil(broadcast.runningOrder.durationMs / FRAME_MS);
    for (const endpointId of endpointIds) this.#streams.get(endpointId)?.conclude(broadcast.id, frames);
  }

  hush(endpointIds: readonly string[]): void {
    for (const endpointId of endpointIds) {
      const stream = this.#streams.get(endpointId);
      for (const id of stream?.broadcasts() ?? []) this.halt(id, [endpointId], 'stopped_by_operator');
    }
  }

  house(endpointId: string, rules: HouseRules): void {
    this.#houses.set(endpointId, rules);
    for (const id of this.#streams.get(endpointId)?.broadcasts() ?? []) this.#limit(endpointId, id);
  }

  async #putOn(broadcast: Broadcast, endpointId: string, startAt: number, cutsIn: boolean): Promise<void> {
    const source = await this.#source(broadcast);
    // While the frames were read it may have been halted, or ordered again.
    if (!this.#due.delete(`${endpointId} ${broadcast.id}`)) return;
    if (!source) {
      this.#tellDamaged(endpointId, broadcast.id);
      return;
    }
    const { clock } = this.#parts.world;
    const stream = this.#stream(endpointId);
    const startMonoMs = clock.monoMs() + (startAt - clock.wallMs());
    const firstFrame = stream.put({
      ...{ broadcastId: broadcast.id, source, interruption: broadcast.interruption, cutsIn },
      firstFrame: Math.round(startMonoMs / FRAME_MS),
      gainDb: this.#gainDb(broadcast, endpointId, startAt),
    });
    if (firstFrame === null) return;
    this.#on.set(`${endpointId} ${broadcast.id}`, { broadcast, limitReason: 'slot_over' });
    this.#limit(endpointId, broadcast.id);
    const startedAt = this.#wallOf(firstFrame);
    if (stream.listeners > 0) this.#parts.tell(endpointId, { fact: 'started', broadcastId: broadcast.id, startedAt });
    // Nobody hears it, but somebody may still join: it is not over before its end.
    else this.#parts.tell(endpointId, { fact: 'progress', broadcastId: broadcast.id, renderedMs: 0 });
  }

  /** Says when it must be silent by the rules of the house and the end of its slot, as they are now. */
  #limit(endpointId: string, broadcastId: string): void {
    const on = this.#on.get(`${endpointId} ${broadcastId}`);
    if (!on) return;
    const { clock } = this.#parts.world;
    const gate = this.#houses.get(endpointId)?.gate ?? null;
    const ending = endingOf(gate, on.broadcast, clock.wallMs());
    on.limitReason = ending?.reason ?? 'slot_over';
    const frame = ending && Math.round((clock.monoMs() + (ending.at - clock.wallMs())) / FRAME_MS);
    this.#stream(endpointId).limit(broadcastId, frame);
  }

  /** As loud as the endpoint is set, and no louder than the night allows; an emergency is not softened. */
  #gainDb({ level }: Broadcast, endpointId: string, at: number): number {
    const { gainDb = 0 } = this.#endpoints.get(endpointId) ?? {};
    const gate = this.#houses.get(endpointId)?.gate;
    const ceilingDb = gate && level !== 'emergency' ? ceilingDbAt(gate, at) : null;
    return Math.min(gainDb, ceilingDb ?? Number.POSITIVE_INFINITY);
  }

  #tellDamaged(endpointId: string, broadcastId: string): void {
    this.#parts.tell(endpointId, {
      fact: 'ended',
      broadcastId,
      startedAt: null,
      endedAt: this.#parts.world.clock.wallMs(),
      renderedMs: 0,
      reason: 'damaged',
      evidence: 'E0',
      acknowledge: () => undefined,
    });
  }

  /** The frames of a broadcast, made once for all who hear it in the same language. */
  #source(broadcast: Broadcast): Promise<FrameSource | null> {
    const byOrder = this.#made.get(broadcast.id) ?? new Map<string, Promise<FrameSource | null>>();
    this.#made.set(broadcast.id, byOrder);
    const key = JSON.stringify(broadcast.runningOrder.items);
    const made = byOrder.get(key);
    if (made) return made;
    const making = this.#frames(broadcast).catch((error: unknown) => {
      this.#parts.world.logger.error('frames could not be read', { broadcastId: broadcast.id, error: String(error) });
      return null;
    });
    byOrder.set(key, making);
    return making;
  }

  /** Recordings as they were made, silence where the running order says so, and feeds as they come. */
  async #frames(broadcast: Broadcast): Promise<FrameSource | null> {
    const { shelf, feeds, world } = this.#parts;
    const parts: FrameSource[] = [];
    for (const item of broadcast.runningOrder.items) {
      const count = Math.ceil(item.durationMs / FRAME_MS);
      if (item.kind === 'silence') parts.push(silentFrames(count));
      else if (item.kind === 'stream') parts.push(feedFrames(feeds, world.clock, item.streamId, count));
      else {
        const rendition = await shelf.rendition(item.recordingId, 'mp3');
        const bytes = rendition && (await shelf.read(rendition.sha256));
        if (!bytes || !isOurMp3(bytes)) return null;
        parts.push(readyFrames(bytes));
      }
    }
    return inOrder(parts);
  }

  #stream(endpointId: string): Stream {
    let stream = this.#streams.get(endpointId);
    if (!stream) {
      stream = new Stream(Math.floor(this.#parts.world.clock.monoMs() / FRAME_MS));
      this.#streams.set(endpointId, stream);
    }
    return stream;
  }

  async #pump(signal: AbortSignal): Promise<void> {
    const { clock } = this.#parts.world;
    do {
      const frame = Math.floor(clock.monoMs() / FRAME_MS);
      for (const [endpointId, stream] of this.#streams) {
        for (const end of stream.advance(frame)) this.#ended(endpointId, end, this.#reasonOf(endpointId, end));
        const { sounding } = stream;
        if (sounding !== null) this.#progress(endpointId, sounding, stream.heardFrames(sounding) * FRAME_MS);
      }
    } while (await clock.sleep(TICK_MS, signal));
  }

  /** So that a station which dies now knows afterwards how much was sent. */
  #progress(endpointId: string, broadcastId: string, renderedMs: number): void {
    if (renderedMs > 0) this.#parts.tell(endpointId, { fact: 'progress', broadcastId, renderedMs });
  }

  #wallOf(frame: number): number {
    const { clock } = this.#parts.world;
    return Math.round(clock.wallMs() + frame * FRAME_MS - clock.monoMs());
  }

  #reasonOf(endpointId: string, end: StreamEnd): Reason {
    if (end.firstHeardFrame === null) return 'not_listening';
    if (end.heardFrames >= end.totalFrames - WHOLE_SLACK_FRAMES) return 'complete';
    if (end.endedBy === 'other') return 'pre_empted';
    if (end.endedBy === 'limit') return this.#on.get(`${endpointId} ${end.broadcastId}`)?.limitReason ?? 'slot_over';
    return end.firstHeardFrame > end.firstFrame + WHOLE_SLACK_FRAMES ? 'joined_late' : 'left_early';
  }

  #ended(endpointId: string, end: StreamEnd, reason: Reason): void {
    this.#on.delete(`${endpointId} ${end.broadcastId}`);
    this.#parts.tell(endpointId, {
      fact: 'ended',
      broadcastId: end.broadcastId,
      startedAt: end.firstHeardFrame === null ? null : this.#wallOf(end.firstHeardFrame),
      endedAt: this.#wallOf(end.lastHeardFrame ?? this.#stream(endpointId).sentFrames),
      renderedMs: end.heardFrames * FRAME_MS,
      reason,
      evidence: 'E0',
      acknowledge: () => undefined,
    });
  }
}
