import type { Files, World } from '#kernel';
import { etagOf } from './manifest.ts';

/** What a station shows to the computer at its transmitter: three texts, each whole. */
export interface Faces {
  readonly manifest: string;
  /** One line as receivers show it. */
  readonly now: string;
  readonly nowUtf8: string;
}

const FILES: ReadonlyArray<readonly [face: keyof Faces, name: string]> = [
  ['now', 'now.txt'],
  ['nowUtf8', 'now-utf8.txt'],
  ['manifest', 'manifest.json'],
];
const AT_ONCE = 8;
const AGAIN_MS = 10_000;

interface Shown {
  /** Null: taken away. */
  wanted: Faces | null;
  etag: string;
  /** What stands in the files, as far as is known. */
  written: Partial<Record<keyof Faces, string>>;
  isFaulty: boolean;
}

interface FacesWorld extends Pick<World, 'clock' | 'logger'> {
  readonly files: Pick<Files, 'makeFolder' | 'swap' | 'remove'>;
}

/**
 * The faces of all stations, as files below `folder` and in memory. Level-triggered: the newest that was shown wins, and
 * what it replaced before it was written never is. A disk that fails is logged once and tried again; nobody waits for it.
 */
export class FmFaces {
  readonly #world: FacesWorld;
  readonly #folder: string;
  readonly #stations = new Map<string, Shown>();
  readonly #line = new Set<string>();
  readonly #busy = new Set<string>();
  readonly #stopping = new AbortController();
  #isWaiting: boolean = false;
  #idle: Array<() => void> = [];

  constructor(world: FacesWorld, folder: string) {
    this.#world = world;
    this.#folder = folder;
  }

  /** Shows these from now on. Returns at once. */
  show(stationId: string, faces: Faces): void {
    if (!/^\w+$/.test(stationId)) throw new Error(`no id of a station: ${stationId}`);
    const shown = this.#stations.get(stationId) ?? { wanted: null, etag: '', written: {}, isFaulty: false };
    if (shown.wanted?.manifest !== faces.manifest) shown.etag = etagOf(faces.manifest);
    shown.wanted = faces;
    this.#stations.set(stationId, shown);
    this.#ask(stationId);
  }

  /** The station is not used any more: its files go, so that nobody reads old ones. */
  takeAway(stationId: string): void {
    const shown = this.#stations.get(stationId);
    if (!shown) return;
    shown.wanted = null;
    this.#ask(stationId);
  }

  /** The manifest that is shown, with what its ETag says; null: none. */
  manifest(stationId: string): { readonly text: string; readonly etag: string } | null {
    const shown = this.#stations.get(stationId);
    return shown?.wanted ? { text: shown.wanted.manifest, etag: shown.etag } : null;
  }

  /** The two lines that are shown; null: none. */
  now(stationId: string): { readonly ascii: string; readonly utf8: string } | null {
    const wanted = this.#stations.get(stationId)?.wanted;
    return wanted ? { ascii: wanted.now, utf8: wanted.nowUtf8 } : null;
  }

  /** Waits until everything was written, or tried in vain. */
  async settled(): Promise<void> {
    while (this.#line.size > 0 || this.#busy.size > 0) {
      await new Promise<void>((resolve) => this.#idle.push(resolve));
    }
  }

  /** Ends the tries and what is being written. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.settled();
  }

  #ask(stationId: string): void {
    this.#line.add(stationId);
    this.#next();
  }

  #next(): void {
    for (const stationId of this.#line) {
      if (this.#busy.size >= AT_ONCE) return;
      if (this.#busy.has(stationId)) continue;
      this.#line.delete(stationId);
      this.#busy.add(stationId);
      void this.#write(stationId).finally(() => {
        this.#busy.delete(stationId);
        this.#next();
      });
    }
    if (this.#busy.size > 0) return;
    for (const tell of this.#idle.splice(0)) tell();
  }

  async #write(stationId: string): Promise<void> {
    const shown = this.#stations.get(stationId);
    if (!shown) return;
    try {
      if (shown.wanted === null) await this.#remove(stationId, shown);
      else await this.#put(stationId, shown, shown.wanted);
      if (shown.isFaulty) this.#world.logger.info('the files of an FM station can be written again', { stationId });
      shown.isFaulty = false;
    } catch (error) {
      const detail = { stationId, error: String(error) };
      if (!shown.isFaulty) this.#world.logger.error('the files of an FM station could not be written', detail);
      shown.isFaulty = true;
      void this.#tryAgain();
    }
  }

  async #put(stationId: string, shown: Shown, wanted: Faces): Promise<void> {
    const { files } = this.#world;
    const folder = `${this.#folder}/${stationId}`;
    // After a fault nothing is known: somebody may have removed the folder.
    if (shown.isFaulty) shown.written = {};
    if (Object.keys(shown.written).length === 0) await files.makeFolder(folder);
    for (const [face, name] of FILES) {
      if (shown.written[face] === wanted[face]) continue;
      delete shown.written[face];
      await files.swap(`${folder}/${name}`, new TextEncoder().encode(wanted[face]));
      shown.written[face] = wanted[face];
    }
  }

  async #remove(stationId: string, shown: Shown): Promise<void> {
    for (const [face, name] of FILES) {
      await this.#world.files.remove(`${this.#folder}/${stationId}/${name}`);
      delete shown.written[face];
    }
    if (shown.wanted === null) this.#stations.delete(stationId);
  }

  async #tryAgain(): Promise<void> {
    if (this.#isWaiting) return;
    this.#isWaiting = true;
    const isTime = await this.#world.clock.sleep(AGAIN_MS, this.#stopping.signal);
    this.#isWaiting = false;
    if (!isTime) return;
    for (const [stationId, { isFaulty }] of this.#stations) if (isFaulty) this.#ask(stationId);
  }
}
