import { bounded, canonical, type Data, sha256, shortText } from './canonical.ts';

/** Who did something. `nobody`: not known, or not let in. */
export interface Who {
  readonly kind: 'account' | 'key' | 'link' | 'system' | 'speaker' | 'encoder' | 'nobody';
  readonly id: string | null;
  readonly name: string | null;
}

export const SYSTEM: Who = { kind: 'system', id: null, name: null };
export const NOBODY: Who = { kind: 'nobody', id: null, name: null };

/** Something that somebody did, or tried. */
export interface Act {
  /** A route of the contract, or the name of an act that is no request. */
  readonly what: string;
  /** Absent: the station itself. */
  readonly who?: Who;
  /** The address that it came from; absent: from the station itself. */
  readonly from?: string | null;
  /** Ids of what it touched, by the name under which they were given. */
  readonly on?: Readonly<Record<string, string | number | readonly string[]>>;
  /** Ids of areas; null in it: the whole station. Null instead of it: not known. */
  readonly where?: ReadonlyArray<string | null> | null;
  /** "ok", or the code of an error. */
  readonly outcome?: string;
  /** What else an inspector needs. No passwords, tokens or messages. */
  readonly detail?: Readonly<Record<string, unknown>>;
}

/** One line of the log. */
export interface Entry {
  readonly type: 'entry';
  readonly v: 1;
  readonly seq: number;
  readonly at: number;
  readonly who: Who;
  readonly from: string | null;
  readonly what: string;
  readonly on: Readonly<Record<string, Data>>;
  readonly where: ReadonlyArray<string | null> | null;
  readonly outcome: string;
  readonly detail: Data;
  /** How long it waited in memory before the disk took it; only when that was long. */
  readonly lateMs?: number;
  /** Hash of the entry before. */
  readonly prev: string;
}

/** An act with its instant, bounded, not yet in the chain. */
export type Draft = Omit<Entry, 'type' | 'v' | 'seq' | 'prev' | 'lateMs'>;

/** An entry as it is kept. */
export interface Kept {
  readonly seq: number;
  readonly body: string;
  readonly hash: string;
}

/** So long an entry may wait for the disk without that being told. */
const LATE_MS = 5000;

/** Takes an act down: whatever its size was, the draft is small. */
export function draftOf(act: Act, at: number): Draft {
  const { what, who = SYSTEM, from = null, on = {}, where = [], outcome = 'ok', detail } = act;
  return {
    at,
    who: { kind: who.kind, id: who.id, name: who.name === null ? null : shortText(who.name) },
    from: from === null ? null : shortText(from),
    what: shortText(what),
    on: bounded(on) as Entry['on'],
    where: where === null ? null : (bounded(where) as Entry['where']),
    outcome: shortText(outcome),
    detail: detail === undefined ? null : bounded(detail),
  };
}

/** Puts drafts behind the last entry of a chain. Pure. */
export function chained(last: { seq: number; hash: string }, drafts: readonly Draft[], now: number): Kept[] {
  let { seq, hash: prev } = last;
  return drafts.map((draft) => {
    seq += 1;
    const lateMs = now - draft.at;
    const late = lateMs > LATE_MS ? { lateMs } : {};
    const entry: Entry = { type: 'entry', v: 1, seq, ...draft, ...late, prev };
    const body = canonical(entry as unknown as Data);
    prev = sha256(body);
    return { seq, body, hash: prev };
  });
}

/** An entry as it stands in an export: its body and, sorted in between, its hash. */
export function entryLine({ body, hash }: Kept): string {
  return canonical({ ...(JSON.parse(body) as Record<string, Data>), hash });
}
