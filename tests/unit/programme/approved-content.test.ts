import { expect, test } from 'vitest';
import { type BulletinContent, changesBetween, contentSha256, isCovered } from '#programme';

const DAY = 86_400_000;
const FORM = { about: 'charity', organiser: 'Hội', activity: 'Áo ấm', contact: 'Bà Tư' } as const;
const approved: BulletinContent = {
  ...{ title: 'Tiêm phòng', text: 'Sáng mai tiêm.', class: 'own', form: null, kind: 'bulletin' },
  ...{ audience: ['are_2', 'are_1'], documentNumber: '12/TB', attachment: 'pdf-1' },
  versions: [
    { language: 'vi', sound: 's1' },
    { language: 'tyz', sound: 's2' },
    { language: 'hmn', sound: 's3' },
  ],
  ...{ validFrom: DAY, validTo: 5 * DAY },
};
const [vi, tyz, hmn] = approved.versions as [
  BulletinContent['versions'][0],
  (typeof approved.versions)[0],
  (typeof approved.versions)[0],
];

test.each<[what: string, change: Partial<BulletinContent>, parts: string[]]>([
  ['nothing', {}, []],
  ['areas in another order', { audience: ['are_1', 'are_2'] }, []],
  ['further languages in another order', { versions: [vi, hmn, tyz] }, []],
  ['a later beginning', { validFrom: 2 * DAY }, []],
  ['an earlier end', { validTo: 4 * DAY }, []],
  ['both', { validFrom: 2 * DAY, validTo: 3 * DAY }, []],
  ['an earlier beginning', { validFrom: DAY - 1 }, ['validity']],
  ['a later end', { validTo: 5 * DAY + 1 }, ['validity']],
  ['no beginning', { validFrom: null }, ['validity']],
  ['no end', { validTo: null }, ['validity']],
  ['the title', { title: 'Tiêm chủng' }, ['title']],
  ['one space in the text', { text: 'Sáng mai  tiêm.' }, ['text']],
  ['its class and form', { class: 'external', form: FORM }, ['class', 'form']],
  ['the kind of programme', { kind: 'music' }, ['kind']],
  ['one area more', { audience: ['are_1', 'are_2', 'are_3'] }, ['audience']],
  ['one area less', { audience: ['are_1'] }, ['audience']],
  ['for everybody', { audience: [] }, ['audience']],
  ['the document number', { documentNumber: '13/TB' }, ['documentNumber']],
  ['another document', { attachment: 'pdf-2' }, ['attachment']],
  ['no document', { attachment: null }, ['attachment']],
  ['a recording that is cut otherwise', { versions: [{ language: 'vi', sound: 's1+200-0' }, tyz, hmn] }, ['versions']],
  ['another main language', { versions: [tyz, vi, hmn] }, ['versions']],
  ['one language less', { versions: [vi, tyz] }, ['versions']],
  ['two at once', { title: 'x', text: 'y' }, ['title', 'text']],
])('%s: what differs, and whether the approval still holds', (_what, change, parts) => {
  const now = { ...approved, ...change };
  expect(changesBetween(approved, now)).toEqual(parts);
  expect(isCovered(approved, now)).toBe(parts.length === 0);
  // A shorter validity is covered, and another content all the same: it is approved by its own name.
  const isShorter = parts.length === 0 && ('validFrom' in change || 'validTo' in change);
  expect(contentSha256(now) === contentSha256(approved)).toBe(parts.length === 0 && !isShorter);
});

test('what was approved without an end covers one with an end, and not the other way round', () => {
  const endless = { ...approved, validFrom: null, validTo: null };
  expect([isCovered(endless, approved), isCovered(approved, endless)]).toEqual([true, false]);
});

test('the name of a content does not hang on the order in which its fields were written', () => {
  const turned = Object.fromEntries(Object.entries(approved).reverse()) as unknown as BulletinContent;
  expect(contentSha256(turned)).toBe(contentSha256(approved));
});
