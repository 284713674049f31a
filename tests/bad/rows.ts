/** The catalogue of bad input at the API (A01 to A30): what is sent, and what must come of it. Runner: tests/e2e/bad-input.test.ts */
import type { RouteName } from '../../src/http/contract.ts';

/** In paths, headers and bodies {zone}, {area}, {host} … stand for what the runner made. */
interface Row {
  readonly id: `A${number}`;
  readonly what: string;
}
interface Expected {
  /** 0: the line is cut without a word. */
  readonly status: number | readonly number[];
  readonly code?: string;
}

/** Bytes on a bare line. */
export interface RawRow extends Row, Expected {
  readonly kind: 'raw';
  readonly lines: readonly string[];
  /** What ends each line; as it should be: CR LF. */
  readonly end?: string;
}

/** One request through an ordinary client. */
export interface AskRow extends Row, Expected {
  readonly kind: 'ask';
  readonly method?: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Text as it is sent; anything else becomes JSON. */
  readonly body?: unknown;
  readonly anonymous?: boolean;
  /** For sign-in tries: what was tried is not to come back in the answer. */
  readonly secret?: string;
}

/** Proved by a test of its own. */
export interface ElsewhereRow extends Row {
  readonly kind: 'elsewhere';
  readonly file: string;
  readonly test: string;
}

/** The product has no such thing; `words` must not occur among its routes and their fields. */
export interface AbsentRow extends Row {
  readonly kind: 'absent';
  readonly because: string;
  readonly words: readonly string[];
}

/** More than one request; the runner has a deed of that name. */
export interface DeedRow extends Row {
  readonly kind: 'deed';
  readonly deed: string;
}

export type BadRow = RawRow | AskRow | ElsewhereRow | AbsentRow | DeedRow;

/** Routes whose lists are counted before and after: what was refused left nothing behind. */
export const COUNTED = [
  ...(['listAreas', 'listZones', 'listEndpoints', 'listProgrammes', 'listBulletins', 'listRules'] as const),
  ...(['listBroadcasts', 'listAlerts', 'listPeople', 'listRelays', 'listTemplates'] as const),
] satisfies readonly RouteName[];
