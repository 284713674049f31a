import type { FmReceiver, FmStation } from '#fm';
import { zoneOffsetMs } from '#kernel';
import { LineBank } from './line-bank.ts';
import { type FmOnAir, meaningOf } from './on-air.ts';
import type { LineFact, RdsState } from './rds-state.ts';
import type { RoomParts } from './room-parts.ts';
import { groupsBetween, rdsStateOf } from './text/state-of-air.ts';

/** What the encoders of one transmitter are shown, and whose receivers were opened by that. */
export class RoomSigns {
  readonly #parts: Pick<RoomParts, 'world' | 'zone'>;
  readonly #lines: LineBank;
  #station: FmStation;
  #receivers: readonly FmReceiver[];
  #number = 0;
  #shown = '';
  /** Whose receivers were opened; null: nobody knows, an earlier life may have left them open. */
  #opened: ReadonlySet<string> | null = null;
  /** The last state of which a line said that it left. */
  #toldNumber = 0;

  constructor(
    parts: Pick<RoomParts, 'world' | 'zone' | 'lineOf'>,
    station: FmStation,
    receivers: readonly FmReceiver[],
    tell: (fact: LineFact) => void,
  ) {
    this.#parts = parts;
    this.#station = station;
    this.#receivers = receivers;
    this.#lines = new LineBank(parts.lineOf, (fact) => {
      if (fact.fact === 'graded') this.#toldNumber = Math.max(this.#toldNumber, fact.number);
      tell(fact);
    });
  }

  /** The station was changed: everything is shown anew. An encoder that is left by its line is left idle. */
  async become(station: FmStation, receivers: readonly FmReceiver[]): Promise<void> {
    const idle = this.#idle();
    this.#station = station;
    this.#receivers = receivers;
    this.#shown = '';
    // Another encoder opened nobody, and the one that is left has closed them.
    if (this.#lines.isOther(station)) this.#opened = null;
    await this.#lines.become(station, idle);
  }

  /** Announcements and alarms are taken back, receivers with a code closed. */
  stop(): Promise<void> {
    return this.#lines.stop(this.#idle());
  }

  get count(): number {
    return this.#lines.count;
  }

  isConnected(): boolean {
    return this.#lines.isConnected();
  }

  standings() {
    return this.#lines.standings();
  }

  /** Shows what is carried, to receivers that are to hear it. Answers its number when that is news; null: it is none. */
  show(carried: FmOnAir | null, hearing: ReadonlySet<string>): number | null {
    const next = this.#isCoded ? hearing : NOBODY;
    const state = this.#stateOf(carried, next);
    const shown = JSON.stringify({ ...state, groups: [...next], by: carried?.broadcast.id });
    if (shown === this.#shown) return null;
    this.#shown = shown;
    this.#opened = next;
    this.#number += 1;
    this.#lines.show(state, this.#number);
    return this.#number;
  }

  get #isCoded(): boolean {
    return this.#station.addressing === 'coded';
  }

  /** What an encoder is left with when nobody will tell it anything for a while. */
  #idle(): RdsState {
    return this.#stateOf(null, NOBODY);
  }

  #stateOf(carried: FmOnAir | null, next: ReadonlySet<string>): RdsState {
    const now = this.#parts.world.clock.wallMs();
    // Codes are said once: what no line could say before a newer state came is made good by telling everybody.
    const opened = this.#toldNumber === this.#number ? this.#opened : null;
    const groups = this.#isCoded ? groupsBetween(opened, next, this.#receivers) : [];
    const offsetMinutes = zoneOffsetMs(this.#parts.zone, now) / 60_000;
    return rdsStateOf(this.#station, carried, now, { ...meaningOf(carried), groups, offsetMinutes });
  }
}

const NOBODY: ReadonlySet<string> = new Set();
