/** The data of architecture.test.ts: change the shape of the program here, with an ADR where it would surprise. */

/** Level by level, lowest first. A module imports modules of lower levels only, never one of its own level. */
export const LEVELS = [
  {
    title: 'words everyone shares',
    modules: ['kernel'],
    hint: 'the kernel imports nothing and touches nothing',
  },
  {
    title: 'ground',
    modules: ['config', 'store', 'gate', 'feed', 'paper'],
    hint: 'level 1 knows only the kernel',
  },
  {
    title: 'the wire',
    modules: ['link'],
    hint: 'the protocol of the speakers: it carries the gate to them',
  },
  {
    title: 'nouns',
    modules: ['media', 'speech', 'programme', 'place', 'endpoint', 'broadcast', 'people', 'fm', 'audit', 'admin'],
    hint: 'nouns never import each other: refer by id, and let a stage or an edge bring the two together',
  },
  {
    title: 'stages',
    modules: [
      'schedule',
      'queue',
      'playout',
      'delivery',
      'asrun',
      'live',
      'relay',
      'approval',
      'alert',
      'inbox',
      'why',
      'handover',
      'offair',
      'backup',
      'territory',
      'fault',
    ],
    hint: 'stages never import one another: declare the need in your own ports.ts, station.ts introduces them',
  },
  {
    title: 'edges',
    modules: ['http', 'console', 'system'],
    hint: 'edges look down, never at each other and never at the files above them',
  },
] as const;

/** The village agent is a second program: it shares the protocol and the arbitration, not the station. */
export const SPEAKER: { modules: readonly string[]; main: string; mainAlso: readonly string[]; hint: string } = {
  modules: ['kernel', 'gate', 'feed', 'link', 'queue'],
  main: 'src/speaker/main.ts',
  mainAlso: ['system', 'media'],
  hint: 'a speaker knows kernel, gate, feed, link and the arbitration of queue; its main.ts also the real world and where ffmpeg is',
};

/** Imports by path from one module into another that are meant. */
export const EDGES = [
  {
    from: 'console',
    file: 'src/http/contract.ts',
    typesOnly: true,
    because: 'the console takes the types of the contract and ships none of its code',
  },
] as const;

interface WorldRow {
  readonly what: string;
  /** What a trespasser reads. */
  readonly hint: string;
  /** A regular expression over code without comments and quoted text. */
  readonly code: string;
  /** Modules, and which of their exports count. */
  readonly imports: Readonly<Record<string, 'all' | readonly string[]>>;
  /** Beginnings of paths, or "*" and an ending. */
  readonly owners: readonly string[];
  readonly exceptions: ReadonlyArray<{ readonly file: string; readonly because: string }>;
  readonly examples: readonly string[];
}

