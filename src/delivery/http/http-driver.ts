import type { Broadcast } from '#broadcast';
import type { Endpoint } from '#endpoint';
import { FRAME_MS, isOurMp3, SILENT_FRAME } from '#feed';
import type { Reason, World } from '#kernel';
import type { EndpointDriver, TellFact } from '../endpoint-driver.ts';
import type { Shelf } from '../ports.ts';
import { type Listener, Stream, type StreamEnd } from './stream.ts';

interface Parts {
  readonly world: World;
  readonly shelf: Shelf;
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
  readonly #made = new Map<string, Promise<Uint8Array | null>>();
  /** Ordered, and not put on its stream yet: "endpoint broadcast". */
  readonly #due = new Set<string>();
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
    const { sounding } = stream;
    this.#parts.tell(endpointId, { fact: 'joined', begun: new Set(sounding === null ? [] : [sounding]) });
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
    if (broadcasts.length === 0) this.#plans.delete(endpoint.id);
    else this.#plans.set(endpoint.id, new Set(broadcasts.map((one) => one.id)));
    for (const id of this.#made.keys()) {
      if (![...this.#plans.values()].some((planned) => planned.has(id))) this.#made.delete(id);
    }
  }

  order(broadcast: Broadcast, endpointIds: readonly string[], startAt: number): void {
    for (const endpointId of endpointIds) {
      this.#due.add(`${endpointId} ${broadcast.id}`);
      void this.#putOn(broadcast, endpointId, startAt);
    }
  }

  halt(broadcastId: string, endpointIds: readonly string[], reason: Reason): void {
    for (const endpointId of endpointIds) {
      this.#due.delete(`${endpointId} ${broadcastId}`);
      const end = this.#streams.get(endpointId)?.take(broadcastId);
      if (end) this.#ended(endpointId, end, reason);
    }
  }

  async #putOn(broadcast: Broadcast, endpointId: string, startAt: number): Promise<void> {
    let made = this.#made.get(broadcast.id);
    if (!made) {
      made = this.#frames(broadcast).catch((error: unknown) => {
        this.#parts.world.logger.error('frames could not be read', { broadcastId: broadcast.id, error: String(error) });
        return null;
      });
      this.#made.set(broadcast.id, made);
    }
    const frames = await made;
    // While the frames were read it may have been halted, or ordered again.
    if (!this.#due.delete(`${endpointId} ${broadcast.id}`)) return;
    const { clock } = this.#parts.world;
    if (!frames) {
      this.#tellDamaged(endpointId, broadcast.id);
      return;
    }
    const stream = this.#stream(endpointId);
    const startMonoMs = clock.monoMs() + (startAt - clock.wallMs());
    const firstFrame = stream.put({
      broadcastId: broadcast.id,
      firstFrame: Math.round(startMonoMs / FRAME_MS),
      frames,
    });
    if (firstFrame === null) return;
    const startedAt = this.#wallOf(firstFrame);
    if (stream.listeners > 0) this.#parts.tell(endpointId, { fact: 'started', broadcastId: broadcast.id, startedAt });
    // Nobody hears it, but somebody may still join: it is not over before its end.
    else this.#parts.tell(endpointId, { fact: 'progress', broadcastId: broadcast.id, renderedMs: 0 });
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

  /** The whole broadcast as frames: recordings as they were made, silence where the running order says so. */
  async #frames(broadcast: Broadcast): Promise<Uint8Array | null> {
    const pieces: Uint8Array[] = [];
    for (const item of broadcast.runningOrder.items) {
      if (item.kind === 'silence') {
        for (let ms = 0; ms < item.durationMs; ms += FRAME_MS) pieces.push(SILENT_FRAME);
        continue;
      }
      const rendition = await this.#parts.shelf.rendition(item.recordingId, 'mp3');
      const bytes = rendition && (await this.#parts.shelf.read(rendition.sha256));
      if (!bytes || !isOurMp3(bytes)) return null;
      pieces.push(bytes);
    }
    return Buffer.concat(pieces);
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
        for (const end of stream.advance(frame)) this.#ended(endpointId, end, reasonOf(end));
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

  #ended(endpointId: string, end: StreamEnd, reason: Reason): void {
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

function reasonOf(end: StreamEnd): Reason {
  if (end.firstHeardFrame === null) return 'not_listening';
  if (end.heardFrames >= end.totalFrames - WHOLE_SLACK_FRAMES) return 'complete';
  return end.firstHeardFrame > end.firstFrame + WHOLE_SLACK_FRAMES ? 'joined_late' : 'left_early';
}
