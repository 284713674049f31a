import { type Bilingual, fill } from '#kernel';
import { LIVE_STATES, type LiveState } from './session-machine.ts';
import { SIGNAL_SOUNDS, type Talker, WARNINGS, type WarningCode } from './talker.ts';

const WARN_AGAIN_MS = 5000;
const SOME: Bilingual = { vi: 'một số cụm loa', en: 'some endpoints' };
const ANY: Bilingual = { vi: 'tất cả cụm loa', en: 'any endpoint' };

/** Where a session stands, as its talker sees it. */
export interface Standing {
  readonly state: LiveState;
  /** How long until the talker is heard; null: not counting. */
  readonly leftMs: number | null;
  /** A signal or chime sounds meanwhile. */
  readonly isSignal: boolean;
  readonly onAirAt: number | null;
}

/** Says to whoever speaks where the session stands and what they should know; warnings not too often. */
export class Prompter {
  readonly #talker: () => Talker | null;
  readonly #nowMs: () => number;
  #told = '';
  readonly #warned = new Map<WarningCode, number>();
  /** Where another has the air at the moment. */
  readonly #unheardAt = new Set<string>();

  constructor(talker: () => Talker | null, nowMs: () => number) {
    this.#talker = talker;
    this.#nowMs = nowMs;
  }

  /** Tells the state; with `ifNew` only when the second or the state is another than was told last. */
  state({ state, leftMs, isSignal, onAirAt }: Standing, ifNew = false): void {
    const secondsLeft = leftMs === null ? null : Math.max(0, Math.ceil(leftMs / 1000));
    const told = `${state} ${isSignal} ${secondsLeft}`;
    if (ifNew && told === this.#told) return;
    this.#told = told;
    this.#talker()?.tell({
      state,
      text: isSignal ? SIGNAL_SOUNDS : LIVE_STATES[state],
      ...(secondsLeft === null ? {} : { secondsLeft }),
      ...(onAirAt === null ? {} : { onAirAt }),
    });
  }

  /** Another took the air of these endpoints, out of all that should hear it. */
  lostAir(endpointIds: readonly string[], what: string, all: readonly string[]): void {
    for (const id of endpointIds) this.#unheardAt.add(id);
    this.#warn('pre_empted', { what, where: all.every((id) => this.#unheardAt.has(id)) ? ANY : SOME });
  }

  /** These endpoints hear it again. */
  gotAirBack(endpointIds: readonly string[]): void {
    const before = this.#unheardAt.size;
    for (const id of endpointIds) this.#unheardAt.delete(id);
    if (before > 0 && this.#unheardAt.size === 0) this.#warn('heard_again');
  }

  #warn(warning: WarningCode, values: Readonly<Record<string, string | number | Bilingual>> = {}): void {
    this.#warned.set(warning, this.#nowMs());
    const seconds = values['seconds'];
    const secondsLeft = typeof seconds === 'number' ? seconds : null;
    this.#talker()?.tell({ warning, text: fill(WARNINGS[warning], values), secondsLeft });
  }

  /** Warns, unless it was said a moment ago. */
  mayWarn(warning: WarningCode, values: Readonly<Record<string, number>> = {}): void {
    const last = this.#warned.get(warning) ?? Number.NEGATIVE_INFINITY;
    if (this.#nowMs() - last >= WARN_AGAIN_MS) this.#warn(warning, values);
  }
}
