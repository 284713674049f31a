import { expect, test } from 'vitest';
import type { Delivery } from '#broadcast';
import { Notebook } from '../../../src/delivery/notebook.ts';
import { deliveryOf, worldAt } from './things.ts';

const of = (count: number, renderedMs: number) => deliveryOf(`brc_${count}`, 'end_1', { renderedMs });

test('news of thousands are one writing, and only the newest of each', async () => {
  const world = worldAt(0);
  const pages: Array<readonly Delivery[]> = [];
  const notebook = new Notebook(world, async (page) => void pages.push(page));
  for (const renderedMs of [1, 2, 3])
    for (let count = 0; count < 2000; count += 1) notebook.note(of(count, renderedMs));
  await world.clock.advance(1000);
  expect(pages.map((page) => page.length)).toEqual([2000]);
  expect(pages[0]?.every((one) => one.renderedMs === 3)).toBe(true);
  expect(world.clock.sleepers).toBe(0);
});

test('what became final meanwhile is not written; what comes while the disk is slow is not lost', async () => {
  const world = worldAt(0);
  const pages: string[][] = [];
  const notebook = new Notebook(world, async (page) => {
    pages.push(page.map((one) => one.broadcastId));
    await world.clock.sleep(5000);
  });
  notebook.note(of(1, 0));
  notebook.note(of(2, 0));
  notebook.forget(of(1, 0).id);
  await world.clock.advance(1000);
  notebook.note(of(3, 0));
  await world.clock.advance(10_000);
  expect(pages).toEqual([['brc_2'], ['brc_3']]);
});

test('a disk that refuses is told of and does no harm; a stop writes what is left', async () => {
  const world = worldAt(0);
  const pages: number[] = [];
  const notebook = new Notebook(world, async (page) => {
    pages.push(page.length);
    if (pages.length === 1) throw new Error('full');
  });
  notebook.note(of(1, 0));
  await world.clock.advance(1000);
  expect(world.logged).toEqual(['delivery facts not written']);
  notebook.note(of(2, 0));
  await notebook.stop();
  expect(pages).toEqual([1, 1]);
});
