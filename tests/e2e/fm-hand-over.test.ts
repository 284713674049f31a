/**
 * A village whose cable is cut, or swallows everything, before a broadcast and at an emergency: its FM receivers stand in,
 * as the recording at the transmitter and an independent encoder tell, and the log knows both roads afterwards.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { civilOf } from '#kernel';
import { type RealAgent, RealStation, until } from '../support/real-station.ts';
import { addFm, addVillage, lineTo, TransmitterComputer, VillageCable } from './fm-room.ts';
import { addBulletin, hearAll, markedWav } from './scene.ts';
import { UecpEncoder } from './uecp-encoder.ts';

const [NEWS, FLOOD, STORM, FIRE] = [0x5f01, 0x5f02, 0x5f03, 0x5f04];
const NEWS_MS = 9000;
const WORDS_MS = 8100;
/** From the press of the button to the decision; then the stream needs some moments more to come out of a computer. */
const DECIDED_MS = 15_000;
const STREAM_MS = 2500;

let station: RealStation;
let agent: RealAgent;
let cable: VillageCable;
let computer: TransmitterComputer;
let encoder: UecpEncoder;
let fm: Awaited<ReturnType<typeof addFm>>;
let zoneId: string;
const closing: Array<() => Promise<void>> = [];
/** What receivers show of an emergency, and its words in the bank, by mark. */
const SHOWN: Record<number, string> = { [FLOOD]: 'LU QUET', [STORM]: 'BAO', [FIRE]: 'CHAY RUNG' };
const words: Record<number, string> = {};

beforeAll(async () => {
  station = await RealStation.open();
  closing.push(() => station.close());
  const areaId = await addVillage(station, 'Bản Xa');
  cable = await VillageCable.lay(station.port);
  closing.push(() => cable.close());
  agent = await station.addAgent('Loa Bản Xa', areaId, cable.address);
  encoder = await UecpEncoder.overTcp();
  closing.push(() => encoder.close());
  const settings = { name: 'Đài FM', pi: '7A11', audio: 'mount', fallbackText: 'Đài xã' } as const;
  fm = await addFm(station, { ...settings, lines: [lineTo(encoder)] }, [
    { name: 'Thu Bản Xa', areaId, duty: 'stand_in' },
  ]);
  computer = new TransmitterComputer(station.api.base + fm.paths.audio);
  closing.push(() => computer.stop());
  await until('the computer to record', 15_000, () => computer.isRecording);
  const zone = { name: 'Bản Xa', endpointIds: [agent.endpointId] };
  for (const mark of [FLOOD, STORM, FIRE]) {
    const { id } = await station.api.readyRecording(`lời ${mark}`, markedWav(mark, WORDS_MS));
    await station.api.call('bankRecording', { params: { id }, body: { bank: true } });
    words[mark] = id;
  }
  zoneId = (await station.api.call('addZone', { body: zone })).id;
}, 90_000);

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const linesOf = async (broadcastId: string | undefined) =>
  (await station.api.insist('listAsRun', {})).filter((line) => line.broadcastId === broadcastId);
/** When the receivers' line began to exist, by what the station tells of the broadcast; epoch ms of the look. */
const stoodIn = (broadcastId: string, withinMs: number) =>
  until(
    'the receivers to stand in',
    withinMs,
    async () => {
      const { deliveries } = await station.api.insist('getBroadcast', { params: { id: broadcastId } });
      return deliveries.some((one) => one.endpointId === fm.endpointIds[0]) && Date.now();
    },
    100,
  );
const bothLines = (broadcastId: string) =>
  until('both roads in the log', 60_000, async () => {
    const lines = await linesOf(broadcastId);
    return lines.length === 2 && new Map(lines.map((line) => [line.carrier, line]));
  });
/** The report of the village over all roads. */
const village = async () => {
  const date = (at: number) => civilOf(at, 'Asia/Ho_Chi_Minh').date;
  const query = { from: date(Date.now() - 3600_000), to: date(Date.now()) };
  const { villages } = await station.api.insist('villageReport', { query });
  return villages.find((one) => one.village === 'Bản Xa')?.all ?? { broadcasts: 0, confirmed: 0, handedOver: 0 };
};

/** Presses the button: the second step of an alert whose words lie in the bank. */
async function press(recordingId: string, title: string): Promise<{ id: string; pressedAt: number }> {
  const wish = { zoneIds: [zoneId], recordingId, title, reason: 'Nước suối dâng nhanh', repeats: 1, confirm: true };
  const pressedAt = Date.now();
  const { broadcastId } = await station.api.call('sendAlert', { body: wish });
  if (broadcastId === null) throw new Error('the alert has no broadcast');
  return { id: broadcastId, pressedAt };
}

