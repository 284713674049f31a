import { expect, test } from 'vitest';
import { recordingMachine } from '#media';
import { cleanTitle } from '../../../src/media/title.ts';
import { Turnstile } from '../../../src/media/turnstile.ts';

const EVENTS = ['start', 'accept', 'refuse', 'interrupt', 'again', 'remove'] as const;

test('every pair of state and event', () => {
  const table = recordingMachine.states.map((state) => EVENTS.map((event) => recordingMachine.next(state, event)));
  expect(table).toEqual([
    ['checking', null, null, null, null, null],
    [null, 'ready', 'refused', 'received', null, null],
    [null, null, null, null, null, 'refused'],
    [null, null, null, null, 'received', 'refused'],
  ]);
});

test('the turnstile lets as many in as it has seats, in the order they came, and survives a fault', async () => {
  const turnstile = new Turnstile(1);
  const seen: string[] = [];
  let open = () => {};
  const first = turnstile.run(() => new Promise<void>((resolve) => (open = resolve)));
  const second = turnstile.run(async () => {
    seen.push('second');
    throw new Error('broken');
  });
  const third = turnstile.run(async () => void seen.push('third'));
  expect(seen).toEqual([]);
  open();
  await first;
  await expect(second).rejects.toThrow('broken');
  await third;
  expect(seen).toEqual(['second', 'third']);
});

test.each([
  ['Thông báo'.normalize('NFD'), 'Thông báo'.normalize('NFC')],
  ['../../x.mp3', '../../x.mp3'],
  ['a\0.mp3', 'a .mp3'],
  ['gpj\u202e.3pm', 'gpj .3pm'],
  ['-i', '-i'],
  ['  tiêm \n chủng  ', 'tiêm chủng'],
  ['📢'.repeat(4096), '📢'.repeat(200)],
])('the title %j', (title, clean) => {
  expect(cleanTitle(title)).toBe(clean);
});

test('a title of nothing is refused', () => {
  expect(() => cleanTitle(' \0\u202e ')).toThrow('title');
});
