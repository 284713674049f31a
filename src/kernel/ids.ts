import type { Clock } from './clock.ts';

/** Chance as an argument: bytes nobody can guess. */
export interface Random {
  bytes(count: number): Uint8Array;
}

/** The kinds of thing that have an id; the prefix stands in front, so that a stray id tells what it names. */
const PREFIX = {
  account: 'acc',
  alert: 'alr',
  area: 'are',
  area_act: 'act',
  backup: 'bkp',
  brand: 'brd',
  broadcast: 'brc',
  bulletin: 'bul',
  copy: 'cpy',
  delivery: 'dlv',
  endpoint: 'end',
  exception: 'exc',
  fault: 'flt',
  fm_station: 'fms',
  gate: 'gat',
  hearing: 'hea',
  inbox: 'inb',
  key: 'key',
  interference: 'itf',
  live: 'liv',
  map: 'map',
  mount: 'mnt',
  mourning: 'mou',
  passkey: 'pky',
  programme: 'prg',
  question: 'qst',
  quiet: 'qui',
  recording: 'rec',
  relay: 'rel',
  rule: 'rul',
  session: 'ses',
  task: 'tsk',
  template: 'tpl',
  upload: 'upl',
  zone: 'zon',
} as const;
export type IdKind = keyof typeof PREFIX;

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';

function base32(value: number, length: number): string {
  let text = '';
  for (let rest = value; text.length < length; rest = Math.floor(rest / 32)) text = ALPHABET[rest % 32] + text;
  return text;
}

/** A new id: prefix, 9 characters of time (ids sort by creation), 16 of chance (80 bits). */
export function newId(kind: IdKind, clock: Clock, random: Random): string {
  let chance = '';
  for (const byte of random.bytes(16)) chance += ALPHABET[byte % 32];
  return `${PREFIX[kind]}_${base32(Math.max(0, Math.floor(clock.wallMs())), 9)}${chance}`;
}

/** An unguessable text of `bits` bits for tokens and codes typed by machines, not by people. */
export function newSecret(random: Random, bits = 256): string {
  return Buffer.from(random.bytes(bits / 8)).toString('base64url');
}

/** A claim code that a person reads aloud: 8 letters and digits without look-alikes (40 bits), as XXXX-XXXX. */
export function newClaimCode(random: Random): string {
  const letters = [...random.bytes(8)].map((byte) => ALPHABET[byte % 32]).join('');
  return `${letters.slice(0, 4)}-${letters.slice(4)}`.toUpperCase();
}
