/** A voice from a microphone to real loudspeakers, through a whole station, judged by what they recorded. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { hearPlays } from '../support/hearing.ts';
import { encodeMarks } from '../support/marks.ts';
import { type RealAgent, RealStation, until } from '../support/real-station.ts';
import { readWav } from '../support/wav.ts';

const RATE_HZ = 48_000;
const PIECE_MS = 20;
const MARK = 0x2d07;
/** Above this a voice is not "now" any more. */
const LONGEST_WAY_MS = 1500;

let station: RealStation;
let agents: RealAgent[];
let zoneId: string;
beforeAll(async () => {
  station = await RealStation.open();
  ({ agents, zoneId } = await station.village(2));
});
afterAll(() => station.close());

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** Opens a session, counts in with silence, and speaks the mark from the moment it is on air for so long. */
async function talk(forMs: number, end: (id: string) => Promise<unknown>) {
  const { session, targets } = await station.api.insist('openLiveSession', { body: { zoneIds: [zoneId] } });
  const host = new URL(station.api.base).host;
  const headers = { cookie: station.api.cookie ?? '', origin: station.api.base };
  const socket = new WebSocket(`ws://${host}/api/v1/live/sessions/${session.id}/microphone`, { headers });
  let isOnAir = false;
  let reason = '';
  socket.on('message', (data) => {
    const told = JSON.parse(String(data)) as { state?: string; end?: string };
    if (told.state === 'on_air') isOnAir = true;
    if (told.end) reason = told.end;
  });
  await new Promise((resolve, reject) => socket.on('open', resolve).on('error', reject));
  socket.send(JSON.stringify({ format: 's16le', rateHz: RATE_HZ }));
  const marks = encodeMarks({ id: MARK, durationMs: forMs + 5000, rateHz: RATE_HZ, withFrameCounter: true });
  const sound = Int16Array.from(marks, (sample) => Math.round(sample * 32_767));
  const perPiece = (RATE_HZ * PIECE_MS) / 1000;
  const began = performance.now();
  let [spoken, spokeAt] = [0, 0];
  for (let at = 0; reason === ''; at += 1) {
    await later(Math.max(0, began + (at + 1) * PIECE_MS - performance.now()));
    if (isOnAir && spokeAt === 0) spokeAt = Date.now() - PIECE_MS;
    const piece = isOnAir ? sound.slice(spoken, spoken + perPiece) : new Int16Array(perPiece);
    if (isOnAir) spoken += perPiece;
    if (socket.readyState === WebSocket.OPEN) socket.send(new Uint8Array(piece.buffer));
    if (spokeAt !== 0 && Date.now() - spokeAt >= forMs) {
      await end(session.id);
      break;
    }
  }
  const endedAt = Date.now();
  const row = await until('the session to be written', 10_000, async () => {
    const one = await station.api.call('getLiveSession', { params: { id: session.id } });
    return one.end && one.recording && one;
  });
  await station.final(row.broadcastId ?? '', 30_000);
  return { targets, row, spokeAt, endedAt };
}

const playsOf = async (agent: RealAgent, sinceMs: number) => {
  const { samples, rateHz, startAtMs } = await readWav(agent.wavPath);
  return hearPlays(samples, rateHz, startAtMs ?? 0).filter(
    (play) => play.markId === MARK && play.startMs > sinceMs - 500,
  );
};

test('a talk is heard by every village, together, within a second and a half, to its last word, and is in the log', async () => {
  const finish = (id: string) => station.api.insist('finishLiveSession', { params: { id } });
  const { targets, row, spokeAt, endedAt } = await talk(8000, finish);
  expect(targets.map((one) => one.obstacle)).toEqual([null, null]);
  expect(row.end?.reason).toBe('finished');
  await later(1500);
  const heard = await Promise.all(agents.map((agent) => playsOf(agent, spokeAt)));
  console.log(`heard ${heard.map(([play]) => Math.round((play?.startMs ?? 0) - spokeAt))} ms after it was spoken`);
  const starts: number[] = [];
  for (const plays of heard) {
    const [first] = plays;
    expect(plays).toHaveLength(1);
    // The place in the recording says when a frame was spoken: how long it was on its way is the delay of the voice.
    const wayMs = (first?.startMs ?? 0) - (spokeAt + (first?.fromMs ?? 0));
    starts.push(wayMs);
    expect(wayMs).toBeGreaterThan(0);
    expect(wayMs).toBeLessThan(LONGEST_WAY_MS);
    expect(first?.gaps).toEqual([]);
    expect(first?.fromMs ?? 0).toBeLessThan(1000);
    expect((first?.endMs ?? 0) - wayMs).toBeGreaterThan(endedAt - 1000);
  }
  expect(Math.max(...starts) - Math.min(...starts)).toBeLessThan(100);
  const lines = await station.csv();
  expect(lines.map((line) => line['level'])).toEqual(['live_commune', 'live_commune']);
  // Heard whole, and said so: nothing is counted against a talk that only its beginning or end would explain.
  expect(lines.map((line) => `${line['state']} ${line['reason']}`)).toEqual(['played complete', 'played complete']);
  for (const line of lines) expect(Number(line['duration_ms']) - Number(line['rendered_ms'])).toBeLessThanOrEqual(50);
}, 90_000);

test('the kill switch silences every village at once', async () => {
  let killedAt = 0;
  const kill = async (id: string) => {
    killedAt = Date.now();
    await station.api.insist('killLiveSession', { params: { id } });
  };
  const { spokeAt, row } = await talk(5000, kill);
  expect(row.end?.reason).toBe('killed');
  await later(1500);
  for (const agent of agents) {
    const last = (await playsOf(agent, spokeAt)).at(-1);
    console.log(`silent ${(last?.endMs ?? 0) - killedAt} ms after the kill switch`);
    expect(last).toBeDefined();
    expect((last?.endMs ?? Number.POSITIVE_INFINITY) - killedAt).toBeLessThan(1000);
  }
}, 90_000);