/** What the transmitter gave since an instant, in order. */
const heardSince = (at: number) => computer.plays().filter(({ endMs }) => endMs > at);

/** The whole course of an emergency over FM, measured from the press. */
async function standsIn(mark: number, title: string): Promise<string> {
  const { id, pressedAt } = await press(words[mark] ?? '', title);
  const decidedAt = await stoodIn(id, DECIDED_MS);
  const on = await until('TA at the encoder', DECIDED_MS, () => encoder.since(pressedAt).find(({ ta }) => ta));
  expect(on).toMatchObject({ ta: true, tp: true, pty: 31, rt: `CANH BAO: ${SHOWN[mark]}` });
  const off = await until('TA to be released', 60_000, () => encoder.since(on.atMs + 1).find(({ ta }) => !ta));
  await until('the ordinary text', 5000, () => encoder.display.pty === 0 && encoder.display.rt === 'Dai xa');
  // The stream is some moments behind.
  const [play, ...more] = await until(
    'the words at the transmitter',
    10_000,
    async () => {
      const plays = heardSince(pressedAt);
      return (plays[0]?.lengthMs ?? 0) > WORDS_MS - 150 && plays;
    },
    500,
  );
  expect(more).toEqual([]);
  expect(play).toMatchObject({ markId: mark, fromMs: 0, gaps: [] });
  const seconds = [decidedAt, on.atMs, play?.startMs ?? 0, off.atMs].map((at) => ((at - pressedAt) / 1000).toFixed(1));
  console.log(`${title}: decided ${seconds[0]} s, TA ${seconds[1]} s, heard ${seconds[2]} s, released ${seconds[3]} s`);
  expect(decidedAt - pressedAt).toBeLessThanOrEqual(DECIDED_MS);
  expect(on.atMs - pressedAt).toBeLessThanOrEqual(DECIDED_MS);
  expect((play?.startMs ?? 0) - pressedAt).toBeLessThanOrEqual(DECIDED_MS + STREAM_MS);
  // As long as the words are said, and not much longer.
  expect(off.atMs - on.atMs).toBeGreaterThan(WORDS_MS - 500);
  expect(off.atMs - on.atMs).toBeLessThan(WORDS_MS + 3000);
  return id;
}

test('a cable that is cut seconds before air: both roads carry it, and the village counts it once', async () => {
  const { broadcasts: before } = await village();
  const { api } = station;
  const recording = await api.readyRecording('tin', markedWav(NEWS, NEWS_MS));
  const bulletinId = await addBulletin(station, recording.id, { title: 'Tin sáng' });
  const plannedAt = Math.ceil(Date.now() / 1000) * 1000 + 11_000;
  const { id } = await api.call('addBroadcast', { body: { bulletinId, zoneIds: [zoneId], startAt: plannedAt } });
  await until('the audio at the village', 4000, async () => {
    const { deliveries } = await api.insist('getBroadcast', { params: { id } });
    return deliveries.every(({ evidence }) => evidence === 'E1');
  });
  await delay(plannedAt - 7000 - Date.now());
  cable.cut();
  expect(await stoodIn(id, 12_000)).toBeLessThan(plannedAt);
  await until('the text of it', 12_000, () => encoder.display.rt === 'Tin sang');
  await until('the fallback text again', 20_000, () => encoder.display.rt === 'Dai xa');
  await delay(3000);
  cable.mend();
  const lines = await bothLines(id);
  expect(lines.get('ip')).toMatchObject({ state: 'played', reason: 'complete', evidence: 'E2', standIn: false });
  expect(lines.get('fm')).toMatchObject({ state: 'handed_over', reason: 'by_fm', evidence: 'F0', standIn: true });
  const [play, ...more] = heardSince(plannedAt);
  expect(more).toEqual([]);
  expect(play).toMatchObject({ markId: NEWS, fromMs: 0, gaps: [] });
  expect(Math.abs((play?.lengthMs ?? 0) - NEWS_MS)).toBeLessThan(150);
  expect((play?.startMs ?? 0) - plannedAt).toBeLessThan(STREAM_MS);
  expect(encoder.since(0).some(({ ta, pty }) => ta || pty > 29)).toBe(false);
  const why = await api.call('why', { query: { endpointId: fm.endpointIds[0] ?? '', at: plannedAt } });
  expect(JSON.stringify(why)).toContain('chuyển sang đài FM');
  expect(await village()).toMatchObject({ broadcasts: before + 1, confirmed: before + 1, handedOver: 0 });
}, 90_000);

