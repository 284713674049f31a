/** The main job, from files on a disk to sound at three loudspeakers, judged by the sound alone. */
import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { civilOf } from '#kernel';
import { compareHeard } from '../support/correlate.ts';
import { type FinalRow, type HeardAt, judge, type Planned } from '../support/judge.ts';
import { type RealAgent, RealStation, until } from '../support/real-station.ts';
import { readWav } from '../support/wav.ts';
import {
  addBulletin,
  canEncode,
  converted,
  decoded,
  finalRows,
  hearAll,
  loudnessOf,
  markedWav,
  quantile,
} from './scene.ts';

const ZONE = 'Asia/Ho_Chi_Minh';
const AMR = ['-ar', '8000', '-ac', '1', '-c:a', 'libopencore_amrnb', '-b:a', '12.2k'];
const kinds = [
  { ending: 'm4a', markId: 0x1a01, durationMs: 9000, words: ['-ac', '2', '-ar', '44100', '-c:a', 'aac'] },
  { ending: 'mp3', markId: 0x1a02, durationMs: 7200, words: ['-c:a', 'libmp3lame', '-b:a', '96k'] },
  { ending: 'amr', markId: 0x1a03, durationMs: 8100, words: AMR },
].filter(({ ending }) => ending !== 'amr' || canEncode('libopencore_amrnb'));
const OPENING = 0x1a11;
const CLOSING = 0x1a12;

let station: RealStation;
let agents: RealAgent[];
let heard: HeardAt[];
let planned: Planned[];
let rows: FinalRow[];
const sources = new Map<number, { samples: Float32Array; rateHz: number }>();

/** Sends the first half of a file and breaks the connection off in the middle of it. */
function breakOff(path: string, cookie: string, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve) => {
    const headers = { cookie, 'upload-offset': '0', 'content-length': String(bytes.length) };
    const put = request(station.api.base + path, { method: 'PUT', headers });
    put.on('error', () => resolve()).on('close', () => resolve());
    put.write(bytes.subarray(0, bytes.length / 2), () => put.destroy());
  });
}

beforeAll(async () => {
  station = await RealStation.open();
  const { api } = station;
  const village = await station.village(3);
  agents = village.agents;

  // One file comes over a bad line, the others in slices.
  const bulletins: string[] = [];
  for (const [at, { ending, markId, durationMs, words }] of kinds.entries()) {
    const bytes = converted(markedWav(markId, durationMs), ending, words);
    sources.set(markId, decoded(bytes, ending));
    let recordingId: string;
    if (at === 0) {
      const upload = await api.call('createUpload', {
        body: { title: `thông báo.${ending}`, totalBytes: bytes.length },
      });
      await breakOff(`/api/v1/uploads/${upload.id}`, api.cookie ?? '', bytes);
      const { receivedBytes } = await until('the station to notice', 10_000, async () => {
        const status = await api.call('getUpload', { params: { id: upload.id } });
        return status.receivedBytes > 0 && status;
      });
      expect(receivedBytes).toBeLessThanOrEqual(bytes.length / 2);
      const rest = await api.putSlice(upload.id, bytes.subarray(receivedBytes), receivedBytes);
      recordingId = ((await rest.json()) as { recordingId: string }).recordingId;
    } else recordingId = await api.upload(`thông báo.${ending}`, bytes, 10_000);
    const recording = await api.checked(recordingId);
    expect(recording).toMatchObject({ state: 'ready', refusal: null });
    const chimes =
      at === 1
        ? {
            openingChimeId: (await api.readyRecording('nhạc hiệu', markedWav(OPENING, 1800, 'high'))).id,
            closingChimeId: (await api.readyRecording('nhạc kết', markedWav(CLOSING, 1800, 'high'))).id,
          }
        : {};
    bulletins.push(await addBulletin(station, recordingId, { title: ending, programme: chimes }));
  }

  // The first by a rule, the others by hand, the third asked for while the second still sounds.
  const begin = Math.ceil(Date.now() / 1000) * 1000 + 5000;
  const { date, time } = civilOf(begin, ZONE);
  const [first = '', ...others] = bulletins;
  const zoneIds = [village.zoneId];
  const pattern = { every: 'once', date, time: time.slice(0, 8) };
  await api.insist('addRule', { body: { title: 'một lần', bulletinId: first, zoneIds, pattern } });
  const starts = [begin, begin + 10_500, begin + 15_000];
  const ids = [
    await until('the rule to become a broadcast', 5000, async () => {
      const all = await api.call('listBroadcasts', { query: { from: begin } });
      return all.find((one) => one.bulletinId === first)?.id;
    }),
  ];
  for (const [at, bulletinId] of others.entries()) {
    const body = { bulletinId, zoneIds, startAt: starts[at + 1] as number };
    ids.push((await api.insist('addBroadcast', { body })).id);
  }
  const lengths: number[] = [];
  for (const id of ids) lengths.push((await station.final(id, 60_000)).durationMs);
  const marks = new Map(ids.map((id, at) => [id, kinds[at]?.markId]));
  planned = ids.flatMap((_, at) =>
    agents.map(({ endpointId }) => ({
      ...{ markId: kinds[at]?.markId ?? 0, endpoint: endpointId, level: 'scheduled' as const, mustBeHeard: true },
      ...{ plannedAtMs: starts[at] ?? 0, durationMs: lengths[at] ?? 0 },
      // The handover costs a few synced writes, on a disk that all other tests write to.
      allowedLateMs: at === 2 ? 2000 : 0,
    })),
  );
  const csv = await station.csv();
  for (const line of csv) {
    if (line['state'] !== 'played') console.log(line, agents.map(({ output }) => output).join('\n'));
  }
  rows = finalRows(csv, (id) => marks.get(id));
  for (const agent of agents) await agent.stop();
  heard = await hearAll(agents);
}, 180_000);
afterAll(() => station.close());

