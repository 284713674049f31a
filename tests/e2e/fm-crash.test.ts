/**
 * A station that dies while an announcement is on, and encoders that do not behave: receivers are released, and neither the
 * loudspeakers nor the API wait for anybody.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, expect, test } from 'vitest';
import { RealStation, until } from '../support/real-station.ts';
import { addFm, addVillage, lineTo } from './fm-room.ts';
import { addBulletin, hearAll, markedWav } from './scene.ts';
import { UecpEncoder } from './uecp-encoder.ts';

const [WORDS, NEWS] = [0x6f01, 0x6f02];
const WORDS_MS = 9000;
const NEWS_MS = 14_400;
/** A page of the console is not to be slower than this because of an encoder. */
const ANSWER_MS = 1000;

const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

async function openStation(): Promise<RealStation> {
  const station = await RealStation.open();
  closing.push(() => station.close());
  return station;
}

test('a station that is killed during an announcement releases it as soon as it is back, and ends what was left', async () => {
  const station = await openStation();
  const { api } = station;
  const [tcp, udp] = [await UecpEncoder.overTcp(), await UecpEncoder.overUdp()];
  closing.push(
    () => tcp.close(),
    () => udp.close(),
  );
  const lines = [lineTo(tcp), lineTo(udp, { transport: 'udp', answers: false })];
  const areaId = await addVillage(station, 'Thôn Sóng');
  const { endpointIds } = await addFm(station, { name: 'Đài FM', pi: '7A21', lines }, [{ name: 'Thu', areaId }]);
  const { id: recordingId } = await api.readyRecording('lũ về', markedWav(WORDS, WORDS_MS));
  await api.call('bankRecording', { params: { id: recordingId }, body: { bank: true } });
  const zone = await api.call('addZone', { body: { name: 'Thôn Sóng', endpointIds } });
  const wish = { zoneIds: [zone.id], recordingId, title: 'Lũ về', reason: 'Nước suối dâng nhanh', repeats: 1 };
  const { broadcastId } = await api.call('sendAlert', { body: { ...wish, confirm: true } });
  await until('TA at both', 10_000, () => tcp.display.ta && udp.display.ta);
  expect(tcp.display).toMatchObject({ pty: 31, rt: 'CANH BAO: LU VE' });
  await delay(1000);
  await station.kill();
  expect([tcp.display.ta, udp.display.ta]).toEqual([true, true]);

  const restartedAt = Date.now();
  await station.start();
  const connectedAt = await until('the line to come back', 10_000, () =>
    tcp.connectedAtMs.find((at) => at > restartedAt),
  );
  for (const encoder of [tcp, udp]) {
    const [first] = await until(
      'the first word',
      5000,
      () => encoder.since(restartedAt).length > 0 && encoder.since(restartedAt),
    );
    expect(first).toMatchObject({ ta: false, tp: true });
    expect((first?.atMs ?? 0) - connectedAt).toBeLessThan(3000);
  }
  // The danger is not over: what was cut off begins anew, and is announced again to its end.
  await until('TA at both again', 10_000, () => tcp.display.ta && udp.display.ta);
  const final = await station.final(broadcastId ?? '', 60_000);
  await until('the last release', 5000, () => !tcp.display.ta && !udp.display.ta && tcp.display.pty === 0);
  expect(final.deliveries).toMatchObject([{ state: 'handed_over', reason: 'by_fm', evidence: 'F0', renderedMs: 0 }]);
  expect(tcp.faults).toEqual([]);
  expect(udp.faults).toEqual([]);
}, 90_000);

test('encoders that never read, or break off in mid-frame, delay neither a loudspeaker nor the API', async () => {
  const station = await openStation();
  const { api } = station;
  const bad = { stalls: await UecpEncoder.overTcp('stalls'), resets: await UecpEncoder.overTcp('resets') };
  const rooms: Array<Awaited<ReturnType<typeof addFm>>> = [];
  for (const [at, encoder] of Object.values(bad).entries()) {
    closing.push(() => encoder.close());
    const areaId = await addVillage(station, `Thôn ${at}`);
    const settings = { name: `Đài ${at}`, pi: `7A3${at}`, audio: 'manifest' } as const;
    rooms.push(await addFm(station, { ...settings, lines: [lineTo(encoder)] }, [{ name: `Thu ${at}`, areaId }]));
  }
  const agent = await station.addAgent('Cụm loa', await addVillage(station, 'Thôn Loa'));
  const recording = await api.readyRecording('tin', markedWav(NEWS, NEWS_MS));
  const bulletinId = await addBulletin(station, recording.id, { title: 'Tin sáng' });
  const endpointIds = [agent.endpointId, ...rooms.map((one) => one.endpointIds[0] ?? '')];
  const zone = await api.call('addZone', { body: { name: 'Toàn xã', endpointIds } });
  const plannedAt = Math.ceil(Date.now() / 1000) * 1000 + 4000;
  const { id } = await api.call('addBroadcast', { body: { bulletinId, zoneIds: [zone.id], startAt: plannedAt } });

  const waits: number[] = [];
  let isOver: boolean = false;
  const asking = (async () => {
    while (!isOver) {
      const askedMs = performance.now();
      await api.call('listFmStations', {});
      await api.call('getBroadcast', { params: { id } });
      waits.push((performance.now() - askedMs) / 2);
      await delay(50);
    }
  })();
  const final = await station.final(id, 90_000);
  isOver = true;
  await asking;
  await agent.stop();

  const [heard, ...more] = await hearAll([agent]);
  expect(more).toEqual([]);
  expect(heard).toMatchObject({ markId: NEWS, fromMs: 0, gaps: [] });
  expect(Math.abs((heard?.startMs ?? 0) - plannedAt)).toBeLessThan(500);
  console.log(
    `start ${((heard?.startMs ?? 0) - plannedAt).toFixed(0)} ms, slowest answer ${Math.max(...waits).toFixed(0)} ms`,
  );
  expect(Math.max(...waits)).toBeLessThan(ANSWER_MS);
  const byEndpoint = new Map(final.deliveries.map((one) => [one.endpointId, one]));
  expect(byEndpoint.get(agent.endpointId)).toMatchObject({ state: 'played', evidence: 'E2' });
  // Nobody fetched the manifest, and no encoder acknowledged a word: it is not claimed.
  const ends = rooms.map((one) => byEndpoint.get(one.endpointIds[0] ?? ''));
  for (const end of ends) expect(end).toMatchObject({ state: 'failed', evidence: 'E0', renderedMs: 0 });
  expect(ends.map((end) => end?.reason)).toEqual(['unreachable', 'encoder_silent']);
  expect(bad.stalls.frames).toEqual([]);
  expect(bad.resets.connectedAtMs.length).toBeGreaterThan(1);
  const standings = (await api.call('listFmStations', {})).map((one) => one.lineStandings[0]);
  for (const standing of standings) expect(standing?.problem).not.toBeNull();
}, 120_000);
