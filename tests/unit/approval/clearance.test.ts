import { expect, test } from 'vitest';
import { maySound } from '#approval';
import { bySound, type Cover } from '../../../src/approval/clearance.ts';

const sounds = new Map([
  ['rec_news', 'sha-news'],
  ['rec_cut', 'sha-news+100-0'],
  ['rec_chime', 'sha-chime'],
  ['rec_above', 'sha-above'],
  ['rec_east', 'sha-east'],
]);
const covers: Cover[] = [
  { subject: 'bul_news', kind: 'bulletin', sounds: ['sha-news'], areaIds: null },
  { subject: 'rec_chime', kind: 'frame', sounds: ['sha-chime'], areaIds: null },
  { subject: 'itm_1', kind: 'item', sounds: ['sha-above'], areaIds: null },
  { subject: 'bul_east', kind: 'bulletin', sounds: ['sha-east'], areaIds: new Set(['are_east']) },
];

type Case = [
  what: string,
  may: boolean,
  bulletinId: string | null,
  recordings: string[],
  areas?: string[],
  level?: string,
];
const CASES: Case[] = [
  ['its own bulletin', true, 'bul_news', ['rec_news']],
  ['with an approved chime', true, 'bul_news', ['rec_chime', 'rec_news', 'rec_chime']],
  ['one of many parts', true, null, ['rec_news', 'rec_above']],
  ['the sound of another bulletin', false, 'bul_other', ['rec_news']],
  ['cut otherwise than approved', false, 'bul_news', ['rec_cut']],
  ['one of its recordings is unknown', false, 'bul_news', ['rec_news', 'rec_gone']],
  ['one of many parts is not approved', false, null, ['rec_news', 'rec_cut']],
  ['in the area that it is for', true, 'bul_east', ['rec_east'], ['are_hamlet', 'are_east']],
  ['in another area', false, 'bul_east', ['rec_east'], ['are_west']],
  ['for some areas, in no area', false, 'bul_east', ['rec_east'], []],
  ['an emergency, whatever it is', true, 'bul_other', ['rec_gone'], [], 'emergency'],
  ['an alert that is no emergency', false, 'bul_other', ['rec_gone'], [], 'urgent'],
  ['nothing recorded', true, null, []],
];

test.each(CASES)('%s: %s', (_what, may, bulletinId, recordings, areas = ['are_east'], level = 'scheduled') => {
  const items = recordings.map((recordingId) => ({ kind: 'audio', recordingId }));
  const asked = { level, bulletinId, runningOrder: { items } };
  expect(maySound(asked, { covers: bySound(covers), sounds }, new Set(areas))).toBe(may);
});

test('a voice or a relayed station is no recording', () => {
  const asked = { level: 'scheduled', bulletinId: null, runningOrder: { items: [{ kind: 'live' }] } };
  expect(maySound(asked, { covers: new Map(), sounds: new Map() }, new Set())).toBe(true);
});
