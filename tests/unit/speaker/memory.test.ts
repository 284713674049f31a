import { expect, test } from 'vitest';
import type { Logger } from '#kernel';
import { Memory } from '../../../src/speaker/memory.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import { forSeeds } from '../../support/seeded-random.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { Village } from './village.ts';

const logger: Logger = { info: () => {}, warn: () => {}, error: () => {} };
const village = new Village();
const at = village.clock.wallMs();
const entry = village.entry('one', at);

async function filled(files: MemoryFiles, clock: VirtualClock): Promise<Memory> {
  await files.makeFolder('/state');
  const memory = await Memory.open(files, '/state', logger, clock);
  await memory.add({ is: 'obeyed', mark: { epoch: 3, seq: 9 }, order: { order: 'plan', entries: [entry] }, at });
  await memory.add({ is: 'begun', entry, startAt: at, at, renderedMs: 0, gapsMs: 0 });
  await memory.add({ is: 'progress', id: 'one', renderedMs: 700, gapsMs: 20, at });
  await memory.tell({ event: 'placed', broadcastId: 'one' }, at);
  return memory;
}

test('what was added is known after a power cut, exactly', async () => {
  const files = new MemoryFiles();
  const clock = new VirtualClock();
  const { known } = await filled(files, clock);
  files.crash();
  expect((await Memory.open(files, '/state', logger, clock)).known).toEqual(known);
});

test('one bad bit anywhere loses at most the line that it is in, and never throws', async () => {
  await forSeeds(1, 200, async (random) => {
    const files = new MemoryFiles();
    const clock = new VirtualClock();
    const { known } = await filled(files, clock);
    const path = random.pick(['/state/memory.journal', '/state/memory.journal.copy']);
    files.flip(path, random.int(0, ((await files.size(path)) ?? 1) - 1), 1 << random.int(0, 7));
    const again = (await Memory.open(files, '/state', logger, clock)).known;
    const kept = [
      again.mark.epoch === known.mark.epoch,
      again.begun.has('one'),
      again.begun.get('one')?.renderedMs === 700,
      again.outbox.size === 1,
    ];
    expect(kept.filter((isKept) => !isKept).length).toBeLessThanOrEqual(1);
    expect(again.begun.has('one')).toBe(true);
  });
});

test('a memory that is wholly lost starts empty, with report numbers that were never used', async () => {
  const files = new MemoryFiles();
  const clock = new VirtualClock();
  const { known } = await filled(files, clock);
  for (const name of ['memory.journal', 'memory.journal.copy'])
    await files.replace(`/state/${name}`, Buffer.from('\0rot\n'));
  await clock.advance(10);
  const again = (await Memory.open(files, '/state', logger, clock)).known;
  expect(again.plan.size).toBe(0);
  expect(again.nextSeq).toBeGreaterThan(known.nextSeq);
});

test('the journal does not grow without end, and forgets what was played more than 14 days ago', async () => {
  const files = new MemoryFiles();
  const clock = new VirtualClock();
  await files.makeFolder('/state');
  const memory = await Memory.open(files, '/state', logger, clock);
  const ended = { event: 'ended', startedAt: 1, renderedMs: 1, reason: 'complete' } as const;
  const now = clock.wallMs();
  for (let day = 0; day < 30; day++) {
    const endedAt = now - day * 86_400_000;
    await memory.tell({ ...ended, broadcastId: `day ${day}`, endedAt }, endedAt);
  }
  for (let i = 0; i < 10_000; i++) void memory.add({ is: 'progress', id: 'day 0', renderedMs: i, gapsMs: 0, at: now });
  await memory.add({ is: 'clock', aheadMs: 0, at: now });
  for (let i = 0; i < 20; i++) await memory.add({ is: 'clock', aheadMs: i, at: now });
  expect(await files.size('/state/memory.journal')).toBeLessThan(300_000);
  await memory.close();
  expect((await Memory.open(files, '/state', logger, clock)).known.begun.size).toBe(15);
});
