import type { RdsState } from '../rds-state.ts';

/** One thing that an encoder is told. */
export interface Command {
  /** What of the state it sets. */
  readonly part: string;
  /** Another key means another content. */
  readonly key: string;
  /** Null: this dialect has no word for it. */
  readonly body: Uint8Array | null;
  /** Said instead when the encoder was told the same before. */
  readonly again?: Uint8Array;
  /** It is said again after so long, because an encoder may have been off; never when absent. */
  readonly repeatMs?: number;
  /** A receiver shows text and flags without it: that it is refused is told, and holds up nothing. */
  readonly isExtra?: boolean;
}

/** Asks an encoder what it has of a part. */
export interface Question {
  readonly part: string;
  readonly body: Uint8Array;
  /** What it must answer. */
  readonly expected: string;
}

/** What an encoder said. `sequence` null: it does not tell which command is meant. */
export type Heard =
  | { readonly heard: 'yes'; readonly sequence: number | null }
  /** `isSpoilt`: it was damaged on its way, not refused. */
  | { readonly heard: 'no'; readonly sequence: number | null; readonly detail: string; readonly isSpoilt?: boolean }
  | { readonly heard: 'value'; readonly sequence: number | null; readonly part: string | null; readonly value: string };

/** How one kind of encoder is spoken to. */
export interface Dialect {
  /** False: such an encoder never answers, whatever a person set. */
  readonly answers: boolean;
  /** Said first on every connection; null: nothing. */
  readonly greeting: Command | null;
  /**
   * The whole of a state in the order in which it is said: an announcement is released before anything else, and raised
   * after what it announces. `tagged`: tags of radio text were told before and must be taken back when there are none.
   * `now`: the time that the encoder may be given (epoch ms).
   */
  commands(state: RdsState, tagged: boolean, now?: number): readonly Command[];
  questions(state: RdsState): readonly Question[];
  /** The bytes of one command or question on the wire, one datagram at most. */
  frame(body: Uint8Array, sequence: number): Uint8Array;
  /** Reads what came, in any pieces. `sent`: frames that may come back as an echo; newest last. */
  hear(bytes: Uint8Array, sent: readonly Uint8Array[]): readonly Heard[];
}

/** What is repeated is repeated so often: an encoder that lost its power has the state again after it. */
export const REPEAT_MS = 60_000;

/** What a receiver may be told of an announcement: never without traffic programme and an end. */
export function mayAnnounce(state: RdsState): boolean {
  return state.ta && state.tp && state.taUntil !== null;
}

const NOTHING_YET: RdsState = {
  ...{ pi: '0000', ecc: '00', language: '00', ps: '', rt: '', tp: false, ta: false, taUntil: null, pty: 0 },
  ...{ rtPlus: [], groups: [] },
};

/** The command that takes an announcement back, whether or not a state was ever shown. */
export function releaseIn(dialect: Dialect, state: RdsState | null): Command {
  const calm = { ...(state ?? NOTHING_YET), ta: false, taUntil: null };
  const release = dialect.commands(calm, false).find(({ part }) => part === 'ta');
  if (!release) throw new Error('a dialect without a word for the announcement');
  return release;
}
