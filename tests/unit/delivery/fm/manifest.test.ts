import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { OrderItem } from '#broadcast';
import { fmManifestJsonSchema } from '#delivery';
import { type FmManifest, fmManifest } from '../../../../src/delivery/fm/manifest/fm-manifest.ts';
import {
  etagOf,
  filesNamedIn,
  type ManifestInput,
  manifestOf,
  manifestText,
  nowLines,
} from '../../../../src/delivery/fm/manifest/manifest.ts';
import { parseManifest, readManifest } from '../../../../src/delivery/fm/manifest/read-manifest.ts';
import { airTextOf } from '../../../../src/delivery/fm/text/state-of-air.ts';
import { broadcastOf } from '../things.ts';
import { emergency, NOW, ordinary, stationOf } from './stations.ts';

const MINUTE = 60_000;
const SHA = 'a'.repeat(64);
const rendition = { sha256: SHA, bytes: 1234, durationMs: 420_000, lufs: -16.1 };
const receivers = [
  { endpointId: 'end_a', name: 'Thôn 1', onGroups: ['0123456789AB'], offGroups: ['0123456789AC'] },
  { endpointId: 'end_b', name: 'Thôn 2', onGroups: [], offGroups: [] },
];

function inputOf(more: Partial<ManifestInput> = {}): ManifestInput {
  return {
    station: stationOf(),
    receivers,
    onAir: null,
    upcoming: [],
    renditions: new Map(),
    baseUrl: 'http://10.1.2.3:8080',
    zone: 'Asia/Ho_Chi_Minh',
    sequence: 7,
    now: NOW,
    ...more,
  };
}

function upcomingAt(id: string, inMs: number, items?: OrderItem[]) {
  const plain = broadcastOf(id, NOW + inMs, MINUTE, { title: `Bản tin ${id}` });
  const runningOrder = items ? { items, durationMs: MINUTE } : plain.runningOrder;
  return { broadcast: { ...plain, runningOrder }, startAt: NOW + inMs, endpointIds: ['end_a'] };
}

const textOf = (more: Partial<ManifestInput> = {}) => manifestText(manifestOf(inputOf(more)));

