import { expect, test } from 'vitest';
import type { Files, Logger } from '#kernel';
import { Memory } from '../../../src/speaker/memory.ts';
import { Outbox } from '../../../src/speaker/outbox.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

const logger: Logger = { info: () => {}, warn: () => {}, error: () => {} };

/** A disk that needs a second to make anything durable. */
function slowFiles(clock: VirtualClock): Files {
  const files = new MemoryFiles();
  const open: Files['open'] = async (path, mode) => {
    const file = await files.open(path, mode);
    const { read, write, truncate, size, close } = file;
    const sync = async () => {
      await clock.sleep(1_000);
      await file.sync();
    };
    return { read, write, truncate, size, close, sync };
  };
  return {
    open,
    read: (path) => files.read(path),
    replace: (path, bytes) => files.replace(path, bytes),
    swap: (path, bytes) => files.swap(path, bytes),
    move: (from, to) => files.move(from, to),
    remove: (path) => files.remove(path),
    size: (path) => files.size(path),
    list: (folder) => files.list(folder),
    makeFolder: (folder) => files.makeFolder(folder),
    removeFolder: (folder) => files.removeFolder(folder),
    freeBytes: (folder) => files.freeBytes(folder),
  };
}

async function outboxOn(files: Files, clock: VirtualClock) {
  await files.makeFolder('/state');
  const memory = await Memory.open(files, '/state', logger, clock);
  const first = memory.known.nextSeq;
  const sent: number[] = [];
  const outbox = new Outbox(memory, clock, (message) => {
    if (message.type === 'report') sent.push(message.seq - first);
  });
  return { memory, outbox, sent, first };
}

test('a report leaves only when it would survive a power cut', async () => {
  const clock = new VirtualClock();
  const { memory, outbox, sent } = await outboxOn(slowFiles(clock), clock);
  void memory.tell({ event: 'placed', broadcastId: 'one' }, 1);
  await clock.settle(5);
  outbox.send();
  expect(sent).toEqual([]);
  await clock.advance(1_000);
  outbox.send();
  expect(sent).toEqual([0]);
});

test('after a week alone the reports go in slices of 64, each once, in order', async () => {
  const clock = new VirtualClock();
  const { memory, outbox, sent, first } = await outboxOn(new MemoryFiles(), clock);
  for (let i = 0; i < 200; i++) await memory.tell({ event: 'placed', broadcastId: `b${i}` }, 1);
  outbox.sendAgain();
  expect(sent).toEqual(Array.from({ length: 64 }, (_, i) => i));
  for (let i = 0; i < 200; i++) outbox.acked(first + i);
  expect(sent).toEqual(Array.from({ length: 200 }, (_, i) => i));
  expect(memory.known.outbox.size).toBe(0);
});

test('what is not acknowledged is sent again after 30 s, and on every new connection', async () => {
  const clock = new VirtualClock();
  const { memory, outbox, sent, first } = await outboxOn(new MemoryFiles(), clock);
  await memory.tell({ event: 'placed', broadcastId: 'one' }, 1);
  await memory.tell({ event: 'placed', broadcastId: 'two' }, 1);
  outbox.sendAgain();
  outbox.acked(first + 1);
  await clock.advance(29_000);
  outbox.send();
  expect(sent).toEqual([0, 1]);
  await clock.advance(1_000);
  outbox.send();
  outbox.sendAgain();
  expect(sent).toEqual([0, 1, 0, 0]);
});
