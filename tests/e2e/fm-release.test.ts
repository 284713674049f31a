/** Whatever ends an emergency, receivers are released from it at once: the encoder of a real station is asked, case by case. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HeardPlay } from '../support/judge.ts';
import { RealStation, until } from '../support/real-station.ts';
import { addFm, addVillage, lineTo, TransmitterComputer } from './fm-room.ts';
import { addBulletin, markedWav } from './scene.ts';
import { UecpEncoder } from './uecp-encoder.ts';

const [WORDS, NEWS] = [0x7f01, 0x7f02];
const WORDS_MS = 40_000;
/** From what somebody did to the release at the encoder. */
const RELEASED_MS = 2000;

let station: RealStation;
let encoder: UecpEncoder;
let fm: Awaited<ReturnType<typeof addFm>>;
let zoneId: string;
let recordingId: string;
const closing: Array<() => Promise<void>> = [];

const settings = () =>
  ({ name: 'Đài FM', pi: '7A41', ps: 'XA MAU', band: '54-68', frequencyKhz: 60_000, leadInMs: 0 }) as const;

beforeAll(async () => {
  station = await RealStation.open();
  closing.push(() => station.close());
  encoder = await UecpEncoder.overTcp();
  closing.push(() => encoder.close());
  const areaId = await addVillage(station, 'Thôn Sóng');
  const own = { ...settings(), audio: 'mount', taTimeoutS: 10, fallbackText: 'Đài xã' } as const;
  fm = await addFm(station, { ...own, lines: [lineTo(encoder)] }, [{ name: 'Thu', areaId }]);
  zoneId = (await station.api.call('addZone', { body: { name: 'Thôn', endpointIds: fm.endpointIds } })).id;
  ({ id: recordingId } = await station.api.readyRecording('lũ về', markedWav(WORDS, WORDS_MS)));
  await station.api.call('bankRecording', { params: { id: recordingId }, body: { bank: true } });
}, 60_000);
afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

/** Presses the button and waits until receivers are told. */
async function alarm(title: string) {
  const wish = { zoneIds: [zoneId], recordingId, title, reason: 'Nước suối dâng nhanh', repeats: 1, confirm: true };
  const alert = await station.api.call('sendAlert', { body: wish });
  await until('TA at the encoder', 10_000, () => encoder.display.ta && encoder.display.pty === 31);
  return alert;
}

async function released(sinceMs: number): Promise<void> {
  const off = await until('the release', 15_000, () => encoder.since(sinceMs).find(({ ta }) => !ta));
  expect(off.atMs - sinceMs).toBeLessThan(RELEASED_MS);
}
const ordinary = () =>
  until('ordinary times', 5000, () => {
    const { ta, pty, rt } = encoder.display;
    return !ta && pty === 0 && rt === 'Dai xa';
  });

test('taking it back', async () => {
  const { id } = await alarm('Lũ một');
  const at = Date.now();
  await station.api.call('cancelAlert', { params: { id }, body: { reason: 'báo nhầm' } });
  await released(at);
  await ordinary();
}, 30_000);

test('the button that silences everything', async () => {
  await alarm('Lũ hai');
  const at = Date.now();
  await station.api.call('stop', { body: { all: true, reason: 'đủ rồi' } });
  await released(at);
  await ordinary();
  await station.api.call('liftStop', { body: { all: true } });
}, 30_000);

test('the time-out of the station, by its own clock; the alarm itself goes on', async () => {
  const { id } = await alarm('Lũ ba');
  const on = encoder.since(0).findLast(({ ta }, at, all) => ta && !all[at - 1]?.ta);
  const off = await until('the release', 15_000, () => encoder.since((on?.atMs ?? 0) + 1).find(({ ta }) => !ta));
  expect(Math.abs(off.atMs - (on?.atMs ?? 0) - 10_000)).toBeLessThan(1500);
  expect(encoder.display).toMatchObject({ pty: 31, rt: 'CANH BAO: LU BA' });
  await station.api.call('cancelAlert', { params: { id }, body: { reason: 'đã yên' } });
  await ordinary();
}, 40_000);

test('it interrupts what is on air, which comes back without an announcement and is heard to its end', async () => {
  const { api } = station;
  const computer = new TransmitterComputer(api.base + fm.paths.audio);
  closing.push(() => computer.stop());
  await until('the computer to record', 15_000, () => computer.isRecording);
  const news = await api.readyRecording('tin', markedWav(NEWS, 9000));
  const bulletinId = await addBulletin(station, news.id, { title: 'Tin sáng' });
  const { id } = await api.call('addBroadcast', { body: { bulletinId, zoneIds: [zoneId] } });
  await until('the text of it', 10_000, () => encoder.display.rt === 'Tin sang');
  await until('some of it', 10_000, () => computer.plays().some(({ lengthMs }) => lengthMs > 3000), 300);
  const alert = await alarm('Lũ bốn');
  await until('the alarm', 10_000, () => computer.plays().some((one) => isAlarm(one) && one.lengthMs > 2000), 300);
  const at = Date.now();
  await api.call('cancelAlert', { params: { id: alert.id }, body: { reason: 'báo nhầm' } });
  await released(at);
  await until('the text again', 5000, () => encoder.display.rt === 'Tin sang' && encoder.display.pty === 0);
  const final = await station.final(id, 60_000);
  expect(final.deliveries).toMatchObject([{ state: 'handed_over', reason: 'by_fm', evidence: 'F0' }]);
  await ordinary();
  await computer.stop();
  const plays = computer.plays();
  expect(plays.map(({ markId }) => markId)).toEqual([NEWS, WORDS, NEWS]);
  const ends = plays.filter((one) => !isAlarm(one)).map((one) => (one.fromMs ?? 0) + one.lengthMs);
  expect(Math.abs((ends[1] ?? 0) - 9000)).toBeLessThan(200);
  expect((plays[2]?.fromMs ?? 0) - (ends[0] ?? 0)).toBeLessThan(1000);
}, 90_000);
const isAlarm = ({ markId }: Pick<HeardPlay, 'markId'>) => markId === WORDS;

test('the encoder of a line that is taken away is told before it goes', async () => {
  const { id } = await alarm('Lũ năm');
  const at = Date.now();
  const body = { ...settings(), audio: 'mount', taTimeoutS: 10, fallbackText: 'Đài xã' } as const;
  await station.api.call('changeFmStation', { params: { id: fm.id }, body: { ...body, lines: [] } });
  await released(at);
  await station.api.call('changeFmStation', { params: { id: fm.id }, body: { ...body, lines: [lineTo(encoder)] } });
  await until('TA again', 10_000, () => encoder.display.ta);
  await station.api.call('cancelAlert', { params: { id }, body: { reason: 'đã yên' } });
  await ordinary();
}, 40_000);

test('the station is stopped by its operator', async () => {
  const { id } = await alarm('Lũ sáu');
  const at = Date.now();
  await station.stop();
  await released(at);
  await station.start();
  // The danger is not over because the station was: it is announced again until somebody says that it is.
  await until('TA again', 10_000, () => encoder.display.ta && encoder.display.pty === 31);
  await station.api.call('cancelAlert', { params: { id }, body: { reason: 'đã yên' } });
  await ordinary();
}, 40_000);

test('the FM station is taken out of use', async () => {
  await alarm('Lũ bảy');
  const at = Date.now();
  await station.api.call('retireFmStation', { params: { id: fm.id } });
  await released(at);
  expect(encoder.faults).toEqual([]);
}, 30_000);
