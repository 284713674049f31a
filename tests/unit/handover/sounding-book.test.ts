import { expect, it } from 'vitest';
import type { Level } from '#kernel';
import { SoundingBook } from '../../../src/handover/sounding-book.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';
import { NOON } from './situations.ts';

const LEVELS: Readonly<Record<string, Level>> = { bro_alarm: 'emergency', bro_news: 'scheduled' };
const levelOf = (id: string) => LEVELS[id] ?? null;
const news = { id: 'bro_2', level: 'scheduled' } as const;
const alarm = { id: 'bro_3', level: 'emergency' } as const;

it('knows when an endpoint last sounded something else, also when that is over and forgotten', async () => {
  const clock = new VirtualClock({ wallMs: NOON });
  const book = new SoundingBook(clock);
  expect(book.busyAt('end_1', news, levelOf)).toBeNull();
  book.note('end_1', 'bro_news');
  await clock.advance(3000);
  expect(book.busyAt('end_1', news, levelOf)).toBe(NOON);
  expect(book.busyAt('end_1', news, () => null)).toBe(NOON);
  expect(book.busyAt('end_2', news, levelOf)).toBeNull();
  book.note('end_1', news.id);
  expect(book.busyAt('end_1', news, levelOf)).toBeNull();
});

it('lets an emergency wait for nothing but another one', () => {
  const book = new SoundingBook(new VirtualClock({ wallMs: NOON }));
  book.note('end_1', 'bro_news');
  expect(book.busyAt('end_1', alarm, levelOf)).toBeNull();
  book.note('end_1', 'bro_alarm');
  expect(book.busyAt('end_1', alarm, levelOf)).toBe(NOON);
  expect(book.busyAt('end_1', alarm, () => null)).toBe(NOON);
});