export const WORLD: readonly [WorldRow, ...WorldRow[]] = [
  {
    what: 'clock',
    hint: 'Ask world.clock: then a test can move the time, and a day passes in milliseconds.',
    code: String.raw`\bDate\s*\.\s*now\b|(?<!\.)\bDate\(\s*\)|\bnew Date\b(?!\s*\(\s*[^)\s])|\bperformance\s*\.\s*now\b|\bhrtime\b|\bset(Timeout|Interval|Immediate)\b|\bAbortSignal\s*\.\s*timeout\b|\bTemporal\b`,
    imports: {
      'node:timers': 'all',
      'node:timers/promises': 'all',
      'node:perf_hooks': 'all',
      timers: 'all',
      'timers/promises': 'all',
    },
    owners: ['src/system/system-clock.ts'],
    exceptions: [
      { file: 'src/console/', because: 'it runs in a browser, whose time is asked of the station' },
      { file: 'src/speaker/real-door.ts', because: 'time-outs of real sockets; tests bring their own door' },
    ],
    examples: [
      'Date.now()',
      'new Date()',
      'new Date',
      'Date()',
      'performance.now()',
      'process.hrtime.bigint()',
      'setTimeout(wake, 5)',
      'const later = globalThis.setInterval',
      'AbortSignal.timeout(9)',
      "import { setTimeout as sleep } from 'node:timers/promises';",
      "const { scheduler } = await import('node:timers/promises');",
      "import { performance } from 'node:perf_hooks';",
    ],
  },
  {
    what: 'chance',
    hint: 'Ask world.random: then the same seed gives the same day again.',
    code: String.raw`\bMath\s*\.\s*random\b|\bcrypto\s*\.\s*(randomUUID|getRandomValues|randomBytes|randomInt|subtle)\b`,
    imports: {
      'node:crypto': [
        'randomBytes',
        'randomUUID',
        'randomInt',
        'randomFill',
        'randomFillSync',
        'getRandomValues',
        'generateKey',
        'generateKeySync',
        'generateKeyPair',
        'generateKeyPairSync',
        'webcrypto',
      ],
    },
    owners: ['src/system/'],
    exceptions: [
      { file: 'src/console/api/repeat-key.ts', because: 'the browser makes the keys of its own requests' },
      { file: 'src/link/signing.ts', because: 'a key pair is made by the crypto library itself, once in a life' },
    ],
    examples: [
      'Math.random()',
      'crypto.randomUUID()',
      "import { randomBytes } from 'node:crypto';",
      "import { createHash, generateKeyPairSync } from 'node:crypto';",
    ],
  },
  {
    what: 'disk',
    hint: 'Ask world.files: it syncs, it can be full in a test, and it dies with a simulated machine.',
    code: String.raw`\.sendFile\(|\bexpress\s*\.\s*static\b`,
    imports: { 'node:fs': 'all', 'node:fs/promises': 'all', fs: 'all', 'fs/promises': 'all' },
    owners: ['src/system/'],
    exceptions: [
      { file: 'src/http/console-files.ts', because: 'serves the built console' },
      { file: 'src/http/link-routes.ts', because: 'sends renditions with ranges, by express' },
      { file: 'src/http/send-mp3.ts', because: 'sends a rendition with ranges, by express' },
      { file: 'src/run-station.ts', because: 'reads the version in package.json' },
      { file: 'src/demo.ts', because: 'makes and removes the throwaway folder' },
    ],
    examples: [
      "import { readFileSync } from 'node:fs';",
      "import * as disk from 'node:fs/promises';",
      'response.sendFile(path)',
    ],
  },
  {
    what: 'processes',
    hint: 'Ask world.processes: every child is bounded, owned, and gone when its owner dies.',
    code: String.raw`\bnew Worker\(`,
    imports: { 'node:child_process': 'all', 'node:worker_threads': 'all', 'node:cluster': 'all', child_process: 'all' },
    owners: ['src/system/'],
    exceptions: [],
    examples: ["import { spawn } from 'node:child_process';", "import { Worker } from 'node:worker_threads';"],
  },
  {
    what: 'environment and signals',
    hint: 'Only a main program reads its environment and arguments and decides to exit; pass the value down.',
    code: String.raw`\bprocess\s*\.\s*(env|argv|exit|exitCode|on|once|kill|umask|cwd|chdir|stdin|stdout|stderr)\b`,
    imports: { 'node:process': 'all' },
    owners: [
      'src/main.ts',
      'src/demo.ts',
      'src/backup-main.ts',
      'src/restore-main.ts',
      'src/speaker/main.ts',
      'src/system/',
    ],
    exceptions: [],
    examples: ["process.env['LOAXA_PORT']", 'process.exit(1)', "process.on('SIGTERM', stop)"],
  },
  {
    what: 'sockets',
    hint: 'Take a channel, a door or a listener as an argument: a test brings a simulated cable.',
    code: String.raw`(?<![.\w#])fetch\((?!\w+\s*:)|\bglobalThis\s*\.\s*fetch\b|\bnew (WebSocket|EventSource|XMLHttpRequest|WebSocketServer)\b`,
    imports: {
      'node:http': 'all',
      'node:https': 'all',
      'node:http2': 'all',
      'node:net': 'all',
      'node:tls': 'all',
      'node:dgram': 'all',
      'node:dns': 'all',
      'node:dns/promises': 'all',
      ws: 'all',
    },
    owners: ['src/http/server.ts', 'src/speaker/real-door.ts', 'src/console/api/client.ts'],
    exceptions: [
      {
        file: 'src/system/guarded-fetch.ts',
        because: 'the one way out to sources that others send; each address is judged',
      },
      { file: 'src/system/judged-lookup.ts', because: 'judges what a name leads to, in the socket that asks' },
      { file: 'src/system/real-wire.ts', because: 'the one way out to RDS encoders' },
      { file: 'src/demo/cable.ts', because: 'the demo cuts a cable of its own' },
      { file: 'src/demo/transmitter.ts', because: 'the demo plays the computer beside a transmitter' },
      {
        file: 'src/console/talk/microphone-line.ts',
        because: 'the voice of a browser goes out on a socket of its own',
      },
      { file: 'src/console/live/news.ts', because: 'the one socket by which a console hears what changed' },
      { file: 'src/console/worker/sw.ts', because: 'a service worker stands between the page and its files' },
      { file: 'src/console/village/ask.ts', because: 'the page of a village helper loads nothing of the console' },
      { file: 'src/console/upload/send-slice.ts', because: 'only XMLHttpRequest tells how much has gone out' },
      { file: 'src/console/talk/microphone-line.ts', because: 'a microphone speaks on a line that stays open' },
    ],
    examples: [
      "await fetch('http://x')",
      'new WebSocket(address)',
      'new XMLHttpRequest()',
      "import { createServer } from 'node:http';",
      "import { WebSocket } from 'ws';",
    ],
  },
  {
    what: 'SQL',
    hint: 'SQL stands in a *-store.ts of the room that owns the table.',
    code: String.raw`\.\s*(selectFrom|insertInto|updateTable|deleteFrom|replaceInto|mergeInto)\(|\bsql\x60`,
    imports: { kysely: 'all', 'better-sqlite3': 'all' },
    owners: ['src/store/', '*-store.ts'],
    exceptions: [],
    examples: [
      "db.selectFrom('rules')",
      "tx.insertInto('as_run')",
      "import { sql } from 'kysely';",
      "import Database from 'better-sqlite3';",
    ],
  },
];