describe('what a manifest says', () => {
  test('of the station, when nothing is on air', () => {
    expect(manifestOf(inputOf())).toEqual({
      v: 1,
      sequence: 7,
      generatedAt: '2026-11-22T05:12:00+07:00',
      validUntil: '2026-11-22T05:17:00+07:00',
      station: {
        ...{ id: 'fms_1', name: 'Đài xã Tân Lập', pi: '7A01', ecc: 'F2', lang: '46', ps: 'XA TAN  ' },
        ...{ pty: 3, frequencyMHz: 98.5, soundBy: 'manifest' },
      },
      onAir: null,
      next: [],
      stream: null,
      fallback: { rt: 'Dai truyen thanh xa Tan Lap', rtUtf8: 'Đài truyền thanh xã Tân Lập', audio: null },
      vendorGroups: [],
    });
  });

  test('of an emergency on air', () => {
    expect(manifestOf(inputOf({ onAir: emergency() })).onAir).toEqual({
      ...{ id: 'brc_e', class: 'emergency', kind: 'emergency' },
      ...{ start: '2026-11-22T05:12:00+07:00', end: null, leadInS: 2 },
      ...{ rt: 'CANH BAO: LU QUET, SO TAN NGAY', rtUtf8: 'CẢNH BÁO: LŨ QUÉT, SƠ TÁN NGAY' },
      ...{ ta: true, taUntil: '2026-11-22T05:22:00+07:00', taTimeoutS: 600, pty: 31 },
      audio: null,
      opens: [{ id: 'end_a', name: 'Thôn 1' }],
    });
  });

  test('of files: each in its order with silence between, and the addresses with the key of the station', () => {
    const items: OrderItem[] = [
      { kind: 'silence', durationMs: 1500 },
      { kind: 'audio', recordingId: 'rec_x', durationMs: 420_000 },
      { kind: 'stream', streamId: 'str', durationMs: 30_000 },
    ];
    const upcoming = [upcomingAt('brc_2', 18 * MINUTE + 250, items)];
    const manifest = manifestOf(inputOf({ upcoming, renditions: new Map([['rec_x', rendition]]) }));
    expect(manifest.next).toEqual([
      {
        ...{ id: 'brc_2', class: 'scheduled', kind: 'bulletin', start: '2026-11-22T05:30:00.250+07:00' },
        ...{ durationS: 60, leadInS: 2, rt: 'Ban tin brc_2', rtUtf8: 'Bản tin brc_2' },
        audio: [
          { silenceS: 1.5 },
          {
            ...{ url: `http://10.1.2.3:8080/fm/fms_1/file/${SHA}.mp3?key=${'k'.repeat(43)}`, sha256: SHA, bytes: 1234 },
            ...{ codec: 'mp3', durationS: 420, lufs: -16.1 },
          },
          { streamUrl: `http://10.1.2.3:8080/fm/fms_1/audio.mp3?key=${'k'.repeat(43)}`, durationS: 30 },
        ],
        opens: [{ id: 'end_a', name: 'Thôn 1' }],
      },
    ]);
    expect(filesNamedIn(manifest)).toEqual(new Set([SHA]));
  });

  test('as long as a file is missing there are none, and a station that pulls the stream is given none', () => {
    const upcoming = [upcomingAt('brc_2', MINUTE)];
    expect(manifestOf(inputOf({ upcoming })).next[0]?.audio).toBeNull();
    const renditions = new Map([['rec_brc_2', rendition]]);
    expect(manifestOf(inputOf({ upcoming, renditions })).next[0]?.audio).toHaveLength(1);
    const mount = manifestOf(inputOf({ upcoming, renditions, station: stationOf({ audio: 'mount' }) }));
    expect(mount.next[0]?.audio).toBeNull();
    expect(mount.stream).toEqual({
      url: `http://10.1.2.3:8080/fm/fms_1/audio.mp3?key=${'k'.repeat(43)}`,
      codec: 'mp3',
    });
  });

  test('soonest first, at most fifty, of the coming 48 hours, without what is on air or long due', () => {
    const hours = (count: number) => count * 60 * MINUTE;
    const many = Array.from({ length: 60 }, (_, n) => upcomingAt(`brc_m${100 + n}`, hours(1) + n)).reverse();
    const others = [upcomingAt('brc_1', 0), upcomingAt('past', -MINUTE), upcomingAt('due', -5000)];
    const far = [upcomingAt('far', hours(48) + 1), upcomingAt('edge', hours(48))];
    const few = manifestOf(inputOf({ onAir: ordinary(), upcoming: [...far, ...others] }));
    expect(few.next.map(({ id }) => id)).toEqual(['due', 'edge']);
    const next = manifestOf(inputOf({ upcoming: [...far, ...many] })).next.map(({ id }) => id);
    expect(next).toHaveLength(50);
    expect(next.slice(0, 2)).toEqual(['brc_m100', 'brc_m101']);
  });

  test('of groups, only where receivers are opened by them', () => {
    const station = stationOf({ addressing: 'coded' });
    expect(manifestOf(inputOf({ station })).vendorGroups).toMatchObject([
      { label: 'mở / open: Thôn 1', g: ['0123456789AB'] },
      { label: 'đóng / close: Thôn 1', g: ['0123456789AC'] },
    ]);
  });

  test('what is over by its own end is not on air any more', () => {
    expect(manifestOf(inputOf({ onAir: ordinary(), now: NOW + 7 * MINUTE })).onAir).toBeNull();
  });

  test.each([
    ['America/St_Johns', '2026-11-21T18:42:00-03:30'],
    ['Asia/Kathmandu', '2026-11-22T03:57:00+05:45'],
    ['UTC', '2026-11-21T22:12:00+00:00'],
  ])('times as the clocks of %s show them', (zone, generatedAt) => {
    expect(manifestOf(inputOf({ zone })).generatedAt).toBe(generatedAt);
    expect(Date.parse(generatedAt)).toBe(NOW);
  });
});

describe('laws of a manifest', () => {
  const title = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 400 }),
    fc.constantFrom('Lũ quét', '', '🚨'.repeat(300), 'ŉ'.repeat(200)),
  );
  const onAir = fc.option(
    fc.record({
      title,
      since: fc.integer({ min: 0, max: 900_000 }),
      left: fc.option(fc.integer({ max: 900_000 })),
      isUrgent: fc.boolean(),
    }),
  );
  const input = fc
    .record({
      onAir,
      titles: fc.array(fc.tuple(title, fc.integer({ min: -20_000, max: 7_200_000 })), { maxLength: 8 }),
      audio: fc.constantFrom('mount', 'manifest', 'agent', 'hand'),
      fallbackText: title.map((text) => text.trim().slice(0, 200)),
    })
    .map(({ onAir: on, titles, audio, fallbackText }) => {
      const carried = on && (on.isUrgent ? emergency(on.title) : ordinary());
      return inputOf({
        station: stationOf({ audio, fallbackText }),
        onAir: carried && { ...carried, startAt: NOW - on.since, endAt: on.left === null ? null : NOW + on.left },
        upcoming: titles.map(([text, inMs], n) => {
          const one = upcomingAt(`brc_${n}`, inMs);
          return { ...one, broadcast: { ...one.broadcast, title: text } };
        }),
        renditions: new Map([['rec_brc_0', rendition]]),
      });
    });

  test('every manifest keeps its own schema, and the same state is the same text byte for byte', () => {
    fc.assert(
      fc.property(input, (one) => {
        const manifest = manifestOf(one);
        expect(fmManifest.safeParse(manifest).error).toBeUndefined();
        const text = manifestText(manifest);
        expect(parseManifest(text)).toEqual(manifest);
        const again = manifestText(manifestOf({ ...structuredClone(one), upcoming: one.upcoming.toReversed() }));
        expect(again).toBe(text);
        expect(etagOf(again)).toBe(etagOf(text));
      }),
      { numRuns: 300 },
    );
  });

  test('whenever it is read, TA has an end, and nothing outlives the manifest', () => {
    fc.assert(
      fc.property(input, fc.integer({ min: 0, max: 1_000_000 }), (one, later) => {
        const manifest = manifestOf(one);
        const { state, ta, taUntil, pty, rt, playing } = readManifest(manifestText(manifest), NOW + later);
        expect(state).toBe(later < 300_000 ? 'fresh' : 'stale');
        expect(taUntil !== null).toBe(ta);
        if (ta) expect(taUntil).toBeGreaterThan(NOW + later);
        if (state === 'stale')
          expect({ rt, ta, pty, playing }).toEqual({ rt: manifest.fallback.rt, ta: false, pty: 3, playing: null });
        if (one.onAir?.broadcast.level !== 'emergency') expect({ ta, pty }).toEqual({ ta: false, pty: 3 });
      }),
      { numRuns: 300 },
    );
  });
});

