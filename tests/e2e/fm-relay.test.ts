/**
 * A bulletin on four transmitters and one loudspeaker: what the computers beside the transmitters recorded, what their
 * encoders were told (read by a second reading of the standard), what may be fetched, and what the log claims of it.
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hearPlays } from '../support/judge.ts';
import { type RealAgent, RealStation, until } from '../support/real-station.ts';
import { addFm, addVillage, lineTo, TransmitterComputer, UECP_ENCODER, UECP_SITE } from './fm-room.ts';
import { addBulletin, decoded, hearAll, markedWav } from './scene.ts';
import { displaysOf, UecpEncoder } from './uecp-encoder.ts';

const MARK = 0x4f01;
const LENGTH_MS = 9000;
const TITLE = 'Thông báo lịch tiêm chủng “mở rộng” tại trạm y tế xã, đường Lê Lợi';
/** As the basic set has it: no marks, đ as d, plain quotation marks, and as many short words as 64 characters ask for. */
const SHOWN = 'TB lich tiem chung "mo rong" tai tram y te xa, duong Le Loi';

interface Manifest {
  readonly sequence: number;
  readonly validUntil: string;
  readonly station: { readonly pi: string; readonly ps: string };
  readonly onAir: { readonly id: string; readonly rt: string; readonly ta: boolean; readonly pty: number } | null;
  readonly next: ReadonlyArray<{ readonly audio: ReadonlyArray<{ readonly url: string; readonly sha256: string }> }>;
}

let station: RealStation;
let agent: RealAgent;
let computer: TransmitterComputer;
let encoders: Record<'tcp' | 'udp' | 'asked' | 'mute', UecpEncoder>;
let fm: Record<'mount' | 'asked' | 'mute' | 'files', Awaited<ReturnType<typeof addFm>>>;
let plannedAt: number;
const closing: Array<() => Promise<void>> = [];
const taken: Manifest[] = [];
let fetched: { readonly bytes: Uint8Array; readonly sha256: string };
let log: Awaited<ReturnType<RealStation['csv']>>;

const rowsOf = (endpointId: string | undefined) => log.filter((line) => line['endpoint'] === endpointId);

beforeAll(async () => {
  station = await RealStation.open();
  closing.push(() => station.close());
  const { api } = station;
  const ipVillage = await addVillage(station, 'Thôn Loa');
  agent = await station.addAgent('Cụm loa 1', ipVillage);
  encoders = {
    tcp: await UecpEncoder.overTcp(),
    udp: await UecpEncoder.overUdp(),
    asked: await UecpEncoder.overTcp(),
    mute: await UecpEncoder.overUdp(),
  };
  const { tcp, udp, asked, mute } = encoders;
  for (const encoder of Object.values(encoders)) closing.push(() => encoder.close());
  const main = async (name: string) => ({ name: `Thu ${name}`, areaId: await addVillage(station, name) });
  const mountLines = [lineTo(tcp), lineTo(udp, { transport: 'udp', answers: false })];
  const mount = { name: 'Đài Một', pi: '7A01', ps: 'ĐÀI MỘT', pty: 3, audio: 'mount', lines: mountLines } as const;
  fm = {
    mount: await addFm(station, { ...mount, fallbackText: 'Đài xã Một' }, [
      await main('Thôn Sóng'),
      { name: 'Thu thay thế', areaId: ipVillage, duty: 'stand_in' },
    ]),
    asked: await addFm(station, { name: 'Đài Hai', pi: '7A02', lines: [lineTo(asked, { readsBack: true })] }, [
      await main('Thôn Hai'),
    ]),
    mute: await addFm(
      station,
      { name: 'Đài Ba', pi: '7A03', lines: [lineTo(mute, { transport: 'udp', answers: false })] },
      [await main('Thôn Ba')],
    ),
    files: await addFm(station, { name: 'Đài Bốn', pi: '7A04', audio: 'manifest' }, [await main('Thôn Bốn')]),
  };
  computer = new TransmitterComputer(api.base + fm.mount.paths.audio);
  closing.push(() => computer.stop());
  await until('the computer to record', 15_000, () => computer.isRecording);
  const recording = await api.readyRecording('tiêm chủng', markedWav(MARK, LENGTH_MS));
  const bulletinId = await addBulletin(station, recording.id, { title: TITLE });
  const mains = Object.values(fm).map(({ endpointIds }) => endpointIds[0] ?? '');
  const endpointIds = [agent.endpointId, ...mains];
  const zone = await api.call('addZone', { body: { name: 'Toàn xã', endpointIds } });
  plannedAt = Math.ceil(Date.now() / 1000) * 1000 + 5000;
  const { id } = await api.call('addBroadcast', { body: { bulletinId, zoneIds: [zone.id], startAt: plannedAt } });

  // The computer at the fourth station does as the manifest says: it fetches the file before, and looks again on air.
  const next = await until('a manifest that names a file', 4000, async () => {
    const manifest = (await (await api.fetch(fm.files.paths.manifest, { anonymous: true })).json()) as Manifest;
    taken.push(manifest);
    return manifest.next[0]?.audio?.[0];
  });
  const file = await fetch(new URL(next.url, api.base));
  fetched = { bytes: new Uint8Array(await file.arrayBuffer()), sha256: next.sha256 };
  await until('the broadcast in the manifest', 20_000, async () => {
    const manifest = (await (await api.fetch(fm.files.paths.manifest, { anonymous: true })).json()) as Manifest;
    taken.push(manifest);
    return manifest.onAir?.id === id;
  });
  await station.final(id, 60_000);
  log = await until('a line for each', 20_000, async () => {
    const lines = await station.csv();
    return lines.length === endpointIds.length && lines;
  });
  await computer.stop();
  await agent.stop();
}, 120_000);

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

