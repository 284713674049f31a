/** Voices of real people over a whole station, from the microphone to the loudspeakers' WAV files: only the sound counts. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { HeardPlay } from '../support/hearing.ts';
import { type RealAgent, RealStation, until } from '../support/real-station.ts';
import { addBulletin, decoded, markedWav } from './scene.ts';
import {
  delaysOf,
  EncoderProgram,
  type Heard,
  hear,
  hearSamples,
  holesOf,
  latenessOf,
  Microphone,
  middleOf,
  openSession,
  overSession,
  spreadOf,
} from './voice-scene.ts';

const [PUSHED, LINE, TALK, SIREN, BULLETIN, CUTTER, FROZEN, HICCUP] = [
  0x4a01, 0x4a02, 0x4a03, 0x4a04, 0x4a05, 0x4a06, 0x4a07, 0x4a08,
];
const LONGEST_WAY_MS = 2000;
const SIREN_MS = 3600;
/** What was held on a line has been worked off so long after it came, also on a busy machine. */
const CAUGHT_UP_MS = 1000;

let station: RealStation;
let agents: RealAgent[];
let zoneId: string;
let streamPath: string;
let sirenId: string;
let newsId: string;
const microphones: Microphone[] = [];
const programs: EncoderProgram[] = [];

beforeAll(async () => {
  station = await RealStation.open();
  const village = await station.village(3);
  agents = village.agents;
  const { api } = station;
  const { endpoint } = await api.call('addEndpoint', { body: { name: 'Loa mạng', protocol: 'http' } });
  streamPath = endpoint.streamPath ?? '';
  const endpointIds = [...agents.map((agent) => agent.endpointId), endpoint.id];
  zoneId = (await api.call('addZone', { body: { name: 'Mọi loa', endpointIds } })).id;
  sirenId = (await api.readyRecording('còi', markedWav(SIREN, SIREN_MS, 'high'))).id;
  await api.insist('bankRecording', { params: { id: sirenId }, body: { bank: true } });
  const news = await api.readyRecording('bản tin', markedWav(BULLETIN, 20_000));
  newsId = await addBulletin(station, news.id);
}, 120_000);
afterEach(async () => {
  for (const program of programs.splice(0)) program.kill();
  for (const microphone of microphones.splice(0)) await microphone.leave();
});
afterAll(() => station.close());

/** Everybody's speech is here to be ended when a test fails. */
async function speakTo(mark: number, pieceMs = 20) {
  const { session } = await openSession(station, [zoneId]);
  const microphone = new Microphone(station, session.id, { mark, pieceMs });
  microphones.push(microphone);
  await microphone.connect();
  return { microphone, id: session.id };
}

const hearAll = (sinceMs: number, untilMs: number) => Promise.all(agents.map((agent) => hear(agent, sinceMs, untilMs)));
const of = ({ plays }: Heard, mark: number) => plays.filter(({ markId }) => markId === mark);
const only = (heard: Heard, mark: number): HeardPlay => {
  const plays = of(heard, mark);
  expect(plays, latenessOf(agents).join('\n')).toHaveLength(1);
  return plays[0] as HeardPlay;
};
const endPlace = (play: HeardPlay) => (play.fromMs ?? 0) + play.endMs - play.startMs;
const round = (values: readonly number[]) => values.map((value) => Math.round(value));

/** The voice is whole, equally late from its first to its last word, and everywhere. Prints and gives its delay. */
function expectSteady(what: string, heard: readonly Heard[], mark: number, spokenAt: number): number {
  const middles: number[] = [];
  const wander: number[] = [];
  for (const one of heard) {
    const plays = of(one, mark);
    expect(holesOf(plays), latenessOf(agents).join('\n')).toEqual([]);
    const delays = plays.map(({ startMs, endMs }) => delaysOf(one, mark, spokenAt, startMs, endMs));
    wander.push(Math.max(...delays.map(spreadOf)));
    middles.push(middleOf(delays.flat()));
    for (const delay of delays.flat()) expect(delay).toBeLessThan(LONGEST_WAY_MS);
  }
  console.log(
    `${what}: from mouth to ear ${round(middles)} ms, wandering ${round(wander)} ms, apart ${Math.round(spreadOf(middles))} ms`,
  );
  expect(Math.max(...wander)).toBeLessThan(20);
  expect(Math.min(...middles)).toBeGreaterThan(0);
  expect(spreadOf(middles)).toBeLessThan(50);
  return middleOf(middles);
}

