/** Villages whose network is well and whose loudspeaker is not: frozen, or without a sound device. FM stands in for them. */
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RealAgent, RealStation, startSpeaker, until } from '../support/real-station.ts';
import { addFm, addVillage, lineTo, TransmitterComputer } from './fm-room.ts';
import { hearAll, markedWav } from './scene.ts';
import { UecpEncoder } from './uecp-encoder.ts';

const MARK = 0x8f01;
const WORDS_MS = 7200;
const DECIDED_MS = 15_000;

let station: RealStation;
let frozen: RealAgent;
let mute: { readonly endpointId: string };
let well: RealAgent;
let encoders: readonly UecpEncoder[];
let rooms: ReadonlyArray<Awaited<ReturnType<typeof addFm>>>;
let computer: TransmitterComputer;
let broadcastId: string;
let pressedAt: number;
const closing: Array<() => Promise<unknown>> = [];

beforeAll(async () => {
  station = await RealStation.open();
  closing.push(() => station.close());
  const { api } = station;
  const [icy, dumb, healthy] = [
    await addVillage(station, 'Bản Đông'),
    await addVillage(station, 'Bản Câm'),
    await addVillage(station, 'Bản Khỏe'),
  ];
  frozen = await station.addAgent('Loa đông cứng', icy);
  well = await station.addAgent('Loa khỏe', healthy);
  const body = { name: 'Loa không tiếng', areaId: dumb, protocol: 'link' } as const;
  const { endpoint, claimCode } = await api.call('addEndpoint', { body });
  mute = { endpointId: endpoint.id };
  const at = ['--server', api.base, '--claim', claimCode ?? '', '--data', join(station.folder, 'speakers/mute')];
  const child = startSpeaker([...at, '--sink', 'command:false']);
  closing.push(() => child.end('SIGTERM'));
  await station.online(endpoint.id);

  encoders = [await UecpEncoder.overTcp(), await UecpEncoder.overTcp(), await UecpEncoder.overTcp()];
  for (const encoder of encoders) closing.push(() => encoder.close());
  rooms = await Promise.all(
    [icy, dumb, healthy].map((areaId, i) =>
      addFm(
        station,
        {
          name: `Đài ${i}`,
          pi: `7A5${i}`,
          audio: i === 0 ? 'mount' : 'hand',
          lines: [lineTo(encoders[i] as UecpEncoder)],
        },
        [{ name: `Thu ${i}`, areaId, duty: 'stand_in' }],
      ),
    ),
  );
  computer = new TransmitterComputer(api.base + rooms[0]?.paths.audio);
  closing.push(() => computer.stop());
  await until('the computer to record', 15_000, () => computer.isRecording);
  const { id: recordingId } = await api.readyRecording('lời', markedWav(MARK, WORDS_MS));
  await api.call('bankRecording', { params: { id: recordingId }, body: { bank: true } });
  const endpointIds = [frozen.endpointId, mute.endpointId, well.endpointId];
  const zone = await api.call('addZone', { body: { name: 'Ba bản', endpointIds } });
  frozen.signal('SIGSTOP');
  closing.push(async () => frozen.signal('SIGCONT'));
  pressedAt = Date.now();
  const wish = {
    zoneIds: [zone.id],
    recordingId,
    title: 'Lũ',
    reason: 'Nước suối dâng nhanh',
    repeats: 1,
    confirm: true,
  };
  broadcastId = (await api.call('sendAlert', { body: wish })).broadcastId ?? '';
}, 90_000);
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

test.each([
  ['frozen', 0],
  ['without a sound device', 1],
] as const)('%s: announced within 15 s of the press', async (_, at) => {
  const [encoder, room] = [encoders[at], rooms[at]];
  const on = await until('TA at the encoder', DECIDED_MS + 2000, () => encoder?.since(pressedAt).find(({ ta }) => ta));
  console.log(`${at}: ${((on.atMs - pressedAt) / 1000).toFixed(1)} s`);
  expect(on.atMs - pressedAt).toBeLessThanOrEqual(DECIDED_MS);
  expect(on.pty).toBe(31);
  const { deliveries } = await station.api.call('getBroadcast', { params: { id: broadcastId } });
  expect(deliveries.find((one) => one.endpointId === room?.endpointIds[0])).toMatchObject({ isStandIn: true });
});

test('the village whose loudspeaker is well needs nobody, and the log tells each of them as it was', async () => {
  await until('the release of both', 30_000, () => encoders.every((one) => !one.display.ta));
  frozen.signal('SIGCONT');
  await station.final(broadcastId, 60_000);
  const log = await until('the log', 20_000, async () => {
    const lines = (await station.api.call('listAsRun')).filter((line) => line.broadcastId === broadcastId);
    return lines.length === 5 && lines;
  });
  const of = (endpointId: string | undefined) => log.find((line) => line.endpointId === endpointId);
  expect(
    encoders
      .at(2)
      ?.since(0)
      .some(({ ta }) => ta),
  ).toBe(false);
  expect(of(rooms[2]?.endpointIds[0])).toBeUndefined();
  expect(of(well.endpointId)).toMatchObject({ state: 'played', evidence: 'E2' });
  for (const room of rooms.slice(0, 2)) {
    expect(of(room.endpointIds[0])).toMatchObject({ state: 'handed_over', evidence: 'F0', standIn: true });
  }
  expect(of(mute.endpointId)).toMatchObject({ state: 'failed', reason: 'sink_failed', renderedMs: 0 });
  const [play, ...more] = computer.plays();
  expect(more).toEqual([]);
  expect(play).toMatchObject({ markId: MARK, fromMs: 0, gaps: [] });
  expect(Math.abs((play?.lengthMs ?? 0) - WORDS_MS)).toBeLessThan(150);
  const heard = await hearAll([frozen, well]);
  const played = log.filter((line) => line.carrier === 'ip' && line.state === 'played').map((line) => line.endpointId);
  expect(heard.map((one) => one.endpoint).sort()).toEqual(played.sort());
}, 120_000);