describe('how a manifest is read', () => {
  test('what is on air, then nothing when it is over', () => {
    const text = textOf({ onAir: emergency('Lũ quét', { endAt: NOW + MINUTE }) });
    expect(readManifest(text, NOW)).toMatchObject({ state: 'fresh', rt: 'CANH BAO: LU QUET', ta: true, pty: 31 });
    expect(readManifest(text, NOW + MINUTE)).toMatchObject({ state: 'fresh', ta: false, pty: 3, playing: null });
  });

  test('what is due begins by itself, announces nothing, and is over in time', () => {
    const urgent = upcomingAt('brc_2', MINUTE);
    const text = textOf({ upcoming: [{ ...urgent, broadcast: { ...urgent.broadcast, level: 'emergency' } }] });
    expect(readManifest(text, NOW + MINUTE - 1).playing).toBeNull();
    const due = readManifest(text, NOW + MINUTE);
    expect(due).toMatchObject({
      rt: 'Ban tin brc_2',
      ta: false,
      pty: 3,
      playing: { id: 'brc_2', startAt: NOW + MINUTE },
    });
    expect(readManifest(text, NOW + 2 * MINUTE).playing).toBeNull();
  });

  test('when its time is over: fallback, TA off, ordinary PTY', () => {
    const text = textOf({ onAir: emergency() });
    const silent = { rt: 'Dai truyen thanh xa Tan Lap', ta: false, taUntil: null, pty: 3, playing: null };
    expect(readManifest(text, NOW + 5 * MINUTE)).toMatchObject({ state: 'stale', ...silent });
    expect(readManifest(text, NOW - 3 * MINUTE)).toMatchObject({ state: 'clock', ...silent });
  });

  test.each([
    ['nothing', ''],
    ['half of it', textOf({ onAir: emergency() }).slice(0, 300)],
    ['zero bytes', '\0'.repeat(500)],
    ['another version', textOf().replace('"v": 1', '"v": 2')],
    ['TA that is no yes or no', textOf({ onAir: emergency() }).replace('"ta": true', '"ta": "yes"')],
    ['a list', '[]'],
  ])('%s is broken: TA off, and the text of the last good one', (_what, text) => {
    expect(readManifest(text, NOW)).toMatchObject({ state: 'broken', rt: '', ta: false, pty: 0, playing: null });
    const good = parseManifest(textOf()) as FmManifest;
    expect(readManifest(text, NOW, good)).toMatchObject({ rt: 'Dai truyen thanh xa Tan Lap', ta: false, pty: 3 });
  });
});

test('the two lines are what receivers show and what was meant, each in one line', () => {
  const state = airTextOf(stationOf(), emergency('Lũ quét\nsơ tán'), NOW);
  expect(nowLines(state)).toEqual({ now: 'CANH BAO: LU QUET SO TAN', nowUtf8: 'CẢNH BÁO: LŨ QUÉT SƠ TÁN' });
});

test('the manifest in the documentation is one, and is read as it says there', () => {
  const page = readFileSync('docs/protocols/fm-relay.md', 'utf8');
  const sample = /```json\n([\s\S]+?)```/.exec(page)?.[1] ?? '';
  const reading = readManifest(sample, Date.parse('2026-11-22T05:12:30+07:00'));
  expect(reading).toMatchObject({ state: 'fresh', rt: 'CANH BAO: LU QUET, SO TAN NGAY', ta: true, pty: 31 });
  expect(readManifest(sample, Date.parse('2026-11-22T05:17:01+07:00'))).toMatchObject({ state: 'stale', ta: false });
});

test('the published JSON schema is the one that zod gives', () => {
  const written = JSON.parse(readFileSync('docs/protocols/fm-manifest.schema.json', 'utf8'));
  const hint = 'run: node scripts/run.mjs scripts/fm-manifest-schema.ts';
  expect(written, hint).toEqual(JSON.parse(JSON.stringify(fmManifestJsonSchema())));
});
