/** An emergency at a real station and a real speaker: what the API says, and what came out of the speaker. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newKey, type RealAgent, RealStation, until } from '../support/real-station.ts';
import { addBulletin, hearAll, markedWav } from './scene.ts';

const [NEWS, WORDS] = [0x2e01, 0x2e02];

let station: RealStation;
let zoneId: string;
let agents: RealAgent[];

beforeAll(async () => {
  station = await RealStation.open();
  ({ zoneId, agents } = await station.village(1));
}, 90_000);
afterAll(() => station.close());

test('the signals that come with the program lie in the bank of a new station, and only emergencies may play them', async () => {
  const { api } = station;
  const bank = await until('the signals', 60_000, async () => {
    const found = await api.call('listBank');
    return found.length === 3 ? found : null;
  });
  expect(bank.map((one) => one.title).sort()).toEqual(['Còi báo động', 'Tín hiệu báo yên', 'Tín hiệu chú ý']);
  const { allClearRecordingId } = await api.call('getAlertSettings');
  expect(bank.find((one) => one.recordingId === allClearRecordingId)?.title).toBe('Tín hiệu báo yên');
  const programme = await api.call('addProgramme', { body: { name: 'Bản tin' } });
  const body = { title: 'Còi', programmeId: programme.id, recordingId: bank[0]?.recordingId ?? '' };
  await expect(api.call('addBulletin', { body })).rejects.toMatchObject({ code: 'RECORDING_RESERVED' });
}, 90_000);

test('an alert takes two steps, interrupts what sounds, is proved at the speaker, and can be silenced', async () => {
  const { api } = station;
  const words = await api.readyRecording('Lũ về', markedWav(WORDS, 5000));
  const news = await api.readyRecording('Tin', markedWav(NEWS, 40_000));
  await api.call('bankRecording', { params: { id: words.id }, body: { bank: true } });
  const bulletinId = await addBulletin(station, news.id, { title: 'Tin sáng' });
  const broadcast = await api.call('addBroadcast', { body: { bulletinId, zoneIds: [zoneId] } });
  /** The ear needs some seconds of it to know what it is. */
  const renderedMs = (least: number) =>
    until(`${least} ms of the news`, 40_000, async () => {
      const { deliveries } = await api.call('getBroadcast', { params: { id: broadcast.id } });
      return (deliveries[0]?.renderedMs ?? 0) >= least;
    });
  await renderedMs(6000);

  const wish = {
    zoneIds: [zoneId],
    recordingId: words.id,
    title: 'Lũ quét',
    reason: 'Nước suối dâng nhanh',
    repeats: 1,
  };
  await expect(api.call('sendAlert', { body: wish })).rejects.toMatchObject({ code: 'ALERT_NOT_CONFIRMED' });
  await expect(api.call('sendAlert', { body: { ...wish, reason: 'lũ', confirm: true } })).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
  });
  const preview = await api.call('prepareAlert', { body: wish });
  expect(preview).toMatchObject({ interrupts: [{ title: 'Tin sáng', endpoints: 1 }], unbanked: [] });

  const key = newKey();
  const sent = await api.call('sendAlert', { body: { ...wish, confirm: true }, key });
  expect((await api.call('sendAlert', { body: { ...wish, confirm: true }, key })).id).toBe(sent.id);
  const over = await until('the alert is over', 30_000, async () => {
    const alert = await api.call('getAlert', { params: { id: sent.id } });
    return alert.state === 'over' ? alert : null;
  });
  expect(over).toMatchObject({ counts: { confirmed: 1 }, villages: [{ walkThere: false }], cancel: null });
  await expect(
    api.call('cancelAlert', { params: { id: sent.id }, body: { reason: 'báo nhầm' } }),
  ).rejects.toMatchObject({ code: 'ALERT_OVER' });

  await renderedMs(14_000);
  const stopped = await api.call('stop', { body: { all: true, holdMinutes: 1, reason: 'đủ rồi' } });
  expect(stopped).toMatchObject({ written: true, endpointIds: agents.map((agent) => agent.endpointId) });
  expect(await api.call('liftStop', { body: { all: true } })).toEqual({ lifted: 1 });
  const final = await station.final(broadcast.id, 30_000);
  expect(final.deliveries).toMatchObject([{ state: 'played_part', reason: 'stopped_by_operator' }]);

  const heard = (await hearAll(agents)).sort((a, b) => a.startMs - b.startMs);
  expect(heard.map((play) => play.markId)).toEqual([NEWS, WORDS, NEWS]);
}, 120_000);