/** The log of a broadcast: a line for each loudspeaker. */
async function logOf(broadcastId: string): Promise<Array<Record<string, string>>> {
  await station.final(broadcastId, 30_000);
  return until('every line of the log', 15_000, async () => {
    const lines = (await station.csv()).filter((line) => line['broadcast'] === broadcastId);
    return ofAgents(lines).length === agents.length && lines;
  });
}
const ofAgents = (lines: ReadonlyArray<Record<string, string>>) =>
  lines.filter((line) => agents.some((agent) => agent.endpointId === line['endpoint']));

test('an encoder program is heard by three villages and by a listener of the MP3 stream, to its last word', async () => {
  const { api } = station;
  const { mount, password } = await api.insist('addLiveMount', { body: { name: 'Phòng thu' } });
  const { session } = await openSession(station, [zoneId], { mountId: mount.id });
  const lengthMs = 16_200;
  const path = join(station.folder, 'speech.wav');
  writeFileSync(path, markedWav(PUSHED, lengthMs));

  const gone = new AbortController();
  const pulled = pull(streamPath, gone.signal);
  const program = new EncoderProgram(path, `icecast://source:${password}@127.0.0.1:${station.port}${mount.path}`);
  programs.push(program);
  const onAirAt = await until('the voice to be on air', 15_000, async () => {
    const row = await api.insist('getLiveSession', { params: { id: session.id } });
    return row.onAirAt;
  });
  expect(await program.ended, program.words).toBe(0);
  const programEndedAt = Date.now();
  const early = await api.insist('getLiveSession', { params: { id: session.id } });
  if (early.endedAt === null) await api.insist('finishLiveSession', { params: { id: session.id } });
  const row = await overSession(station, session.id);
  expect(row.end?.reason).toBe('finished');
  const lines = await logOf(row.broadcastId ?? '');
  await until('the listener to have heard the end', 10_000, () => Date.now() > programEndedAt + 4000);
  gone.abort();

  const heard = await hearAll(program.startedAt, programEndedAt + 2500);
  // The program reads half a second of its file at once: the true way of the voice is so much longer than what is printed.
  expectSteady('encoder program', heard, PUSHED, program.startedAt);
  for (const one of heard) {
    const play = only(one, PUSHED);
    expect(Math.abs(endPlace(play) - lengthMs)).toBeLessThan(150);
    expect(play.fromMs ?? 0).toBeLessThan(onAirAt - program.startedAt + 500);
    expect(play.startMs - onAirAt).toBeLessThan(1500);
  }

  const [play] = heard.map((one) => only(one, PUSHED));
  const heardMs = (play?.endMs ?? 0) - (play?.startMs ?? 0);
  for (const line of ofAgents(lines)) {
    expect(line).toMatchObject({ state: 'played', reason: 'complete', origin: 'live', level: 'live_commune' });
    expect(Math.abs(Number(line['rendered_ms']) - heardMs)).toBeLessThan(1500);
  }
  expect(ofAgents(lines)).toHaveLength(agents.length);

  const kept = await api.fetch(`/api/v1/live/sessions/${session.id}/recording`);
  const mp3 = new Uint8Array(await kept.arrayBuffer());
  expect(mp3.length).toBe(row.recording?.bytes);
  const evidence = decoded(mp3, 'mp3');
  const onRecord = only(hearSamples(evidence.samples, evidence.rateHz, 0), PUSHED);
  expect(holesOf([onRecord])).toEqual([]);
  expect(Math.abs((onRecord.fromMs ?? 0) - (play?.fromMs ?? 0))).toBeLessThan(150);
  expect(Math.abs(endPlace(onRecord) - lengthMs)).toBeLessThan(150);

  const stream = decoded(await pulled, 'mp3');
  const byStream = only(hearSamples(stream.samples, stream.rateHz, 0), PUSHED);
  expect(holesOf([byStream])).toEqual([]);
  expect(Math.abs(endPlace(byStream) - lengthMs)).toBeLessThan(150);
  expect(Math.abs((byStream.fromMs ?? 0) - (play?.fromMs ?? 0))).toBeLessThan(1000);
}, 90_000);