/** Chimes and bulletin as the one broadcast that they are. */
function withChimes(plays: readonly HeardAt[]): HeardAt[] {
  const joined: HeardAt[] = [];
  for (const [at, play] of plays.entries()) {
    const [before, after] = [plays[at - 1], plays[at + 1]];
    if (play.markId === OPENING || play.markId === CLOSING) continue;
    if (before?.markId !== OPENING || after?.markId !== CLOSING) joined.push(play);
    else {
      const seams = [play.startMs - before.endMs, after.startMs - play.endMs];
      const between = seams.map((lengthMs, seam) => ({ atMs: seam === 0 ? before.endMs : play.endMs, lengthMs }));
      const gaps = [before, play, after].flatMap((one) => one.gaps ?? []).concat(between);
      const whole = gaps.filter(({ lengthMs }) => lengthMs > 50);
      joined.push({ ...play, startMs: before.startMs, endMs: after.endMs, gaps: whole });
    }
  }
  return joined;
}

const at = (endpointId: string) => heard.filter((play) => play.endpoint === endpointId);

describe('what three villages heard', () => {
  test('each broadcast once and whole, in order, on time, without overlap or holes, as the log says', () => {
    const facts = { planned, heard: agents.flatMap(({ endpointId }) => withChimes(at(endpointId))), log: rows };
    expect(judge(facts, { startMs: 500 }).map(({ sentence }) => sentence)).toEqual([]);
    expect(rows.map(({ state }) => state)).toEqual(rows.map(() => 'played'));
    expect(rows).toHaveLength(kinds.length * agents.length);
  });

  test('the chimes stand before and after their bulletin', () => {
    for (const { endpointId } of agents) {
      const order = at(endpointId).map(({ markId }) => markId);
      const [first, second, ...rest] = kinds.map(({ markId }) => markId);
      expect(order).toEqual([first, OPENING, second, CLOSING, ...rest]);
    }
  });

  test('the wave is that of the file that was uploaded', async () => {
    for (const { wavPath, endpointId } of agents) {
      const { samples, rateHz, startAtMs } = await readWav(wavPath);
      for (const { markId, ending } of kinds) {
        const play = at(endpointId).find((one) => one.markId === markId);
        const from = Math.round((((play?.startMs ?? 0) - 200 - (startAtMs ?? 0)) / 1000) * rateHz);
        const to = Math.round((((play?.endMs ?? 0) + 200 - (startAtMs ?? 0)) / 1000) * rateHz);
        const source = sources.get(markId) ?? { samples: new Float32Array(0), rateHz };
        const same = compareHeard({ samples: samples.subarray(Math.max(0, from), to), rateHz }, source);
        expect({ ending, gaps: same.gaps.filter(({ lengthMs }) => lengthMs > 50) }).toEqual({ ending, gaps: [] });
        expect(same.coverage, ending).toBe(1);
        expect(same.minCorrelation, ending).toBeGreaterThan(0.9);
        expect(Math.abs(same.driftMs), ending).toBeLessThan(5);
      }
    }
  });

  test('the loudness is that of the station, whatever the file was', async () => {
    for (const { wavPath, endpointId } of agents) {
      const { samples, rateHz, startAtMs } = await readWav(wavPath);
      const place = (ms: number) => Math.round(((ms - (startAtMs ?? 0)) / 1000) * rateHz);
      for (const { markId, ending } of kinds) {
        const { startMs, endMs } = at(endpointId).find((one) => one.markId === markId) as HeardAt;
        const lufs = loudnessOf(samples.subarray(place(startMs), place(endMs)), rateHz);
        expect(Math.abs(lufs + 16), `${ending}: ${lufs} LUFS`).toBeLessThan(1);
      }
    }
  });

  test('the villages begin together', () => {
    const errors: number[] = [];
    const skews: number[] = [];
    for (const { markId } of kinds) {
      const starts = heard.filter((play) => play.markId === markId).map(({ startMs }) => startMs);
      const plan = planned.find((one) => one.markId === markId);
      if (markId === kinds[0]?.markId) errors.push(...starts.map((ms) => Math.abs(ms - (plan?.plannedAtMs ?? 0))));
      skews.push(Math.max(...starts) - Math.min(...starts));
    }
    console.log(`start error ≤ ${quantile(errors, 1).toFixed(1)} ms, skew ≤ ${quantile(skews, 1).toFixed(1)} ms`);
    expect(Math.max(...errors)).toBeLessThan(500);
    expect(Math.max(...skews)).toBeLessThan(100);
  });
});
