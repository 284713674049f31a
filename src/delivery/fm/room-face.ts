import type { Broadcast } from '#broadcast';
import type { FmReceiver, FmStation } from '#fm';
import type { FmManifest } from './manifest/fm-manifest.ts';
import {
  filesNamedIn,
  MANIFEST_RENEW_MS,
  type ManifestRendition,
  manifestOf,
  manifestText,
  nowLines,
  type Upcoming,
} from './manifest/manifest.ts';
import { type FmOnAir, meaningOf } from './on-air.ts';
import type { RoomParts } from './room-parts.ts';
import { airTextOf } from './text/state-of-air.ts';

/** What a face is made of, as it stands at the moment at which it is made. */
export interface FaceInput {
  readonly station: FmStation;
  readonly receivers: readonly FmReceiver[];
  readonly onAir: FmOnAir | null;
  readonly upcoming: readonly Upcoming[];
}

/** What the computer at one transmitter may read: made anew when something changed, and before the old one is stale. */
export class RoomFace {
  readonly #parts: RoomParts;
  readonly #input: () => FaceInput;
  #sequence = 0;
  #current: FmManifest | null = null;
  #madeAt = Number.NEGATIVE_INFINITY;
  #making: Promise<void> | null = null;
  #isStale: boolean = false;
  #isOver: boolean = false;

  constructor(parts: RoomParts, input: () => FaceInput) {
    this.#parts = parts;
    this.#input = input;
  }

  /** Something changed: the newest is made at once, or right after the one that is being made. */
  refresh(): void {
    if (this.#isOver) return;
    this.#isStale = true;
    this.#making ??= this.#make().finally(() => {
      this.#making = null;
    });
  }

  /** None is shown any more when this resolves. */
  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#making;
  }

  /** Makes a new one when the last one will not be true much longer. */
  keepFresh(now: number): void {
    if (Math.abs(now - this.#madeAt) >= MANIFEST_RENEW_MS) this.refresh();
  }

  /** Every broadcast that the newest one names. */
  named(): ReadonlySet<string> {
    const { onAir = null, next = [] } = this.#current ?? {};
    return new Set([...(onAir ? [onAir.id] : []), ...next.map((one) => one.id)]);
  }

  /** True when the newest one names this file. */
  names(sha256: string): boolean {
    return this.#current !== null && filesNamedIn(this.#current).has(sha256);
  }

  async #make(): Promise<void> {
    while (this.#isStale) {
      this.#isStale = false;
      const { world, zone, baseUrl, face } = this.#parts;
      const wanted = this.#input();
      const renditions = await this.#renditions([
        ...(wanted.onAir ? [wanted.onAir.broadcast] : []),
        ...wanted.upcoming.map((one) => one.broadcast),
      ]);
      const { station, receivers, onAir, upcoming } = this.#input();
      const now = world.clock.wallMs();
      this.#sequence += 1;
      this.#madeAt = now;
      const named = receivers.map((one) => ({ ...one, name: this.#parts.nameOf(one.endpointId) }));
      this.#current = manifestOf({
        ...{ station, receivers: named, onAir, upcoming, renditions, baseUrl, zone, now },
        ...{ sequence: this.#sequence, meaning: meaningOf(onAir) },
      });
      face(station.id, {
        manifest: manifestText(this.#current),
        ...nowLines(airTextOf(station, onAir, now, meaningOf(onAir))),
      });
    }
  }

  async #renditions(broadcasts: readonly Broadcast[]): Promise<Map<string, ManifestRendition>> {
    const found = new Map<string, ManifestRendition>();
    const items = broadcasts.flatMap((one) => one.runningOrder.items);
    const ids = new Set(items.flatMap((item) => (item.kind === 'audio' ? [item.recordingId] : [])));
    for (const id of ids) {
      const rendition = await this.#parts.shelf.rendition(id, 'mp3').catch(() => null);
      if (rendition) found.set(id, { lufs: null, ...rendition });
    }
    return found;
  }
}