describe('the sound', () => {
  test('comes whole out of the computer at the transmitter, and out of the loudspeaker', async () => {
    const plays = computer.plays();
    expect(computer.complaints).toBe('');
    expect(plays.map(({ markId }) => markId)).toEqual([MARK]);
    expect(plays[0]).toMatchObject({ fromMs: 0, gaps: [] });
    expect(Math.abs((plays[0]?.lengthMs ?? 0) - LENGTH_MS)).toBeLessThan(150);
    expect((plays[0]?.startMs ?? 0) - plannedAt).toBeGreaterThan(-500);
    expect((plays[0]?.startMs ?? 0) - plannedAt).toBeLessThan(3000);
    const heard = await hearAll([agent]);
    expect(heard.map(({ markId }) => markId)).toEqual([MARK]);
    expect(Math.abs((heard[0]?.startMs ?? 0) - plannedAt)).toBeLessThan(500);
  });

  test('lies as a file behind the address in the manifest, with the check sum that stands there', () => {
    expect(createHash('sha256').update(fetched.bytes).digest('hex')).toBe(fetched.sha256);
    const { samples, rateHz } = decoded(fetched.bytes, 'mp3');
    expect(hearPlays(samples, rateHz).map(({ markId }) => markId)).toEqual([MARK]);
  });
});

describe('the encoders', () => {
  test('get nothing but whole frames of the standard, to their own address', () => {
    for (const [name, encoder] of Object.entries(encoders)) {
      expect(encoder.faults, name).toEqual([]);
      const addresses = new Set(encoder.frames.map((frame) => `${frame.site}/${frame.encoder}`));
      expect([...addresses], name).toEqual([`${UECP_SITE}/${UECP_ENCODER}`]);
      const numbers = new Set(encoder.frames.map(({ sequence }) => sequence));
      expect(numbers.has(0), name).toBe(false);
    }
  });

  test.each(['tcp', 'udp'] as const)('tell receivers what is on air, and never call it an announcement: %s', (name) => {
    const displays = displaysOf(encoders[name].frames);
    const texts = displays.map(({ rt }) => rt).filter((rt, at, all) => rt !== '' && rt !== all[at - 1]);
    expect(texts).toEqual(['Dai xa Mot', SHOWN, 'Dai xa Mot']);
    const onAir = displays.find(({ rt }) => rt === SHOWN);
    const settled = { pi: '7A01', ps: 'DAI MOT ', ecc: 'F2', language: '46', pty: 3, tp: true, ta: false };
    expect(displays.at(-1)).toMatchObject(settled);
    expect(onAir).toMatchObject(settled);
    expect(Math.abs((onAir?.atMs ?? 0) - plannedAt)).toBeLessThan(2000);
    expect(displays.some(({ ta, pty }) => ta || pty > 29)).toBe(false);
    for (const { rt } of displays) expect(rt.length).toBeLessThanOrEqual(64);
    // Nobody knows what the station before left on: the first word takes an announcement back.
    expect([...(encoders[name].frames[0]?.message ?? [])]).toEqual([0x03, 0, 0, 2]);
  });
});

