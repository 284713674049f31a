import { expect, test } from 'vitest';
import { type Faces, FmFaces } from '../../../../src/delivery/fm/manifest/faces.ts';
import { etagOf } from '../../../../src/delivery/fm/manifest/manifest.ts';
import { MemoryFiles } from '../../../support/memory-files.ts';
import { worldAt } from '../things.ts';
import { NOW } from './stations.ts';

const faces = (word: string): Faces => ({ manifest: `{"${word}"}`, now: word, nowUtf8: `${word} ầ` });

function room() {
  const disk = new MemoryFiles();
  const world = { ...worldAt(NOW), files: disk };
  const log: string[] = [];
  const under = { most: 0, now: 0 };
  let hold: Promise<void> = Promise.resolve();
  const counted = {
    makeFolder: (folder: string) => world.files.makeFolder(folder),
    remove: (path: string) => world.files.remove(path),
    swap: async (path: string, bytes: Uint8Array) => {
      under.most = Math.max(under.most, ++under.now);
      await hold;
      try {
        await world.files.swap(path, bytes);
        log.push(path);
      } finally {
        under.now--;
      }
    },
  };
  const shown = new FmFaces({ ...world, files: counted }, '/fm');
  return {
    ...{ world, log, under, shown },
    hold() {
      let go: () => void = () => undefined;
      hold = new Promise((resolve) => {
        go = resolve;
      });
      return () => go();
    },
    async read(path: string) {
      const bytes = await world.files.read(`/fm/${path}`);
      return bytes && new TextDecoder().decode(bytes);
    },
  };
}

test('three files for each station, and the same at hand in memory', async () => {
  const { shown, read } = room();
  shown.show('fms_1', faces('a'));
  expect(shown.manifest('fms_1')).toEqual({ text: '{"a"}', etag: etagOf('{"a"}') });
  expect(shown.now('fms_1')).toEqual({ ascii: 'a', utf8: 'a ầ' });
  await shown.settled();
  expect(await read('fms_1/manifest.json')).toBe('{"a"}');
  expect(await read('fms_1/now.txt')).toBe('a');
  expect(await read('fms_1/now-utf8.txt')).toBe('a ầ');
  expect(shown.manifest('fms_2')).toBeNull();
  expect(shown.now('fms_2')).toBeNull();
});

test('only what changed is written', async () => {
  const { shown, log } = room();
  shown.show('fms_1', faces('a'));
  await shown.settled();
  log.length = 0;
  shown.show('fms_1', faces('a'));
  await shown.settled();
  expect(log).toEqual([]);
  shown.show('fms_1', { ...faces('a'), manifest: '{"b"}' });
  await shown.settled();
  expect(log).toEqual(['/fm/fms_1/manifest.json']);
  expect(shown.manifest('fms_1')?.etag).toBe(etagOf('{"b"}'));
});

test('the newest wins: what was replaced while the disk was slow is never written', async () => {
  const { shown, hold, log, read } = room();
  const go = hold();
  for (const word of ['a', 'b', 'c', 'd']) shown.show('fms_1', faces(word));
  go();
  await shown.settled();
  expect(await read('fms_1/manifest.json')).toBe('{"d"}');
  expect(log.filter((path) => path.endsWith('now.txt')).length).toBeLessThanOrEqual(2);
});

test('many stations side by side, but not all at once', async () => {
  const { shown, hold, under, read } = room();
  const go = hold();
  for (let n = 0; n < 300; n++) shown.show(`fms_${n}`, faces(`s${n}`));
  go();
  await shown.settled();
  expect(under.most).toBeGreaterThan(1);
  expect(under.most).toBeLessThanOrEqual(8);
  for (let n = 0; n < 300; n++) expect(await read(`fms_${n}/now.txt`)).toBe(`s${n}`);
});

test('a full disk is said once, tried again within ten seconds, and what is in memory is right all the while', async () => {
  const { shown, world, read } = room();
  world.files.capacityBytes = 4;
  shown.show('fms_1', faces('alarm'));
  await shown.settled();
  expect(shown.now('fms_1')?.ascii).toBe('alarm');
  await world.clock.advance(25_000);
  expect(world.logged).toEqual(['the files of an FM station could not be written']);
  world.files.capacityBytes = 1000;
  await world.clock.advance(10_000);
  await shown.settled();
  expect(await read('fms_1/manifest.json')).toBe('{"alarm"}');
  expect(world.logged.at(-1)).toBe('the files of an FM station can be written again');
  expect(world.clock.sleepers).toBe(0);
});

test('after a fault the next change is written at once', async () => {
  const { shown, world, read } = room();
  world.files.capacityBytes = 0;
  shown.show('fms_1', faces('a'));
  await shown.settled();
  world.files.capacityBytes = 1000;
  shown.show('fms_1', faces('b'));
  await shown.settled();
  expect(await read('fms_1/now.txt')).toBe('b');
  await shown.stop();
});

test('one station whose disk fails holds up no other', async () => {
  const { shown, world, read } = room();
  await world.files.makeFolder('/fm');
  await world.files.replace('/fm/fms_0', new Uint8Array(1));
  for (let n = 0; n < 20; n++) shown.show(`fms_${n}`, faces(`s${n}`));
  await shown.settled();
  expect(await read('fms_19/now.txt')).toBe('s19');
  await shown.stop();
  expect(world.clock.sleepers).toBe(0);
});

test('a station that is not used any more leaves no files', async () => {
  const { shown, world } = room();
  shown.show('fms_1', faces('a'));
  shown.takeAway('fms_1');
  shown.takeAway('fms_9');
  await shown.settled();
  expect(await world.files.list('/fm/fms_1')).toEqual([]);
  expect(shown.manifest('fms_1')).toBeNull();
  shown.show('fms_1', faces('b'));
  await shown.settled();
  expect(await world.files.list('/fm/fms_1')).toHaveLength(3);
});

test('nothing but an id is a folder', () => {
  expect(() => room().shown.show('../etc', faces('a'))).toThrow('no id');
});
