/** Typed words as a stranger sends them to a real station, and as they are heard. */
import { spawnSync } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readText } from '#speech';
import { newKey, RealStation } from '../support/real-station.ts';
import { parseWav } from '../support/wav.ts';

/** True when the tests of the voice may be left out: with LOAXA_NO_SKIP=1 a machine without one is a failure. */
const mayNotSpeak = process.env['LOAXA_NO_SKIP'] !== '1' && spawnSync('espeak-ng', ['--version']).status !== 0;

describe.skipIf(mayNotSpeak)('typed words', () => {
  let station: RealStation;
  beforeAll(async () => {
    station = await RealStation.open();
  }, 60_000);
  afterAll(() => station.close());

  const TEXT = 'Kính mời bà con đến UBND xã lúc 7h30 ngày 20/11/2026 để tiêm phòng cho 1.500 con bò.';
  const SAID =
    'Kính mời bà con đến Ủy ban nhân dân xã lúc bảy giờ ba mươi phút ngày hai mươi tháng mười một ' +
    'năm hai nghìn không trăm hai mươi sáu để tiêm phòng cho một nghìn năm trăm con bò.';

  test('become a recording of the right length and loudness, which keeps its words', async () => {
    const { api } = station;
    const { voices } = await api.call('getSpeech');
    expect(voices.map(({ id }) => id)).toEqual(['vi', 'vi-vn-x-central', 'vi-vn-x-south']);
    const body = { title: 'Tiêm phòng', text: TEXT, voice: 'vi', rate: 'normal' } as const;
    const made = await api.call('speakText', { body, key: newKey() });
    const ready = await api.checked(made.id);
    expect(ready).toMatchObject({ state: 'ready', title: 'Tiêm phòng' });
    expect(ready.spoken).toEqual({ text: TEXT, said: SAID, voice: 'vi', rate: 'normal' });
    const mp3 = Buffer.from(await (await api.fetch(`/api/v1/recordings/${made.id}/audio`)).arrayBuffer());
    const line = ['-hide_banner', '-loglevel', 'error', '-i', 'pipe:0', '-f', 'wav', '-ac', '1', 'pipe:1'];
    const heard = parseWav(spawnSync('ffmpeg', line, { input: mp3, maxBuffer: 64 * 1024 ** 2 }).stdout);
    const seconds = heard.samples.length / heard.rateHz;
    const syllables = SAID.split(' ').length;
    expect(seconds / syllables).toBeGreaterThan(0.2);
    expect(seconds / syllables).toBeLessThan(0.7);
    // As loud as any other recording of this station.
    const rms = Math.sqrt(heard.samples.reduce((sum, one) => sum + one * one, 0) / heard.samples.length);
    expect(20 * Math.log10(rms)).toBeGreaterThan(-24);
    expect(20 * Math.log10(rms)).toBeLessThan(-10);
    const slow = await api.call('speakText', { body: { ...body, rate: 'slow' }, key: newKey() });
    expect((await api.checked(slow.id)).durationMs ?? 0).toBeGreaterThan((ready.durationMs ?? 0) * 1.1);
    // The same words by the same voice are the same recording.
    const again = await api.call('speakText', { body, key: newKey() });
    expect(again.id).toBe(made.id);
  });

  test('that are none, too many, or for a voice that is not there are refused', async () => {
    const ask = (body: { text: string; voice?: string; rate?: 'slow' }) =>
      station.api.call('speakText', { body: { title: 'a', voice: 'vi', ...body } });
    await expect(ask({ text: '   ' })).rejects.toMatchObject({ status: 400, code: 'REQUEST_INVALID' });
    await expect(ask({ text: '… !' })).rejects.toMatchObject({ status: 422, code: 'SPEECH_TEXT' });
    await expect(ask({ text: 'a '.repeat(5000) })).rejects.toMatchObject({ status: 400 });
    await expect(ask({ text: 'mời họp', voice: '--help' })).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
    await expect(ask({ text: 'mời họp', rate: 'turbo' as 'slow' })).rejects.toMatchObject({ status: 400 });
    await expect(ask({ text: 'mời họp', volume: 11 } as never)).rejects.toMatchObject({ status: 400 });
  });

  test('are phonemes that say what was meant, where a voice alone would guess', () => {
    const phonemes = (text: string) =>
      spawnSync('espeak-ng', ['-v', 'vi', '-q', '-x', '-b', '1', text]).stdout.toString().trim();
    for (const [written, words] of [
      ['UBND', 'Ủy ban nhân dân'],
      ['7h30', 'bảy giờ ba mươi phút'],
      ['cấp III', 'cấp ba'],
      ['25 m2', 'hai mươi lăm mét vuông'],
    ] as const) {
      const said = readText(written)
        .map((one) => one.said)
        .join('');
      expect(phonemes(said)).toBe(phonemes(words));
      expect(phonemes(said)).not.toBe(phonemes(written));
      // Nothing of it is read in English.
      expect(phonemes(said)).not.toContain('(en)');
    }
  });
});
