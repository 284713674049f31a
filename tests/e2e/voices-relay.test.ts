/** A station that is relayed inside a programme of many parts, from its server to the loudspeakers' WAV files. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HeardPlay } from '../support/hearing.ts';
import { type RealAgent, RealStation } from '../support/real-station.ts';
import { addBulletin, markedWav } from './scene.ts';
import { delaysOf, type Heard, hear, holesOf, latenessOf, middleOf, Radio, spreadOf } from './voice-scene.ts';

const [RADIO, CHIME, NEWS, CLOSING, STAND_IN] = [0x4b01, 0x4b02, 0x4b03, 0x4b04, 0x4b05];
const [CHIME_MS, RELAY_MS, NEWS_MS, CLOSING_MS] = [2700, 26_000, 6300, 2700];
const SILENCE_LIMIT_MS = 3000;
/** Where each part begins in the programme. */
const AT = { relay: CHIME_MS, news: CHIME_MS + RELAY_MS, closing: CHIME_MS + RELAY_MS + NEWS_MS };
const LONGEST_WAY_MS = 9000;

let station: RealStation;
let agents: RealAgent[];
let radio: Radio;
let zoneId: string;
let programmeId: string;
let recordings: Record<'chime' | 'closing', string>;
let newsId: string;
let relayId: string;

beforeAll(async () => {
  station = await RealStation.open();
  ({ agents, zoneId } = await station.village(2));
  const { api } = station;
  radio = new Radio(RADIO);
  const url = await radio.open();
  const chime = await api.readyRecording('nhạc hiệu', markedWav(CHIME, CHIME_MS, 'high'));
  const closing = await api.readyRecording('kết thúc', markedWav(CLOSING, CLOSING_MS, 'high'));
  const news = await api.readyRecording('bản tin', markedWav(NEWS, NEWS_MS, 'high'));
  const standIn = await api.readyRecording('nhạc chờ', markedWav(STAND_IN, 30_600, 'high'));
  recordings = { chime: chime.id, closing: closing.id };
  newsId = await addBulletin(station, news.id);
  programmeId = (await api.insist('addProgramme', { body: { name: 'Chương trình chiều' } })).id;
  const body = {
    name: 'Đài tỉnh',
    url,
    privateAllowed: true,
    fallbackRecordingId: standIn.id,
    silenceMs: SILENCE_LIMIT_MS,
    approve: true,
  };
  const relay = await api.call('addRelay', { body });
  expect(relay.probe).toMatchObject({ isGood: true });
  relayId = relay.id;
}, 120_000);
afterAll(async () => {
  await station.close();
  radio.close();
});

/** Plays a template of these parts once. */
async function broadcastOf(name: string, parts: object[], startAt: number | null) {
  const { api } = station;
  const template = await api.insist('addTemplate', { body: { name, programmeId, parts, approve: true } as never });
  const body = { templateId: template.id, zoneIds: [zoneId], startAt, confirmUnusual: true };
  return api.insist('addBroadcast', { body });
}

const hearAll = (sinceMs: number, untilMs: number) => Promise.all(agents.map((agent) => hear(agent, sinceMs, untilMs)));
const names = new Map(Object.entries({ RADIO, CHIME, NEWS, CLOSING, STAND_IN }).map(([name, mark]) => [mark, name]));
const told = ({ plays }: Heard, from: number) =>
  plays.map((play) => `${names.get(play.markId)} ${Math.round(play.startMs - from)}–${Math.round(play.endMs - from)}`);

test('a relay that is asked for at once is heard as soon as its sound can be there', async () => {
  const askedAt = Date.now();
  const broadcast = await broadcastOf('Tiếp sóng ngay', [{ part: 'relay', relayId, durationMs: 14_000 }], null);
  await station.final(broadcast.id, 60_000);
  const heard = await hearAll(askedAt, Date.now() + 500);
  for (const one of heard) {
    console.log(told(one, askedAt).join(', '));
    const first = one.plays[0];
    expect(first?.markId).toBe(RADIO);
    expect((first?.startMs ?? 0) - askedAt).toBeLessThan(8000);
    expect(holesOf(one.plays)).toEqual([]);
  }
  const lines = (await station.csv()).filter((line) => line['broadcast'] === broadcast.id);
  for (const line of lines) {
    const play = heard.find((_, at) => agents[at]?.endpointId === line['endpoint'])?.plays[0];
    // What a source that was not open yet could not give is not claimed.
    expect(Math.abs(Number(line['rendered_ms']) - ((play?.endMs ?? 0) - (play?.startMs ?? 0)))).toBeLessThan(200);
  }
}, 90_000);