/** Everything that a player of the stream gets until it leaves. */
async function pull(path: string, signal: AbortSignal): Promise<Uint8Array> {
  const response = await fetch(station.api.base + path, { signal });
  const pieces: Uint8Array[] = [];
  try {
    for await (const piece of response.body ?? []) pieces.push(piece);
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  return Buffer.concat(pieces);
}

test('a microphone whose line drops for three seconds is heard before and after, and silenced by the switch of another', async () => {
  const { microphone, id } = await speakTo(LINE);
  await microphone.spoken(6000);
  const droppedAt = Date.now();
  microphone.drop();
  await until('three seconds without a line', 10_000, () => Date.now() - droppedAt >= 3000);
  await microphone.connect();
  const backAt = Date.now();
  await until('six more seconds', 10_000, () => Date.now() - backAt >= 6000);
  const killedAt = Date.now();
  await station.api.insist('killLiveSession', { params: { id } });
  const row = await overSession(station, id);
  expect(row.end?.reason).toBe('killed');
  const lines = await logOf(row.broadcastId ?? '');
  const heard = await hearAll(microphone.spokenAt, killedAt + 4000);
  const way = expectSteady('microphone', heard, LINE, microphone.spokenAt);
  for (const one of heard) {
    const [before, after, ...more] = of(one, LINE);
    if (!before || !after) throw new Error(`heard ${one.plays.length} plays\n${latenessOf(agents).join('\n')}`);
    expect(more).toEqual([]);
    const silentMs = after.startMs - before.endMs;
    console.log(
      `silence ${Math.round(silentMs)} ms for a line that was away ${backAt - droppedAt} ms; silent ${Math.round(after.endMs - killedAt)} ms after the switch`,
    );
    // The last words reach the ear when they are due; the second line begins with a way of its own.
    expect(Math.abs(before.endMs - droppedAt - way)).toBeLessThan(300);
    expect(after.startMs - backAt - way).toBeLessThan(500);
    expect(after.endMs - killedAt).toBeLessThan(1000);
  }
  expect(ofAgents(lines).map((line) => `${line['state']}/${line['reason']}`)).toEqual(
    agents.map(() => 'played_part/stopped_by_operator'),
  );
}, 90_000);

test('an emergency silences the voice, and what is said then, not what was said meanwhile, is heard after it', async () => {
  const { microphone, id } = await speakTo(TALK);
  await microphone.spoken(6000);
  const alarmAt = Date.now();
  const alarm = await station.api.insist('sendAlert', {
    body: {
      ...{ zoneIds: [zoneId], signalRecordingId: sirenId, title: 'Lũ quét', reason: 'Nước dâng nhanh ở suối Bản' },
      ...{ confirm: true, repeats: 1, gapMs: 0 },
    },
  });
  const alarmLines = await logOf(alarm.broadcastId ?? '');
  const overAt = Date.now();
  await until('some more speech', 15_000, () => Date.now() - overAt >= 6000);
  microphone.finish();
  const finishedAt = Date.now();
  const row = await overSession(station, id);
  expect(row.end?.reason).toBe('finished');
  const lines = await logOf(row.broadcastId ?? '');
  const heard = await hearAll(microphone.spokenAt, finishedAt + 3000);
  expectSteady('voice around an alarm', heard, TALK, microphone.spokenAt);
  for (const one of heard) {
    expect(one.plays.map(({ markId }) => markId)).toEqual([TALK, SIREN, TALK]);
    const [before, siren, after] = one.plays as [HeardPlay, HeardPlay, HeardPlay];
    console.log(
      `pressed, siren ${Math.round(siren.startMs - alarmAt)} ms later; silence before it ${Math.round(siren.startMs - before.endMs)} ms, after it ${Math.round(after.startMs - siren.endMs)} ms`,
    );
    expect(before.endMs).toBeLessThanOrEqual(siren.startMs);
    expect(siren.startMs - alarmAt).toBeLessThan(1500);
    expect(siren.endMs - siren.startMs).toBeGreaterThan(SIREN_MS - 150);
    expect(holesOf([siren])).toEqual([]);
    expect(after.startMs).toBeGreaterThanOrEqual(siren.endMs);
    expect(after.startMs - siren.endMs).toBeLessThan(1500);
  }
  expect(ofAgents(alarmLines).map((line) => `${line['state']}/${line['reason']}`)).toEqual(
    agents.map(() => 'played/complete'),
  );
  // The log has what was heard, and that it was not the whole.
  for (const line of ofAgents(lines)) {
    expect(line).toMatchObject({ state: 'superseded', reason: 'pre_empted' });
    const missingMs = Number(line['duration_ms']) - Number(line['rendered_ms']);
    expect(Math.abs(missingMs - SIREN_MS)).toBeLessThan(800);
  }
}, 90_000);

test('a bulletin makes way for a voice and goes on after it where it was', async () => {
  const { api } = station;
  const body = { bulletinId: newsId, zoneIds: [zoneId], startAt: null, confirmUnusual: true };
  const broadcast = await api.insist('addBroadcast', { body });
  const first = await until('all villages to sound', 30_000, async () => {
    const { deliveries } = await api.insist('getBroadcast', { params: { id: broadcast.id } });
    const ours = deliveries.filter((one) => agents.some((agent) => agent.endpointId === one.endpointId));
    return ours.every((one) => one.state === 'playing') && Math.min(...ours.map((one) => one.startedAt ?? 0));
  });
  await until('some seconds of it', 20_000, () => Date.now() > first + 3000);
  const { microphone, id } = await speakTo(CUTTER, 100);
  await microphone.spoken(5000);
  await api.insist('finishLiveSession', { params: { id } });
  const row = await overSession(station, id);
  const voiceLines = await logOf(row.broadcastId ?? '');
  const lines = await logOf(broadcast.id);
  const heard = await hearAll(first - 500, Date.now() + 500);
  expectSteady('voice over a bulletin', heard, CUTTER, microphone.spokenAt);
  for (const one of heard) {
    expect(
      one.plays.map(({ markId }) => markId),
      latenessOf(agents).join('\n'),
    ).toEqual([BULLETIN, CUTTER, BULLETIN]);
    const [before, voice, after] = one.plays as [HeardPlay, HeardPlay, HeardPlay];
    const repeatedMs = endPlace(before) - (after.fromMs ?? 0);
    console.log(
      `silence before the voice ${Math.round(voice.startMs - before.endMs)} ms, after it ${Math.round(after.startMs - voice.endMs)} ms; ${Math.round(repeatedMs)} ms heard twice`,
    );
    expect(before.endMs).toBeLessThanOrEqual(voice.startMs);
    expect(voice.startMs - before.endMs).toBeLessThan(1000);
    expect(after.startMs).toBeGreaterThanOrEqual(voice.endMs);
    expect(after.startMs - voice.endMs).toBeLessThan(2500);
    expect(repeatedMs).toBeLessThanOrEqual(2000);
    expect(repeatedMs).toBeGreaterThan(-1000);
    expect(Math.abs(endPlace(after) - 20_000)).toBeLessThan(150);
    expect(holesOf([before, after])).toEqual([]);
  }
  for (const line of [...ofAgents(lines), ...ofAgents(voiceLines)]) expect(line).toMatchObject({ state: 'played' });
}, 90_000);

test('one village that stands still for four seconds disturbs nobody, and is on time again afterwards', async () => {
  const { microphone, id } = await speakTo(FROZEN);
  await microphone.spoken(4000);
  const frozen = agents[2] as RealAgent;
  frozen.signal('SIGSTOP');
  const stoppedAt = Date.now();
  await until('four seconds', 10_000, () => Date.now() - stoppedAt >= 4000);
  frozen.signal('SIGCONT');
  const wokenAt = Date.now();
  await until('six more seconds', 10_000, () => Date.now() - wokenAt >= 6000);
  microphone.finish();
  const finishedAt = Date.now();
  const row = await overSession(station, id);
  await logOf(row.broadcastId ?? '');
  const heard = await hearAll(microphone.spokenAt, finishedAt + 3000);
  const [one, two, three] = heard as [Heard, Heard, Heard];
  const way = expectSteady('beside a frozen village', [one, two], FROZEN, microphone.spokenAt);
  for (const well of [one, two]) only(well, FROZEN);
  const plays = of(three, FROZEN);
  const late = delaysOf(three, FROZEN, microphone.spokenAt);
  const afterwards = three.frames
    .filter(({ atMs }) => atMs > wokenAt)
    .map(({ atMs, placeMs }) => atMs - placeMs - microphone.spokenAt);
  const againAt = Math.min(...three.frames.filter(({ atMs }) => atMs > stoppedAt + 3000).map(({ atMs }) => atMs));
  console.log(
    `the frozen one: ${plays.length} plays, delay ${Math.round(Math.min(...late))} to ${Math.round(Math.max(...late))} ms, heard again ${Math.round(againAt - wokenAt)} ms after it woke`,
  );
  expect(againAt - wokenAt).toBeLessThan(2500);
  expect(Math.max(...afterwards.map((value) => Math.abs(value - way)))).toBeLessThan(50);
  expect(endPlace(plays.at(-1) as HeardPlay)).toBeGreaterThan(finishedAt - microphone.spokenAt - 500);
}, 90_000);

test('a net that stands still for half a second is not heard, and one that stood longer makes the voice late by little', async () => {
  const { microphone, id } = await speakTo(HICCUP);
  await microphone.spoken(4000);
  await microphone.hold(450);
  await microphone.spoken(8000);
  const heldAt = Date.now();
  await microphone.hold(1500);
  const freeAt = Date.now();
  await until('six more seconds', 12_000, () => Date.now() - freeAt >= 6000);
  microphone.finish();
  const finishedAt = Date.now();
  const row = await overSession(station, id);
  await logOf(row.broadcastId ?? '');
  const heard = await hearAll(microphone.spokenAt, finishedAt + 3500);
  for (const one of heard) {
    const before = delaysOf(one, HICCUP, microphone.spokenAt, 0, heldAt);
    // Judged by when a word was spoken: the last of what the net had held may come out as late as the machine is busy.
    const spokenSince = one.frames.filter(({ placeMs }) => microphone.spokenAt + placeMs > freeAt + CAUGHT_UP_MS);
    const after = delaysOf({ ...one, frames: spokenSince }, HICCUP, microphone.spokenAt);
    expect(after.length).toBeGreaterThanOrEqual(3);
    console.log(
      `late by ${round([middleOf(before)])} ms before, ${round([middleOf(after)])} ms after the net stood still`,
    );
    expect(spreadOf(before)).toBeLessThan(20);
    expect(of(one, HICCUP)[0]?.gaps.filter(({ atMs, lengthMs }) => atMs < heldAt && lengthMs > 60)).toEqual([]);
    expect(spreadOf(after)).toBeLessThan(20);
    expect(middleOf(after)).toBeLessThan(LONGEST_WAY_MS);
    expect(endPlace(of(one, HICCUP).at(-1) as HeardPlay)).toBeGreaterThan(finishedAt - microphone.spokenAt - 500);
  }
}, 90_000);
