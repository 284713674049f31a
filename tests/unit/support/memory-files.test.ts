import { expect, test } from 'vitest';
import { isStationError } from '#kernel';
import { MemoryFiles } from '../../support/memory-files.ts';
import { forSeeds } from '../../support/seeded-random.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (found: Uint8Array | null) => (found ? new TextDecoder().decode(found) : null);

test('files are put in place, read, listed, moved and removed', async () => {
  const files = new MemoryFiles();
  await files.makeFolder('/a/b');
  await files.replace('/a/two', bytes('2'));
  await files.replace('/a/one', bytes('1'));
  expect(await files.list('/a')).toEqual(['b', 'one', 'two']);
  expect(await files.list('/nowhere')).toEqual([]);
  await files.move('/a/one', '/a/b/one');
  expect(text(await files.read('/a/b/one'))).toBe('1');
  expect(await files.read('/a/one')).toBeNull();
  await files.replace('/a/two', bytes('22'));
  expect(await files.size('/a/two')).toBe(2);
  await files.remove('/a/two');
  await files.remove('/a/two');
  expect(await files.size('/a/two')).toBeNull();
});

test('what the real disk refuses is refused: no folder, no file, a relative path, a closed file', async () => {
  const files = new MemoryFiles();
  await expect(files.replace('/no/file', bytes('x'))).rejects.toThrow('ENOENT');
  await expect(files.open('/file', 'read')).rejects.toThrow('ENOENT');
  await expect(files.move('/from', '/to')).rejects.toThrow('ENOENT');
  await expect(files.read('file')).rejects.toThrow('absolute');
  await files.replace('/file', bytes('x'));
  const reader = await files.open('/file', 'read');
  await expect(reader.write(bytes('y'), 0)).rejects.toThrow('EBADF');
  await reader.close();
  await expect(reader.size()).rejects.toThrow('EBADF');
});

test('an open file is written anywhere, read in parts, truncated', async () => {
  const files = new MemoryFiles();
  const file = await files.open('/file', 'write');
  await file.write(bytes('world'), 6);
  await file.write(bytes('hello '), 0);
  const part = new Uint8Array(8);
  expect(await file.read(part, 6)).toBe(5);
  expect(text(part.subarray(0, 5))).toBe('world');
  expect(await file.read(part, 99)).toBe(0);
  await file.truncate(5);
  expect(text(await files.read('/file'))).toBe('hello');
  await file.truncate(7);
  expect(await files.read('/file')).toEqual(bytes('hello\0\0'));
  const again = await files.open('/file', 'write');
  expect(await again.size()).toBe(7);
});

test('a full disk takes what fits, throws STORAGE_FULL, and replace leaves the old file whole', async () => {
  const files = new MemoryFiles({ capacityBytes: 10 });
  await files.replace('/kept', bytes('123456'));
  expect(await files.freeBytes('/')).toBe(4);
  await expect(files.replace('/kept', bytes('abcdef'))).rejects.toSatisfy((error) =>
    isStationError(error, 'STORAGE_FULL'),
  );
  expect(text(await files.read('/kept'))).toBe('123456');
  const file = await files.open('/new', 'write');
  await expect(file.write(bytes('abcdef'), 0)).rejects.toSatisfy((error) => isStationError(error, 'STORAGE_FULL'));
  expect(await files.freeBytes('/')).toBe(0);
  await file.write(bytes('AB'), 0);
  files.capacityBytes = 20;
  await file.write(bytes('abcdef'), 0);
  await files.remove('/kept');
  expect(await files.freeBytes('/')).toBe(14);
});

test('a swap is there at once, needs room for both copies, and a crash undoes it', async () => {
  const files = new MemoryFiles({ capacityBytes: 10 });
  await files.replace('/face', bytes('old'));
  await files.swap('/face', bytes('new'));
  expect(text(await files.read('/face'))).toBe('new');
  await expect(files.swap('/face', bytes('12345678'))).rejects.toSatisfy((error) =>
    isStationError(error, 'STORAGE_FULL'),
  );
  expect(text(await files.read('/face'))).toBe('new');
  files.crash();
  expect(text(await files.read('/face'))).toBe('old');
});

test('a crash keeps what was synced and drops the rest', async () => {
  const files = new MemoryFiles();
  await files.replace('/whole', bytes('old'));
  const file = await files.open('/log', 'write');
  await file.write(bytes('kept '), 0);
  await file.sync();
  await file.write(bytes('LOST'), 5);
  await file.write(bytes('X'), 0);
  const unsynced = await files.open('/never', 'write');
  await unsynced.write(bytes('gone'), 0);
  await files.remove('/whole');
  files.crash();
  expect(text(await files.read('/log'))).toBe('kept ');
  expect(await files.read('/never')).toBeNull();
  expect(text(await files.read('/whole'))).toBe('old');
  expect(await files.freeBytes('/')).toBe(files.capacityBytes - 8);
  await expect(file.write(bytes('x'), 0)).rejects.toThrow('EIO');
});

test('a moved file keeps its name through a crash, but only the bytes that were synced', async () => {
  const files = new MemoryFiles();
  const file = await files.open('/part', 'write');
  await file.write(bytes('12345'), 0);
  await file.sync();
  await file.write(bytes('67890'), 5);
  await files.move('/part', '/whole');
  files.crash();
  expect(text(await files.read('/whole'))).toBe('12345');
  expect(await files.read('/part')).toBeNull();
});

test('a flipped bit is there, and survives a crash', async () => {
  const files = new MemoryFiles();
  await files.replace('/sound', Uint8Array.of(1, 2, 3));
  files.flip('/sound', 1);
  expect(await files.read('/sound')).toEqual(Uint8Array.of(1, 3, 3));
  files.flip('/sound', 2, 0x80);
  files.crash();
  expect(await files.read('/sound')).toEqual(Uint8Array.of(1, 3, 0x83));
  expect(() => files.flip('/sound', 3)).toThrow(RangeError);
});

test('random writes, syncs, truncations and crashes agree with a plain model', async () => {
  await forSeeds(100, 60, async (random) => {
    const files = new MemoryFiles();
    let [live, kept]: [number[], number[] | null] = [[], null];
    let file = await files.open('/f', 'write');
    for (let step = 0; step < 80; step++) {
      const act = random.pick(['write', 'write', 'write', 'truncate', 'sync', 'crash'] as const);
      if (act === 'write') {
        const [at, data] = [random.int(0, live.length + 5), random.bytes(random.int(1, 20))];
        while (live.length < at) live.push(0);
        live.splice(at, data.length, ...data);
        await file.write(data, at);
      } else if (act === 'truncate') {
        const length = random.int(0, live.length + 5);
        while (live.length < length) live.push(0);
        live.length = length;
        await file.truncate(length);
      } else if (act === 'sync') {
        kept = [...live];
        await file.sync();
      } else {
        live = [...(kept ?? [])];
        files.crash();
        expect(await files.size('/f')).toBe(kept ? kept.length : null);
        file = await files.open('/f', 'write');
      }
      expect([...((await files.read('/f')) ?? [])]).toEqual(live);
      expect(await files.freeBytes('/')).toBe(files.capacityBytes - live.length);
    }
  });
});