test('an emergency while the cable is cut: announced, heard and released, and the village comes back', async () => {
  const { broadcasts: before } = await village();
  cable.cut();
  await delay(500);
  const id = await standsIn(FLOOD, 'Lũ quét');
  cable.mend();
  await station.online(agent.endpointId);
  const lines = await bothLines(id);
  expect(lines.get('fm')).toMatchObject({ state: 'handed_over', evidence: 'F0', standIn: true });
  // It is worth saying late, and the log says how late it was.
  expect(lines.get('ip')).toMatchObject({ state: 'played', evidence: 'E2', standIn: false });
  expect(await village()).toMatchObject({ broadcasts: before + 1, confirmed: before + 1, handedOver: 0 });
}, 120_000);

test('an emergency into a cable that swallows everything without a word', async () => {
  const { broadcasts: before } = await village();
  cable.swallow();
  const id = await standsIn(STORM, 'Bão');
  cable.mend();
  await station.online(agent.endpointId);
  const lines = await bothLines(id);
  expect(lines.get('fm')).toMatchObject({ state: 'handed_over', evidence: 'F0', standIn: true });
  expect(lines.get('ip')).toMatchObject({ state: 'played', evidence: 'E2', standIn: false });
  expect(await village()).toMatchObject({ broadcasts: before + 1, confirmed: before + 1, handedOver: 0 });
}, 120_000);

test('an emergency while the transmitter is off too: that is told, and it is carried as soon as the transmitter is back', async () => {
  const { broadcasts: before } = await village();
  const { api } = station;
  await computer.stop();
  await encoder.close();
  cable.cut();
  await until('the FM station to be gone', 10_000, async () => !(await fm.shown()).isReachable);
  const { id, pressedAt } = await press(words[FIRE] ?? '', 'Cháy rừng');
  await until('somebody to be told', DECIDED_MS, async () => {
    const { lines } = await api.call('why', { query: { endpointId: agent.endpointId, at: pressedAt } });
    return lines.some(({ text }) => text.en.includes('cannot stand in'));
  });
  expect((await api.call('getBroadcast', { params: { id } })).deliveries).toHaveLength(1);
  const backAt = Date.now();
  const second = new TransmitterComputer(api.base + fm.paths.audio);
  closing.push(() => second.stop());
  expect((await stoodIn(id, 10_000)) - backAt).toBeLessThan(5000);
  const [play, ...more] = await until(
    'the words at the transmitter',
    20_000,
    () => (second.plays()[0]?.lengthMs ?? 0) > WORDS_MS - 150 && second.plays(),
    500,
  );
  expect(more).toEqual([]);
  expect(play).toMatchObject({ markId: FIRE, fromMs: 0, gaps: [] });
  cable.mend();
  const lines = await bothLines(id);
  // The encoder was dead all the time: nothing but the stream is known.
  expect(lines.get('fm')).toMatchObject({ state: 'handed_over', reason: 'by_fm', evidence: 'E0', standIn: true });
  expect(lines.get('ip')).toMatchObject({ state: 'played', evidence: 'E2', standIn: false });
  expect(await village()).toMatchObject({ broadcasts: before + 1, confirmed: before + 1, handedOver: 0 });
}, 120_000);

test('the loudspeaker sounded what the log says of it, once each, and nothing else', async () => {
  await agent.stop();
  const heard = (await hearAll([agent])).map(({ markId, startMs }) => ({ markId, startMs }));
  const log = await station.api.call('listAsRun', { query: { carrier: 'ip' } });
  const marks: Record<string, number> = { 'Tin sáng': NEWS, 'Lũ quét': FLOOD, Bão: STORM, 'Cháy rừng': FIRE };
  const said = log
    .filter(({ state }) => state === 'played')
    .map(({ title, startedAt }) => ({ markId: marks[title], startMs: startedAt ?? 0 }))
    .sort((a, b) => a.startMs - b.startMs);
  expect(heard.map(({ markId }) => markId)).toEqual(said.map(({ markId }) => markId));
  expect(heard[0]?.markId).toBe(NEWS);
  for (const [at, { startMs }] of heard.entries())
    expect(Math.abs(startMs - (said[at]?.startMs ?? 0))).toBeLessThan(500);
});
