import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { isStationError } from '#kernel';
import { realWorld } from '#system';
import { storageFault } from '../../../src/system/system-files.ts';

const { files } = realWorld();
let folder = '';
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loaxa-files-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const text = (words: string) => new TextEncoder().encode(words);

test('replace leaves the new bytes under the name and nothing beside it', async () => {
  await files.replace(join(folder, 'a'), text('one'));
  await files.replace(join(folder, 'a'), text('two'));
  expect(new TextDecoder().decode((await files.read(join(folder, 'a'))) ?? undefined)).toBe('two');
  expect(await files.list(folder)).toEqual(['a']);
});

test.each(['replace', 'swap'] as const)('a %s that fails leaves no temporary file', async (how) => {
  await files.makeFolder(join(folder, 'taken', 'deep'));
  await expect(files[how](join(folder, 'taken'), text('x'))).rejects.toThrow();
  expect(await files.list(folder)).toEqual(['taken']);
});

test('whoever reads while a file is swapped finds one of both, whole', async () => {
  const path = join(folder, 'a');
  const both = ['a', 'b'].map((letter) => letter.repeat(200_000));
  await files.swap(path, text(both[0] as string));
  let isDone = false;
  const swapping = (async () => {
    for (let n = 1; n <= 40; n++) await files.swap(path, text(both[n % 2] as string));
    isDone = true;
  })();
  const seen = new Set<string>();
  while (!isDone) seen.add(new TextDecoder().decode((await files.read(path)) ?? undefined));
  await swapping;
  for (const found of seen) expect(both.includes(found)).toBe(true);
  expect(await files.list(folder)).toEqual(['a']);
});

test('an open file is written at positions, cut, and never truncated by opening', async () => {
  const path = join(folder, 'part');
  const first = await files.open(path, 'write');
  await first.write(text('abcdef'), 0);
  await first.sync();
  await first.close();
  const again = await files.open(path, 'write');
  await again.write(text('XY'), 2);
  await again.truncate(5);
  expect(await again.size()).toBe(5);
  const buffer = new Uint8Array(16);
  expect(new TextDecoder().decode(buffer.subarray(0, await again.read(buffer, 1)))).toBe('bXYe');
  expect(await again.read(buffer, 5)).toBe(0);
  await again.close();
});

test('what is missing is null, empty or no error', async () => {
  const path = join(folder, 'none');
  expect(await files.read(path)).toBeNull();
  expect(await files.size(path)).toBeNull();
  expect(await files.list(path)).toEqual([]);
  await files.remove(path);
  expect(await files.freeBytes(folder)).toBeGreaterThan(0);
});

test('move replaces its target', async () => {
  await files.replace(join(folder, 'from'), text('new'));
  await files.replace(join(folder, 'to'), text('old'));
  await files.move(join(folder, 'from'), join(folder, 'to'));
  expect(await files.list(folder)).toEqual(['to']);
  expect(await files.size(join(folder, 'to'))).toBe(3);
});

test('a full disk and a broken disk have their own words; a bug keeps its own', async () => {
  const fault = (code: string) => storageFault(Object.assign(new Error(code), { code }));
  expect(isStationError(fault('ENOSPC'), 'STORAGE_FULL')).toBe(true);
  expect(isStationError(fault('EDQUOT'), 'STORAGE_FULL')).toBe(true);
  expect(isStationError(fault('EIO'), 'STORAGE_FAILED')).toBe(true);
  expect(isStationError(fault('EROFS'), 'STORAGE_FAILED')).toBe(true);
  expect(isStationError(fault('EINVAL'))).toBe(false);

  const full = await files.open('/dev/full', 'write');
  await expect(full.write(text('x'), 0)).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  await full.close();
});
