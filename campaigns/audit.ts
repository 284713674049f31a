/**
 * Random audit logs and what a forger does to their exports: every change must be found, and an untouched log must verify.
 * `npm run campaign -- audit --seeds N`.
 */
import { createHash } from 'node:crypto';
import { newKeyPair, signText } from '#link';
import { type History, verifyLines } from '../scripts/verify-log.ts';
import { SeededRandom } from '../tests/support/seeded-random.ts';
import { actOf, KEYS, openLog, type Scene } from '../tests/unit/audit/scene.ts';

export interface AuditTrial {
  readonly mutations: number;
  readonly entries: number;
  readonly faults: readonly string[];
}

type Line = Record<string, unknown> & { type: string };
const digest = (text: string) => createHash('sha256').update(text).digest('hex');
const spell = (value: unknown): string =>
  value !== null && typeof value === 'object' && !Array.isArray(value)
    ? `{${Object.entries(value)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([key, one]) => `${JSON.stringify(key)}:${spell(one)}`)
        .join(',')}}`
    : Array.isArray(value)
      ? `[${value.map(spell).join(',')}]`
      : JSON.stringify(value);

/** The lines of everything that a log holds. */
export async function exported(
  { log }: Pick<Scene, 'log'>,
  span: { from?: number; to?: number } = {},
): Promise<string[]> {
  let text = '';
  for await (const piece of log.lines(span, 'Đài thử')) text += piece;
  return text.trimEnd().split('\n');
}

/** A log with a random past: acts, pauses, restarts, perhaps removals. */
export async function randomLog(random: SeededRandom): Promise<Scene> {
  let scene = await openLog({ keepMonths: 1 });
  for (let count = random.int(3, 25); count > 0; count -= 1) {
    const detail = {
      name: random.pick(['Thôn Đông', '"\\\u2028', '日本', '\u0000', '']),
      level: random.int(-5, 9) / 4,
    };
    for (let acts = random.int(1, 4); acts > 0; acts -= 1) void scene.log.record(actOf(count, { detail }));
    await scene.log.flush();
    if (random.chance(0.5)) await scene.clock.advance(random.int(1, 200) * 1000);
    if (random.chance(0.1)) scene.clock.jumpWall(random.int(-3_600_000, 86_400_000));
    if (random.chance(0.1)) {
      await scene.log.stop();
      const { store, clock } = scene;
      scene = await openLog({ store, clock, keepMonths: 1, epoch: 100 });
    }
  }
  return scene;
}

/** Forges what follows line `at` anew, so that hashes and signatures fit again: a forger with a key of his own. */
function forged(lines: readonly string[], at: number, keys: { publicKey: string; privatePem: string }): string[] {
  const things = lines.map((line) => JSON.parse(line) as Line);
  let prev: string | null = null;
  let sealed: string | null = null;
  return things.map((thing, place) => {
    if (place < at) {
      if (thing.type === 'entry') prev = String(thing['hash']);
      if (thing.type === 'checkpoint') [prev, sealed] = [String(thing['head']), digest(lines[place] ?? '')];
      return lines[place] ?? '';
    }
    const { signature: _signature, hash: _hash, ...said } = thing as Line & { signature?: string; hash?: string };
    if (thing.type === 'entry') {
      const entry = { ...said, prev: prev ?? said['prev'] };
      prev = digest(spell(entry));
      return spell({ ...entry, hash: prev });
    }
    const purpose = thing.type === 'checkpoint' ? 'checkpoint' : 'audit-export';
    const links =
      thing.type === 'checkpoint' ? { head: prev ?? said['head'], prev: sealed ?? said['prev'] } : { head: sealed };
    if (thing.type === 'export') return lines[place] ?? '';
    const unsigned = { ...said, ...links, key: keys.publicKey };
    const line = spell({ ...unsigned, signature: signText(keys.privatePem, purpose, spell(unsigned)) });
    sealed = digest(line);
    return line;
  });
}

interface Forgery {
  readonly name: string;
  make(lines: readonly string[], random: SeededRandom): string[] | null;
  /** Only an older file can show it: the forger has the station's own key. */
  readonly needsOlder?: boolean;
}

const placesOf = (lines: readonly string[], type: string) =>
  lines.flatMap((line, at) => (line.includes(`"type":"${type}"`) ? [at] : []));
const without = (lines: readonly string[], at: number) => lines.filter((_, place) => place !== at);
const edited = (line: string, field: string, value: unknown) =>
  spell({ ...(JSON.parse(line) as Line), [field]: value });
const other = newKeyPair();

