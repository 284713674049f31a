import { expect, test } from 'vitest';
import { readSettings, SETTINGS } from '#config';
import { isStationError } from '#kernel';

function refusalOf(environment: Record<string, string>): string {
  try {
    readSettings(environment);
    return 'nothing was refused';
  } catch (error) {
    if (!isStationError(error, 'CONFIG_INVALID')) throw error;
    return error.text.vi;
  }
}

test('without any setting the station has its defaults', () => {
  expect(readSettings({})).toMatchObject({
    dataFolder: './data',
    port: 8080,
    zone: 'Asia/Ho_Chi_Minh',
    uploadBytes: 500 * 1024 * 1024,
    maxRecordingMs: 3_600_000,
    liveMaxMs: 1_800_000,
    liveSilenceMs: 60_000,
    liveSilenceDb: -50,
    liveGraceMs: 8000,
    loudnessLufs: -16,
    truePeakDbtp: -1.5,
    reserveBytes: 64 * 1024 * 1024,
    liveLumpMs: 240,
    trustedProxies: [],
    ffmpegPath: null,
  });
  expect(readSettings({ LOAXA_PORT: undefined, LOAXA_ELSE: 'x' })).toEqual(readSettings({}));
});

test.each([
  ['LOAXA_PORT', ['', ' ', '-1', '65536', '80a', '0x50', '1e3', '8080.5', 'NaN', 'Infinity', '８０８０']],
  ['LOAXA_UPLOAD_MB', ['', '0', '-5', '10001', '1.5', 'nhiều']],
  ['LOAXA_MAX_MINUTES', ['', '0', '601', '1.5']],
  ['LOAXA_LOUDNESS', ['', '0', '-4', '-41', '-16,5', '--16']],
  ['LOAXA_TRUE_PEAK', ['', '0.5', '-21']],
  ['LOAXA_RESERVE_MB', ['', '-1', '1.5', '10001']],
  ['LOAXA_LIVE_MAX_MINUTES', ['', '0', '601', '1.5']],
  ['LOAXA_LIVE_SILENCE_SECONDS', ['', '24', '3601']],
  ['LOAXA_LIVE_SILENCE_DB', ['', '-91', '-9', '-50 dB']],
  ['LOAXA_LIVE_GRACE_SECONDS', ['', '0', '61']],
  ['LOAXA_LIVE_LUMP_MS', ['', '95', '505', '240.5']],
  ['LOAXA_ZONE', ['', 'Hanoi', 'Asia/Saigon2', '../etc/passwd']],
  ['LOAXA_NAME', ['', 'x'.repeat(201)]],
  ['LOAXA_DATA', ['']],
  ['LOAXA_HOST', ['']],
  ['LOAXA_SCHEDULES', ['']],
  ['LOAXA_TRUSTED_PROXIES', ['10.1.0.0/33', '10.1.2.3/16', 'proxy', '*', '10.0.0.1, x']],
])('%s is refused by name when it makes no sense', (name, values) => {
  expect(Object.keys(SETTINGS)).toContain(name);
  for (const value of values) expect(refusalOf({ [name]: value }), `"${value}"`).toContain(`${name}=${value}`);
});

test('every wrong one is named at once', () => {
  const text = refusalOf({ LOAXA_PORT: 'x', LOAXA_ZONE: 'y', LOAXA_LOUDNESS: 'z', LOAXA_NAME: 'Đài' });
  for (const name of ['LOAXA_PORT', 'LOAXA_ZONE', 'LOAXA_LOUDNESS']) expect(text).toContain(name);
  expect(text).not.toContain('LOAXA_NAME');
});

test('the edges themselves are taken', () => {
  expect(
    readSettings({ LOAXA_PORT: '0', LOAXA_TRUE_PEAK: '0', LOAXA_RESERVE_MB: '0', LOAXA_LOUDNESS: '-5' }),
  ).toMatchObject({ port: 0, truePeakDbtp: 0, reserveBytes: 0, loudnessLufs: -5 });
  expect(readSettings({ LOAXA_PORT: '65535', LOAXA_LOUDNESS: '-40' })).toMatchObject({
    port: 65535,
    loudnessLufs: -40,
  });
});
