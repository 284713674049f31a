import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkBackup, restoreBackup } from '#backup';
import { opened, PIECE_BYTES, SEALED_HEADER_BYTES, Sealer, TAG_BYTES } from '../../src/backup/cipher.ts';
import { Puller } from '../../src/backup/puller.ts';
import { headerOf, readHeader } from '../../src/backup/tar.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { BackupScene } from '../unit/backup/scene.ts';

/** Cheap on purpose: these laws are about the frame, not about guessing. */
const COST = { log2N: 4, r: 8, p: 1 };
const WORDS = 'mười hai chữ cái';

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function all(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of source) parts.push(part);
  return Buffer.concat(parts);
}

async function seal(content: Uint8Array, writes: number, seed = 1): Promise<Buffer> {
  const sealer = await Sealer.open(new SeededRandom(seed), WORDS, COST);
  const parts = [sealer.header];
  for await (const part of pieces(content, writes)) parts.push(sealer.take(part));
  return Buffer.concat([...parts, sealer.end()]);
}

const lengths = fc.oneof(
  fc.integer({ min: 0, max: 300 }),
  fc.constantFrom(PIECE_BYTES - 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, 2 * PIECE_BYTES + 7),
);

test('what was sealed is opened, however it was written and read', async () => {
  await fc.assert(
    fc.asyncProperty(
      lengths,
      fc.integer({ min: 1, max: 90_000 }),
      fc.integer({ min: 50, max: 90_000 }),
      async (length, writes, reads) => {
        const content = new SeededRandom(length).bytes(length);
        const sealed = await seal(content, Math.max(writes, length / 50));
        expect((await all(opened(pieces(sealed, reads), WORDS))).equals(content)).toBe(true);
      },
    ),
    { numRuns: 60 },
  );
});

test('one bit that is changed anywhere in what was sealed is found', async () => {
  const content = new SeededRandom(3).bytes(PIECE_BYTES + 40);
  const sealed = await seal(content, 10_000);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(fc.integer({ min: 0, max: SEALED_HEADER_BYTES - 1 }), fc.integer({ min: 0, max: sealed.length - 1 })),
      fc.integer({ min: 0, max: 7 }),
      async (at, bit) => {
        // A higher cost costs the test its time and proves nothing more.
        fc.pre(at !== SEALED_HEADER_BYTES - 26 || bit < 2);
        const other = Buffer.from(sealed);
        other[at] = (other[at] ?? 0) ^ (1 << bit);
        await expect(all(opened(pieces(other, 30_000), WORDS))).rejects.toMatchObject({ name: 'StationError' });
      },
    ),
    { numRuns: 300 },
  );
});

test('pieces that are cut off, doubled, left out or swapped are found', async () => {
  const sealed = await seal(new SeededRandom(5).bytes(3 * PIECE_BYTES + 9), 50_000);
  const size = PIECE_BYTES + TAG_BYTES;
  const head = sealed.subarray(0, SEALED_HEADER_BYTES);
  const [a, b, c, d] = [0, 1, 2, 3].map((at) =>
    sealed.subarray(SEALED_HEADER_BYTES + at * size, SEALED_HEADER_BYTES + (at + 1) * size),
  ) as [Buffer, Buffer, Buffer, Buffer];
  const orders = [
    [a, b, c],
    [a, b],
    [a],
    [],
    [b, a, c, d],
    [a, a, b, c, d],
    [a, c, d],
    [a, b, c, c],
    [a, b, c, d, d],
    [d],
  ];
  for (const order of orders)
    await expect(all(opened(pieces(Buffer.concat([head, ...order]), size), WORDS))).rejects.toMatchObject({
      name: 'StationError',
    });
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: sealed.length - 1 }), async (length) => {
      await expect(all(opened(pieces(sealed.subarray(0, length), size), WORDS))).rejects.toMatchObject({
        name: 'StationError',
      });
    }),
    { numRuns: 60 },
  );
});

test('a header is read back, and no other bytes are a header', () => {
  const path = fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\0') && text.isWellFormed());
  fc.assert(
    fc.property(
      path,
      fc.nat({ max: 2 ** 40 }),
      fc.nat({ max: 511 }),
      fc.integer({ min: 0, max: 7 }),
      (name, bytes, at, bit) => {
        const header = Buffer.from(headerOf({ path: name, bytes }));
        expect(readHeader(header)).toEqual({ path: name, bytes });
        header[at] = (header[at] ?? 0) ^ (1 << bit);
        expect(readHeader(header)).toBe(null);
      },
    ),
  );
});

test('a puller gives exactly what was asked for', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.array(fc.integer({ min: 0, max: 60 })),
      fc.integer({ min: 1, max: 50 }),
      async (content, asks, size) => {
        const puller = new Puller(pieces(content, size));
        let at = 0;
        for (const ask of asks) {
          expect([...(await puller.take(ask))]).toEqual([...content.subarray(at, at + ask)]);
          at = Math.min(content.length, at + ask);
          expect(await puller.isOver()).toBe(at === content.length);
        }
      },
    ),
  );
});

const scene = new BackupScene();
let whole: Buffer;
beforeAll(async () => {
  await scene.build();
  whole = (await scene.backup('whole.tar', null)).bytes;
});
afterAll(() => scene.close());

test('one bit that is changed anywhere in a plain backup is found, and nothing of it stays', async () => {
  const before = readdirSync(scene.folder);
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.integer({ min: 0, max: whole.length - 1 }),
        fc.integer({ min: 0, max: 2000 }),
        fc.integer({ min: whole.length - 8000, max: whole.length - 1 }),
      ),
      fc.integer({ min: 0, max: 7 }),
      async (at, bit) => {
        const other = Buffer.from(whole);
        other[at] = (other[at] ?? 0) ^ (1 << bit);
        const file = scene.put('changed', other);
        await expect(restoreBackup(scene.world, file, join(scene.folder, 'new'), null)).rejects.toMatchObject({
          name: 'StationError',
        });
      },
    ),
    { numRuns: 150 },
  );
  expect(readdirSync(scene.folder)).toEqual([...before, 'changed'].sort());
});

test('a plain backup that is cut or has something added is found', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(
        fc.integer({ min: 0, max: whole.length - 1 }),
        fc.integer({ min: whole.length - 2000, max: whole.length - 1 }),
      ),
      async (length) => {
        const file = scene.put('changed', whole.subarray(0, length));
        await expect(checkBackup(scene.world, file, scene.at('scratch'), null)).rejects.toMatchObject({
          name: 'StationError',
        });
      },
    ),
    { numRuns: 60 },
  );
  for (const more of [1, 512, 1024]) {
    const file = scene.put('changed', Buffer.concat([whole, new Uint8Array(more)]));
    await expect(checkBackup(scene.world, file, scene.at('scratch'), null)).rejects.toMatchObject({
      code: 'BACKUP_DAMAGED',
    });
  }
});