/** Every package from outside, and who may know it. */
export const PACKAGES: ReadonlyArray<{
  readonly package: string;
  readonly files: readonly string[];
  readonly hint: string;
}> = [
  { package: 'better-sqlite3', files: ['src/store/'], hint: 'only the store knows which database it is' },
  { package: 'kysely', files: ['src/store/', '*-store.ts'], hint: 'SQL stands in a *-store.ts' },
  { package: 'express', files: ['src/http/'], hint: 'HTTP ends at the edge' },
  { package: 'express-rate-limit', files: ['src/http/'], hint: 'HTTP ends at the edge' },
  { package: '@fontsource/be-vietnam-pro', files: ['src/console/frame/font.ts'], hint: 'one file knows the font' },
  { package: 'helmet', files: ['src/http/'], hint: 'HTTP ends at the edge' },
  {
    package: 'ws',
    files: ['src/http/server.ts', 'src/speaker/real-door.ts'],
    hint: 'sockets are opened in two places',
  },
  {
    package: 'fluent-ffmpeg',
    files: ['src/media/ffmpeg-job.ts'],
    hint: 'it is archived upstream: one adapter knows it',
  },
  {
    package: 'node-cron',
    files: ['src/schedule/cron.ts', 'src/schedule/heartbeat.ts'],
    hint: 'it parses and ticks, it never judges',
  },
  { package: 'yaml', files: ['src/schedule/yaml-text.ts'], hint: 'one reader guards against bombs and finds the line' },
  { package: 'pdfkit', files: ['src/paper/'], hint: 'pages that are printed are made in one room' },
  { package: 'pino', files: ['src/system/'], hint: 'log through world.logger' },
  { package: 'uqr', files: ['src/console/session/qr.tsx'], hint: 'it draws one picture' },
  { package: 'preact', files: ['src/console/'], hint: 'it belongs to the browser' },
  { package: '@preact/signals', files: ['src/console/'], hint: 'it belongs to the browser' },
  {
    package: 'zod',
    files: [
      'src/config/',
      'src/gate/',
      'src/link/',
      'src/place/',
      'src/programme/',
      'src/relay/',
      'src/live/',
      'src/alert/',
      'src/why/',
      'src/media/',
      'src/endpoint/',
      'src/fm/',
      'src/delivery/fm/',
      'src/broadcast/',
      'src/schedule/',
      'src/http/',
      'src/console/',
      'src/speaker/',
      'src/backup/',
    ],
    hint: 'the kernel stays without packages',
  },
];

/** Tables that a room reads or writes though another room owns them. */
export const GUESTS: ReadonlyArray<{ readonly room: string; readonly table: string; readonly because: string }> = [
  {
    room: 'place',
    table: 'endpoints',
    because: 'which members of a zone are in use is one join, asked for each broadcast',
  },
];

/** Beyond this a file holds more than one thought; a file of tests may be a long table. */
export const LONGEST_FILE_LINES: Readonly<Record<string, number>> = { src: 330, scripts: 330, bench: 330, tests: 500 };
export const LONG_FILES: Readonly<Record<string, string>> = {
  'src/config/settings.ts': 'the one table of settings: what each is called, may be and means',
  'src/http/contract.ts': 'the one source of the REST API, read from top to bottom',
  'src/http/needs.ts': 'the one table of who may ask what, route by route',
  'src/kernel/errors.ts': 'the one registry of everything that a person may be told went wrong',
  'src/station.ts': 'the signal chain on one page: every room is introduced here',
  'src/store/schema.ts': 'the shape of the database, table by table',
  'scripts/verify-log.ts': 'one file that an inspector runs alone',
  'tests/support/commune.ts': 'a whole commune on a virtual clock: station, villages, cables, ears',
  'tests/support/real-station.ts': 'a real station and its agents as processes, started, killed and asked',
  'tests/unit/support/judge.test.ts': 'the judge’s own trial: one table of good and bad histories',
};

export const FORBIDDEN_NAMES =
  /^(utils?|helpers?|common|misc|types|interfaces|data|info)\.|(manager|service|processor|-utils?|-helpers?)\.(ts|tsx|mjs)$/;
