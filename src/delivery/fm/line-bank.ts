import type { FmStation, EncoderLine as LineSettings } from '#fm';
import type { LineFact, RdsState } from './rds-state.ts';
import type { Line, RoomParts } from './room-parts.ts';

/** What is left behind proves nothing of anything. */
const OF_NOTHING = -1;

/** The lines of one station to its encoders. What is shown last is shown to every line that begins later. */
export class LineBank {
  readonly #lineOf: RoomParts['lineOf'];
  readonly #tell: (fact: LineFact) => void;
  #settings: readonly LineSettings[] = [];
  #lines: ReadonlyArray<{ readonly name: string; readonly line: Line }> = [];
  #last: { readonly state: RdsState; readonly number: number } | null = null;

  constructor(lineOf: RoomParts['lineOf'], tell: (fact: LineFact) => void) {
    this.#lineOf = lineOf;
    this.#tell = tell;
  }

  /**
   * Takes the settings of a station; lines begin anew only when they are others now. `idle`: what is left behind on
   * encoders whose line ends.
   */
  async become({ id, lines }: Pick<FmStation, 'id' | 'lines'>, idle: RdsState): Promise<void> {
    if (!this.isOther({ lines })) return;
    const before = this.#lines;
    this.#leave(idle);
    this.#settings = lines;
    this.#lines = lines.map((settings) => ({ name: settings.name, line: this.#lineOf(settings, id, this.#tell) }));
    await Promise.all(before.map(({ line }) => line.stop()));
    for (const { line } of this.#lines) {
      line.start();
      if (this.#last) line.show({ ...this.#last.state, groups: [] }, this.#last.number);
    }
  }

  /** True when `become` would begin other lines. */
  isOther({ lines }: Pick<FmStation, 'lines'>): boolean {
    return JSON.stringify(lines) !== JSON.stringify(this.#settings);
  }

  /** As `become` with no lines at all. */
  async stop(idle: RdsState): Promise<void> {
    this.#leave(idle);
    await Promise.all(this.#lines.map(({ line }) => line.stop()));
    this.#lines = [];
    this.#settings = [];
  }

  show(state: RdsState, number: number): void {
    this.#last = { state, number };
    for (const { line } of this.#lines) line.show(state, number);
  }

  #leave(idle: RdsState): void {
    for (const { line } of this.#lines) line.show(idle, OF_NOTHING);
  }

  get count(): number {
    return this.#settings.length;
  }

  isConnected(): boolean {
    return this.#lines.some(({ line }) => line.standing().state === 'connected');
  }

  standings() {
    return this.#lines.map(({ name, line }) => ({ name, ...line.standing() }));
  }
}