describe('the log', () => {
  test('says for each transmitter what is proved of it and no more', () => {
    expect(rowsOf(agent.endpointId)).toMatchObject([{ state: 'played', evidence: 'E2', carrier: 'ip' }]);
    const grades = Object.entries(fm).map(([name, { endpointIds }]) => {
      const [row, ...more] = rowsOf(endpointIds[0]);
      expect(more).toEqual([]);
      expect(row).toMatchObject({ state: 'handed_over', reason: 'by_fm', carrier: 'fm', stand_in: '0' });
      expect(Number(row?.['rendered_ms'])).toBe(0);
      return [name, row?.['evidence']];
    });
    expect(Object.fromEntries(grades)).toEqual({ mount: 'F0', asked: 'F1', mute: 'E0', files: 'F0' });
  });

  test('has no line for receivers whose village was reached by its own loudspeaker', () => {
    expect(rowsOf(fm.mount.endpointIds[1])).toEqual([]);
  });
});

describe('what may be fetched', () => {
  test('the manifest is the same until something changes, and its sequence only counts up', async () => {
    const { api } = station;
    const ask = (headers: Record<string, string> = {}) =>
      api.fetch(fm.files.paths.manifest, { headers, anonymous: true });
    const first = await ask();
    const etag = first.headers.get('etag') ?? '';
    const text = await first.text();
    expect(etag).toBe(`"${createHash('sha256').update(text).digest('hex')}"`);
    const held = await ask({ 'if-none-match': etag });
    expect([held.status, await held.text(), held.headers.get('etag')]).toEqual([304, '', etag]);
    expect((await ask({ 'if-none-match': '"else"' })).status).toBe(200);
    const sequences = taken.map(({ sequence }) => sequence);
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    const onAir = taken.find((one) => one.onAir !== null);
    expect(onAir?.onAir).toMatchObject({ rt: SHOWN, ta: false, pty: 0 });
    expect(Date.parse(onAir?.validUntil ?? '')).toBeGreaterThan(plannedAt);
    await station.api.call('renewFmKey', { params: { id: fm.files.id } });
    expect((await ask()).status).toBe(404);
    const path = `${(await fm.files.shown()).paths?.manifest}`;
    expect((await api.fetch(path, { headers: { 'if-none-match': etag }, anonymous: true })).status).toBe(200);
  });

  test('without the key, or with that of another station, there is nothing', async () => {
    const { api } = station;
    for (const path of Object.values(fm.mount.paths)) {
      const [address = ''] = path.split('?');
      const [, other = ''] = fm.asked.paths.now.split('?');
      expect((await api.fetch(address, { anonymous: true })).status, address).toBe(404);
      expect((await api.fetch(`${address}?${other}`, { anonymous: true })).status, address).toBe(404);
    }
    const file = `/fm/${fm.asked.id}/file/${fetched.sha256}.mp3?${fm.asked.paths.now.split('?')[1]}`;
    expect((await api.fetch(file, { anonymous: true })).status).toBe(404);
  });

  test('now.txt is the old text or the new one, whoever reads it while it changes', async () => {
    const { api } = station;
    const { id } = fm.mute;
    const texts = Array.from({ length: 12 }, (_, at) => `Lan thu ${at} ${'x'.repeat(at * 3)}.`);
    const path = join(station.folder, 'data/fm', id, 'now.txt');
    const before = await readFile(path, 'utf8');
    let isOver: boolean = false;
    const seen = new Map<string, number>();
    const read = async (from: () => Promise<string>) => {
      while (!isOver) {
        const text = await from();
        seen.set(text, (seen.get(text) ?? 0) + 1);
        await turn();
      }
    };
    const ears = [
      read(() => readFile(path, 'utf8')),
      read(() => readFile(path, 'utf8')),
      read(async () => (await api.fetch(fm.mute.paths.now, { anonymous: true })).text()),
    ];
    const shown = await fm.mute.shown();
    const [line] = shown.lines;
    const body = { name: shown.name, areaId: null, band: shown.band, frequencyKhz: shown.frequencyKhz, pi: shown.pi };
    for (const fallbackText of texts) {
      const { hasPassword: _, ...kept } = line ?? { hasPassword: false };
      await api.call('changeFmStation', {
        params: { id },
        body: { ...body, ps: shown.ps, fallbackText, lines: [kept as ReturnType<typeof lineTo>] },
      });
      await until(`“${fallbackText}” in the file`, 5000, async () => (await readFile(path, 'utf8')) === fallbackText);
    }
    isOver = true;
    await Promise.all(ears);
    expect([...seen.keys()].filter((text) => text !== before && !texts.includes(text))).toEqual([]);
    expect(seen.size).toBeGreaterThan(texts.length / 2);
  });
});
