import { expect, test } from 'vitest';
import { chunks, FOLDER, Village } from './village.ts';

const HOUR_MS = 3_600_000;

/** The names of one file on the speaker's disk. */
async function onDisk(village: Village, sha256: string): Promise<string[]> {
  const names = await village.files.list(`${FOLDER}/audio`);
  return names.filter((name) => name.startsWith(sha256)).map((name) => name.slice(64));
}

test('audio comes one file at a time, the soonest first', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const late = village.entry('late', station.now() + 2 * HOUR_MS);
  const soon = village.entry('soon', station.now() + HOUR_MS);
  station.plan(late, soon);
  await clock.advance(5_000);
  const order = [soon, late].map((entry) => (entry.items[1]?.kind === 'audio' ? entry.items[1].sha256 : ''));
  expect(station.downloads.map(({ sha256 }) => sha256)).toEqual(order);
  expect(station.told('late')).toEqual(['placed']);
});

test('what is needed sooner interrupts a long download, which goes on where it was', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  station.serve = (bytes, fromByte) =>
    (async function* () {
      for await (const chunk of chunks(bytes.subarray(fromByte), 100)) {
        yield chunk;
        await clock.sleep(1_000);
      }
    })();
  const late = village.entry('late', station.now() + HOUR_MS);
  station.plan(late);
  await clock.advance(4_500);
  station.serve = null;
  station.plan(late, village.entry('alarm', station.now() + 3_000, { level: 'emergency' }));
  await clock.advance(1_000);
  expect(station.told('alarm')).toEqual(['placed']);
  expect(station.told('late')).toEqual(['placed']);
  expect(station.downloads.map(({ fromByte }) => fromByte)).toEqual([0, 0, 500]);
});

test('a download that broke off goes on where it ended, also after a power cut', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  station.serve = (bytes, fromByte) => chunks(bytes.subarray(fromByte, fromByte + 300));
  const entry = village.entry('one', station.now() + HOUR_MS);
  station.plan(entry);
  await clock.advance(900);
  await village.kill(true);
  await village.on();
  await clock.advance(60_000);
  expect(station.downloads.map(({ fromByte }) => fromByte)).toEqual([0, 300, 600, 900]);
  expect(station.told('one')).toEqual(['placed']);
});

test('a download that stalls is given up and tried again', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  station.serve = () => ({
    [Symbol.asyncIterator]: () => ({ next: () => new Promise<never>(() => {}) }),
  });
  station.plan(village.entry('one', station.now() + HOUR_MS));
  await clock.advance(10_000);
  station.serve = null;
  await clock.advance(30_000);
  expect(station.told('one')).toEqual(['placed']);
});

test('wrong bytes are fetched again from the start, are told after five times, and never sound', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  // A captive portal answers everything with its own page.
  station.serve = (bytes) => chunks(Buffer.alloc(bytes.length * 2, '<html>'));
  const at = station.now() + 600_000;
  station.plan(village.entry('one', at));
  station.start('one', at);
  await clock.advance(120_000);
  expect(station.told('one')).toEqual(['place_failed:damaged']);
  expect(station.downloads.map(({ fromByte }) => fromByte)).toEqual([0, 0, 0, 0, 0]);
  station.serve = null;
  await clock.advance(400_000);
  expect(station.told('one')).toEqual(['place_failed:damaged', 'placed']);
  await clock.advance(200_000);
  expect(village.sums('one').ms).toBe(20_000);
});

test('audio that the station does not give, and audio that cannot be decoded, are told', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  station.serve = () => ({ status: 404 });
  station.plan(village.entry('gone', station.now() + HOUR_MS));
  await clock.advance(120_000);
  station.serve = null;
  village.decode = async () => ({ ok: false, why: 'damaged' });
  station.plan(village.entry('bad', station.now() + HOUR_MS));
  await clock.advance(120_000);
  expect(station.told('gone')).toEqual(['place_failed:not_placed']);
  expect(station.told('bad')).toEqual(['place_failed:damaged']);
});

test('a full disk is told, and the rest goes on; with room again the audio is placed', async () => {
  const village = new Village();
  await village.on();
  const { station, clock, files } = village;
  files.capacityBytes = 1_000_000;
  station.plan(village.entry('one', station.now() + HOUR_MS));
  await clock.advance(30_000);
  expect(station.told('one')).toEqual(['place_failed:speaker_storage_full']);
  expect(station.downloads).toEqual([]);
  files.capacityBytes = 2 ** 40;
  await clock.advance(120_000);
  expect(station.told('one')).toEqual(['place_failed:speaker_storage_full', 'placed']);
});

test('a disk that takes nothing at all does not silence the speaker', async () => {
  const village = new Village();
  await village.on();
  const { station, clock, files } = village;
  const at = station.now() + 60_000;
  station.plan(village.entry('one', at));
  await clock.advance(5_000);
  files.capacityBytes = 0;
  station.start('one', at);
  await clock.advance(120_000);
  expect(village.sums('one')).toEqual({ ms: 20_000, twiceMs: 0 });
  expect(station.told('one')).toEqual(['placed', 'started', 'ended:complete']);
});

test('audio that has rotted on the disk is noticed before air and made again, from the station if need be', async () => {
  const village = new Village();
  await village.on();
  const { station, clock, files } = village;
  const at = station.now() + HOUR_MS;
  const entry = village.entry('one', at);
  const sha256 = entry.items[1]?.kind === 'audio' ? entry.items[1].sha256 : '';
  station.plan(entry);
  await clock.advance(5_000);
  expect(await onDisk(village, sha256)).toEqual(['', '.pcm', '.sums']);
  files.flip(`${FOLDER}/audio/${sha256}.pcm`, 500);
  await clock.advance(HOUR_MS - 65_000);
  expect([village.decodings, station.downloads.length]).toEqual([2, 1]);
  files.flip(`${FOLDER}/audio/${sha256}.pcm`, 0);
  files.flip(`${FOLDER}/audio/${sha256}`, 7);
  station.start('one', at);
  await village.kill();
  await village.on();
  await clock.advance(30_000);
  expect([village.decodings, station.downloads.length]).toEqual([3, 2]);
});

test('audio that left the plan is removed, what sounded in the last 72 hours is kept', async () => {
  const village = new Village();
  await village.on();
  const { station, clock } = village;
  const at = station.now() + 60_000;
  const [played, unused] = [village.entry('played', at), village.entry('unused', at + HOUR_MS)];
  const shaOf = (entry: typeof played) => (entry.items[1]?.kind === 'audio' ? entry.items[1].sha256 : '');
  station.plan(played, unused);
  station.start('played', at);
  await clock.advance(120_000);
  station.plan();
  await clock.advance(300_000);
  expect(await onDisk(village, shaOf(unused))).toHaveLength(3);
  await clock.advance(400_000);
  expect(await onDisk(village, shaOf(unused))).toEqual([]);
  expect(await onDisk(village, shaOf(played))).toHaveLength(3);
  await clock.advance(73 * HOUR_MS);
  station.plan();
  await clock.advance(700_000);
  expect(await onDisk(village, shaOf(played))).toEqual([]);
});