test('chime, relay, bulletin and closing are heard in order and in time, and a stand-in while the source is silent', async () => {
  const startAt = Date.now() + 12_000;
  const relayAt = startAt + AT.relay;
  // Heard in the middle of the relayed part, after its way of some five to seven seconds.
  const [silentFrom, silentUntil] = [relayAt + 1000, relayAt + 9000];
  radio.fallSilent(silentFrom, silentUntil);
  const parts = [
    { part: 'chime', recordingId: recordings.chime },
    { part: 'relay', relayId, durationMs: RELAY_MS },
    { part: 'bulletins', bulletinIds: [newsId] },
    { part: 'closing', recordingId: recordings.closing },
  ];
  const broadcast = await broadcastOf('Thời sự', parts, startAt);
  await station.final(broadcast.id, 90_000);
  const endAt = startAt + AT.closing + CLOSING_MS;
  const heard = await hearAll(startAt - 1000, endAt + 500);
  const ways: number[] = [];
  for (const one of heard) {
    console.log(told(one, startAt).join(', '));
    const order = one.plays.map(({ markId }) => names.get(markId));
    expect(order, latenessOf(agents).join('\n')).toEqual(['CHIME', 'RADIO', 'STAND_IN', 'RADIO', 'NEWS', 'CLOSING']);
    const [chime, before, standIn, after, news, closing] = one.plays as [HeardPlay, ...HeardPlay[]] as HeardPlay[] & {
      length: 6;
    };
    if (!chime || !before || !standIn || !after || !news || !closing) throw new Error('not heard');
    for (const [play, at] of [
      [chime, 0],
      [before, AT.relay],
      [news, AT.news],
      [closing, AT.closing],
    ] as const) {
      expect(Math.abs(play.startMs - startAt - at)).toBeLessThan(100);
    }
    expect(Math.abs(after.endMs - startAt - AT.news)).toBeLessThan(100);
    expect(Math.abs(news.endMs - startAt - AT.closing)).toBeLessThan(100);
    expect(holesOf(one.plays)).toEqual([]);

    const delays = [before, after].map((play) => delaysOf(one, RADIO, radio.onAirAt, play.startMs, play.endMs));
    const way = middleOf(delays[0] ?? []);
    ways.push(way);
    console.log(
      `relay: from its air to the ear ${Math.round(way)} ms, afterwards ${Math.round(middleOf(delays[1] ?? []))} ms; stand-in ${Math.round(standIn.startMs - before.endMs)} ms after the last sound, source heard again ${Math.round(after.startMs - standIn.endMs)} ms after it`,
    );
    for (const some of delays) expect(spreadOf(some)).toBeLessThan(20);
    expect(way).toBeLessThan(LONGEST_WAY_MS);
    expect(Math.abs(before.endMs - silentFrom - way)).toBeLessThan(200);
    expect(standIn.startMs - before.endMs).toBeLessThan(SILENCE_LIMIT_MS + 2000);
    expect(standIn.startMs - silentFrom).toBeLessThan(SILENCE_LIMIT_MS + 2000 + way);
    // The ear follows each of the two edges to 5 ms.
    expect(after.startMs).toBeGreaterThanOrEqual(standIn.endMs - 10);
    expect(after.startMs - standIn.endMs).toBeLessThan(300);
  }
  expect(spreadOf(ways)).toBeLessThan(50);
  const lines = (await station.csv()).filter((line) => line['broadcast'] === broadcast.id);
  expect(lines.map((line) => `${line['state']}/${line['reason']}`)).toEqual(agents.map(() => 'played/complete'));
}, 120_000);
