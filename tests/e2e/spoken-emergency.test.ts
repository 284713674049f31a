/** An emergency that an encoder program speaks, through a whole station, judged by what two loudspeakers recorded. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type RealAgent, RealStation, until } from '../support/real-station.ts';
import { BUNDLED } from './media-room.ts';
import { addBulletin, hearAll, markedWav } from './scene.ts';

const [NEWS, SIREN, VOICE] = [0x2f01, 0x2f02, 0x2f03];
const SIREN_MS = 5000;
const TALK_MS = 9000;
/** From the mouth to the loudspeakers. */
const DELAY_MS = 1200;

let station: RealStation;
let zoneId: string;
let agents: RealAgent[];
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'loaxa-spoken-'));
  station = await RealStation.open();
  ({ zoneId, agents } = await station.village(2));
}, 90_000);
afterAll(async () => {
  await station.close();
  rmSync(folder, { recursive: true, force: true });
});

test('siren, then a voice that is pushed by ffmpeg, over a bulletin in two villages, which goes on afterwards', async () => {
  const { api } = station;
  const siren = await api.readyRecording('Còi thử', markedWav(SIREN, SIREN_MS));
  await api.call('bankRecording', { params: { id: siren.id }, body: { bank: true } });
  const news = await api.readyRecording('Tin', markedWav(NEWS, 50_000));
  const bulletinId = await addBulletin(station, news.id, { title: 'Tin sáng' });
  const broadcast = await api.call('addBroadcast', { body: { bulletinId, zoneIds: [zoneId] } });
  /** The ear needs some seconds of it to know what it is. */
  await until('the news in both villages', 40_000, async () => {
    const { deliveries } = await api.call('getBroadcast', { params: { id: broadcast.id } });
    return deliveries.length === 2 && deliveries.every((one) => one.renderedMs >= 6000);
  });

  const { mount, password } = await api.insist('addLiveMount', { body: { name: 'Phòng chỉ huy' } });
  const body = { level: 'emergency' as const, zoneIds: [zoneId], source: 'mount' as const, mountId: mount.id };
  await expect(api.call('openLiveSession', { body: { ...body, note: 'lũ' } })).rejects.toMatchObject({
    code: 'REQUEST_INVALID',
  });
  const loose = { ...body, note: 'Vỡ đê bao', signalRecordingId: news.id };
  await expect(api.call('openLiveSession', { body: loose })).rejects.toMatchObject({ code: 'ALERT_AUDIO_NOT_BANKED' });
  const asked = { ...body, note: 'Vỡ đê bao', signalRecordingId: siren.id };
  const { session } = await api.insist('openLiveSession', { body: asked });

  const speech = join(folder, 'speech.wav');
  writeFileSync(speech, markedWav(VOICE, 60_000));
  const url = `icecast://source:${password}@${new URL(api.base).host}${mount.path}`;
  const words = ['-hide_banner', '-nostdin', '-loglevel', 'error', '-re', '-i', speech, '-c:a', 'libmp3lame'];
  const program = spawn(BUNDLED, [...words, '-b:a', '128k', '-content_type', 'audio/mpeg', '-f', 'mp3', url]);
  const gone = once(program, 'close');

  const onAir = await until('the voice to be on air', 30_000, async () => {
    const row = await api.call('getLiveSession', { params: { id: session.id } });
    return row.state === 'on_air' && row;
  });
  const [alert] = await api.call('listAlerts');
  expect(alert).toMatchObject({ state: 'on_air', reason: 'Vỡ đê bao', liveSessionId: session.id });
  await until('some speech', 30_000, () => Date.now() - (onAir.onAirAt ?? 0) >= TALK_MS);
  await api.insist('finishLiveSession', { params: { id: session.id } });
  await gone;

  const over = await until('the alert to be over', 30_000, async () => {
    const one = await api.call('getAlert', { params: { id: alert?.id ?? '' } });
    return one.state === 'over' && one;
  });
  expect(over).toMatchObject({ counts: { confirmed: 2 }, cancel: null });
  expect(over.villages.some((village) => village.walkThere)).toBe(false);
  const final = await station.final(broadcast.id, 90_000);
  expect(final.deliveries.map((one) => one.state)).toEqual(['played', 'played']);

  const heard = await hearAll(agents);
  const begins: number[] = [];
  for (const { endpointId } of agents) {
    const plays = heard.filter((one) => one.endpoint === endpointId).sort((a, b) => a.startMs - b.startMs);
    expect(plays.map((play) => play.markId)).toEqual([NEWS, SIREN, VOICE, NEWS]);
    const [before, signal, voice, after] = plays;
    // The first word comes right behind the siren, and nothing of it is missing: the light was on as much before.
    const sirenEndAt = signal?.endMs ?? 0;
    const [lightMs, pauseMs] = [sirenEndAt - (onAir.onAirAt ?? 0), (voice?.startMs ?? 0) - sirenEndAt];
    console.log(`light ${Math.round(lightMs)} ms before the siren was over, voice ${Math.round(pauseMs)} ms after it`);
    expect(lightMs).toBeGreaterThan(-500);
    expect(lightMs).toBeLessThan(DELAY_MS + 500);
    expect(pauseMs).toBeGreaterThanOrEqual(0);
    expect(pauseMs).toBeLessThan(DELAY_MS + 500);
    expect((voice?.endMs ?? 0) - (voice?.startMs ?? 0)).toBeGreaterThan(TALK_MS - 1500);
    expect(voice?.gaps).toEqual([]);
    expect(before?.endMs).toBeLessThanOrEqual(signal?.startMs ?? 0);
    expect(after?.startMs).toBeGreaterThanOrEqual(voice?.endMs ?? 0);
    begins.push(voice?.startMs ?? 0);
  }
  expect(Math.max(...begins) - Math.min(...begins)).toBeLessThan(100);
  const lines = (await station.csv()).filter((line) => line['level'] === 'emergency');
  expect(lines.map((line) => `${line['state']} ${line['reason']}`)).toEqual(['played complete', 'played complete']);
}, 240_000);