export const FORGERIES: readonly Forgery[] = [
  ...(
    [
      ['edit', (line: string) => edited(line, 'what', 'nothing')],
      ['change of clock', (line: string) => edited(line, 'at', Number((JSON.parse(line) as Line)['at']) + 1)],
      ['change of who', (line: string) => edited(line, 'who', { kind: 'system', id: null, name: null })],
      ['another spelling', (line: string) => line.replace('"type"', ' "type"')],
      ['a second field of one name', (line: string) => line.replace('{', '{"at":1,')],
      [
        'an edit with its own hash',
        (line: string) => {
          const { hash: _hash, ...entry } = { ...(JSON.parse(line) as Line & { hash: string }), outcome: 'ok!' };
          return spell({ ...entry, hash: digest(spell(entry)) });
        },
      ],
    ] as const
  ).map(([name, change]) => ({
    name,
    make(lines: readonly string[], random: SeededRandom) {
      const at = random.pick(placesOf(lines, 'entry'));
      return lines.map((line, place) => (place === at ? change(line) : line));
    },
  })),
  { name: 'delete an entry', make: (lines, random) => without(lines, random.pick(placesOf(lines, 'entry'))) },
  { name: 'delete a checkpoint', make: (lines, random) => without(lines, random.pick(placesOf(lines, 'checkpoint'))) },
  {
    name: 'insert a copy',
    make(lines, random) {
      const at = random.pick(placesOf(lines, 'entry'));
      return lines.toSpliced(random.int(1, lines.length - 1), 0, lines[at] ?? '');
    },
  },
  {
    name: 'reorder',
    make(lines, random) {
      const at = random.int(1, lines.length - 2);
      if (lines.length < 4 || at < 1) return null;
      return lines.toSpliced(at, 2, lines[at + 1] ?? '', lines[at] ?? '');
    },
  },
  {
    name: 'truncate between checkpoints',
    make(lines, random) {
      const at = random.pick(placesOf(lines, 'entry'));
      const end = placesOf(lines, 'checkpoint').find((place) => place > at) ?? at + 1;
      return lines.toSpliced(at, end - at);
    },
  },
  { name: 'cut the end off', make: (lines, random) => lines.slice(0, random.int(1, lines.length - 1)) },
  {
    name: 'remove everything from a checkpoint on',
    make(lines, random) {
      const at = random.pick(placesOf(lines, 'checkpoint'));
      return [...lines.slice(0, at), ...lines.slice(-1)];
    },
  },
  {
    name: 'swap checkpoints',
    make(lines, random) {
      const places = placesOf(lines, 'checkpoint');
      const [a, b] = [random.pick(places), random.pick(places)];
      if (a === b) return null;
      return lines.map((line, place) => (place === a ? (lines[b] ?? '') : place === b ? (lines[a] ?? '') : line));
    },
  },
  {
    name: 'edit, and sign all again with another key',
    make(lines, random) {
      const at = random.pick(placesOf(lines, 'entry'));
      return forged(lines.with(at, edited(lines[at] ?? '', 'outcome', 'ok!')), at, other);
    },
  },
  {
    name: 'edit, and chain again without the key',
    make(lines, random) {
      const at = random.pick(placesOf(lines, 'entry'));
      const anew = forged(lines.with(at, edited(lines[at] ?? '', 'from', '6.6.6.6')), at, other);
      return anew.map((line, place) => (line.includes('"type":"entry"') ? line : (lines[place] ?? '')));
    },
  },
  {
    name: 'rewrite history with the own key of the station',
    needsOlder: true,
    make(lines, random) {
      const at = random.pick(placesOf(lines, 'entry'));
      return forged(lines.with(at, edited(lines[at] ?? '', 'outcome', 'ok!')), at, KEYS);
    },
  },
];

/** One random log, and so many forgeries of its export. */
export async function auditTrial(seed: number, mutations: number): Promise<AuditTrial> {
  const random = new SeededRandom(seed);
  const scene = await randomLog(random);
  const lines = await exported(scene);
  await scene.log.stop();
  const faults: string[] = [];
  const sound = verifyLines(lines, { key: KEYS.publicKey });
  for (const { en, seq } of sound.faults) faults.push(`seed ${seed}: untouched, but at entry ${seq}: ${en}`);
  const older: History = sound.history;
  for (let done = 0; done < mutations; ) {
    const { name, make, needsOlder } = random.pick(FORGERIES);
    const forgery = make(lines, random);
    if (!forgery || forgery.join('\n') === lines.join('\n')) continue;
    done += 1;
    const found = verifyLines(forgery, { key: KEYS.publicKey, ...(needsOlder ? { older } : {}) }).faults;
    if (found.length === 0) faults.push(`seed ${seed}: not found: ${name}`);
  }
  return { mutations, entries: sound.entries, faults };
}
