/**
 * The shape of the program, as data and executed: who may import whom, and which files may touch the world outside.
 * A row that fails prints the sentence beside it. ARCHITECTURE.md shows the level table; tests/docs compares.
 */
import { existsSync, readdirSync } from 'node:fs';
import { join, posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import manifest from '../package.json' with { type: 'json' };
import {
  EDGES,
  FORBIDDEN_NAMES,
  GUESTS,
  LEVELS,
  LONG_FILES,
  LONGEST_FILE_LINES,
  PACKAGES,
  SPEAKER,
  WORLD,
} from './architecture.ts';
import { ROOT, type SourceFile, sourceFile, sourcesIn } from './support/source-code.ts';

const sources = sourcesIn('src');
const modules = Object.entries(LEVELS).flatMap(([level, row]) =>
  row.modules.map((name) => [name, Number(level)] as const),
);
const levelOf = new Map<string, number>(modules);
const top = LEVELS.length;

/** The module of a file: its folder, or null for the files that stand above all modules. */
function moduleOf(path: string): string | null {
  const name = /^src\/([^/]+)\//.exec(path)?.[1];
  return name === undefined || name === 'demo' ? null : name;
}

/** What is wrong with the imports of one file. */
function trespassesOf(file: SourceFile): string[] {
  const from = moduleOf(file.path);
  const wrong: string[] = [];
  for (const { from: name, isTypeOnly } of file.imports) {
    const say = (why: string) => wrong.push(`${file.path} imports ${name}: ${why}`);
    if (name.startsWith('.')) {
      const target = posix.join(posix.dirname(file.path), name);
      const edge = EDGES.find((one) => one.from === from && one.file === target && (isTypeOnly || !one.typesOnly));
      if (!edge && moduleOf(target) !== from) say('inside a module "./", across modules the front door "#name"');
    } else if (name.startsWith('#')) {
      const to = name.slice(1);
      const level = levelOf.get(to) ?? (to === 'speaker' ? top : Number.NaN);
      if (from === null) continue;
      if (to === from) say('a file of the module itself is imported by "./"');
      else if (from === 'speaker') {
        const isMain = file.path === SPEAKER.main && SPEAKER.mainAlso.includes(to);
        if (!SPEAKER.modules.includes(to) && !isMain) say(SPEAKER.hint);
      } else if (!(level < (levelOf.get(from) ?? -1))) say(LEVELS[levelOf.get(from) ?? 0]?.hint ?? 'unknown module');
    } else if (!name.startsWith('node:')) {
      const row = PACKAGES.find((one) => name === one.package || name.startsWith(`${one.package}/`));
      if (!row) say('a package that no row of PACKAGES knows');
      else if (!row.files.some((place) => file.path.startsWith(place) || matches(place, file.path))) say(row.hint);
    }
  }
  return wrong;
}

function matches(place: string, path: string): boolean {
  return place.startsWith('*') && path.endsWith(place.slice(1));
}

/** The part of the outside world that a file touches by this row, or null. */
function touch(row: (typeof WORLD)[number], file: SourceFile): string | null {
  const spoken = row.code && new RegExp(row.code).exec(file.code);
  if (spoken) return spoken[0];
  for (const { from, names, isTypeOnly } of file.imports) {
    if (isTypeOnly) continue;
    const wanted = row.imports[from];
    if (wanted === 'all') return from;
    const name = wanted && names.find((one) => wanted.includes(one));
    if (name) return `${name} from ${from}`;
  }
  return null;
}

describe('imports', () => {
  test('there is something to look at, and every folder of src has its place', () => {
    expect(sources.length).toBeGreaterThan(100);
    const folders = readdirSync(join(ROOT, 'src'), { withFileTypes: true }).filter((entry) => entry.isDirectory());
    const known = [...levelOf.keys(), 'speaker', 'demo'];
    expect(folders.map((folder) => folder.name).filter((name) => !known.includes(name))).toEqual([]);
    const looked = new Set(sources.map((file) => moduleOf(file.path) ?? 'demo'));
    expect(folders.map((folder) => folder.name).filter((name) => !looked.has(name))).toEqual([]);
    expect(sources.flatMap((file) => file.imports).length).toBeGreaterThan(300);
  });

  test('imports only go down, and across modules only through the front door', () => {
    expect(sources.flatMap(trespassesOf)).toEqual([]);
  });

  test('the front doors of package.json are the index files of the modules', () => {
    for (const [name, path] of Object.entries(manifest.imports)) {
      expect(path, name).toBe(name === '#station' ? './src/station.ts' : `./src/${name.slice(1)}/index.ts`);
      expect(existsSync(join(ROOT, path)), path).toBe(true);
    }
  });

  test.each([
    ['src/kernel/clock.ts', "import { z } from 'zod';"],
    ['src/media/intake.ts', "import { listZones } from '#place';"],
    ['src/playout/seats.ts', "import type { Candidate } from '#queue';"],
    ['src/store/facts.ts', "import type { House } from '#http';"],
    ['src/speaker/agent.ts', "import { findFfmpeg } from '#media';"],
    ['src/http/server.ts', "import { realWorld } from '#system';"],
    ['src/asrun/csv.ts', "import { lineOf } from '../broadcast/broadcast.ts';"],
    ['src/asrun/csv.ts', "import { csvHead } from '#asrun';"],
    ['src/asrun/csv.ts', "import { buildStation } from '#station';"],
    ['src/schedule/rules.ts', "export * from '#delivery';"],
    ['src/schedule/rules.ts', "const late = await import('#delivery');"],
    ['src/console/app.tsx', "import { routes } from '../http/contract.ts';"],
    ['src/media/render.ts', "import ffmpeg from 'fluent-ffmpeg';"],
    ['src/media/render.ts', "import lodash from 'lodash';"],
  ])('%s would be seen to say: %s', (path, line) => {
    expect(trespassesOf(sourceFile(path, line))).toHaveLength(1);
  });
});

describe('the world outside is an argument', () => {
  describe.each(WORLD)('$what', (row) => {
    const owners = [...row.owners, ...row.exceptions.map((one) => one.file)];
    const isOwner = (path: string) => owners.some((place) => path.startsWith(place) || matches(place, path));

    test('only its owners touch it', () => {
      const trespassers = sources
        .filter((file) => !isOwner(file.path))
        .flatMap((file) => (touch(row, file) ? [`${file.path}: ${touch(row, file)}. ${row.hint}`] : []));
      expect(trespassers).toEqual([]);
    });

    test('its exceptions are still needed', () => {
      const idle = row.exceptions.filter(
        ({ file: place }) => !sources.some((file) => file.path.startsWith(place) && touch(row, file)),
      );
      expect(idle.map((one) => one.file)).toEqual([]);
    });

    test.each(row.examples)('%s would be seen', (example) => {
      expect(touch(row, sourceFile('src/x.ts', example))).not.toBe(null);
    });
  });

  test('words in comments, quotes and method names are no trespass', () => {
    const innocent = sourceFile(
      'src/x.ts',
      `// Date.now()\n/* setTimeout( */ const a = 'fetch(';\nconst b = \`new Date() \${sum.fetch(0)} Math.random\`;\nnew Date(0);`,
    );
    for (const row of WORLD) expect(touch(row, innocent), row.what).toBe(null);
    expect(touch(WORLD[0], sourceFile('src/x.ts', `const t = \`\${Date.now()}\`;`))).not.toBe(null);
  });
});

describe('files', () => {
  const folders = Object.keys(LONGEST_FILE_LINES).filter((folder) => existsSync(join(ROOT, folder)));
  const all = folders.flatMap(sourcesIn);

  test('none is longer than one thought but those that say why', () => {
    const long = all
      .map((file) => ({ path: file.path, lines: file.text.split('\n').length - 1 }))
      .filter(({ path, lines }) => lines > (LONGEST_FILE_LINES[path.split('/')[0] ?? ''] ?? 0));
    expect(long.filter(({ path }) => !(path in LONG_FILES))).toEqual([]);
    expect(Object.keys(LONG_FILES).filter((path) => !long.some((one) => one.path === path))).toEqual([]);
  });

  test('none is named after nothing', () => {
    const nothing = all.filter((file) => FORBIDDEN_NAMES.test(posix.basename(file.path)));
    expect(nothing.map((file) => file.path)).toEqual([]);
    expect(all.map((file) => posix.basename(file.path)).filter((name) => !/^[a-z0-9.-]+$/.test(name))).toEqual([]);
  });
});

describe('tables', () => {
  /** schema.ts names the owner of the tables below each comment. */
  const owners = new Map<string, string>();
  let owner = '';
  for (const line of sources.find((file) => file.path === 'src/store/schema.ts')?.text.split('\n') ?? []) {
    owner = /^ {2}\/\/ (\w+)$/.exec(line)?.[1] ?? owner;
    const table = /^ {2}(\w+): \{/.exec(line)?.[1];
    if (table) owners.set(table, owner);
  }

  test('a room reads and writes only its own tables', () => {
    expect(owners.size).toBeGreaterThan(15);
    const strangers: string[] = [];
    let used = 0;
    for (const file of sources) {
      for (const [, table = ''] of file.text.matchAll(
        /\.(?:selectFrom|insertInto|updateTable|deleteFrom|(?:inner|left)Join)\(\s*'(\w+)/g,
      )) {
        used += 1;
        const room = owners.get(table) === 'station' ? 'store' : owners.get(table);
        const isGuest = GUESTS.some((one) => one.table === table && one.room === moduleOf(file.path));
        if (room !== moduleOf(file.path) && !isGuest)
          strangers.push(`${file.path} uses ${table}, which belongs to ${room}: ask that room`);
      }
    }
    expect(used).toBeGreaterThan(50);
    expect(strangers).toEqual([]);
  });
});
