import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Course, type Hearing, VILLAGE_WORDS, type VillageWord, villageWord } from '#asrun';
import { EVIDENCE, type Evidence, FINAL_STATES, type FinalState } from '#kernel';

let number = 0;
const course = (more: Partial<Course>): Course => ({
  deliveryId: `dlv_${++number}`,
  carrier: 'ip',
  state: 'failed',
  evidence: 'E0',
  renderedMs: 0,
  ...more,
});
const hearing = (deliveryId: string, heard: Hearing['heard'], createdAt = 1): Hearing => ({
  id: `hea_${++number}`,
  ...{ deliveryId, heard, createdAt, saidBy: 'Bà Sen', saidAt: createdAt, note: '', writtenBy: null },
});

const played = course({ state: 'played', evidence: 'E2', renderedMs: 60_000 });
const part = course({ state: 'played_part', evidence: 'E2', renderedMs: 9000 });
const cutOff = course({ state: 'superseded', evidence: 'E2', renderedMs: 9000 });
const stream = course({ state: 'played', evidence: 'E0', renderedMs: 60_000 });
const dead = course({ state: 'failed', evidence: 'E1' });
const open = course({ state: 'open', evidence: 'E1' });
const withheld = course({ state: 'withheld' });
const cancelled = course({ state: 'cancelled' });
const sent = course({ carrier: 'fm', state: 'handed_over', evidence: 'F0' });
const readBack = course({ carrier: 'fm', state: 'handed_over', evidence: 'F1' });
const offAir = course({ carrier: 'fm', state: 'handed_over', evidence: 'F2', renderedMs: 60_000 });
const encoder = course({ carrier: 'fm', state: 'failed', evidence: 'E0' });
const yes = (one: Course) => hearing(one.deliveryId, 'heard');
const no = (one: Course) => hearing(one.deliveryId, 'not_heard');

describe('one broadcast in one village', () => {
  test.each<[string, VillageWord, readonly Course[], readonly Hearing[]]>([
    ['its loudspeaker said so', 'confirmed', [played], []],
    ['its loudspeaker said so of a part', 'confirmed_part', [part], []],
    ['it was taken off the air', 'confirmed_part', [cutOff], []],
    ['by FM first, by IP when that was back: once', 'confirmed', [sent, played], []],
    ['by FM, heard off air', 'confirmed', [dead, offAir], []],
    ['by FM, read back from the encoder: still nobody knows', 'handed_over', [dead, readBack], []],
    ['by FM, accepted', 'handed_over', [dead, sent], []],
    ['by FM, and the IP road is still a question', 'handed_over', [open, sent], []],
    ['by FM, and Bà Sen heard it', 'reported', [dead, sent], [yes(sent)]],
    ['by FM, and Bà Sen heard a part', 'reported', [dead, sent], [hearing(sent.deliveryId, 'partly')]],
    ['by FM, and Bà Sen heard nothing', 'not_heard', [dead, sent], [no(sent)]],
    ['one cluster was heard, one was not', 'reported', [sent, dead], [no(dead), yes(sent)]],
    ['the device knows, whoever says no', 'confirmed', [played], [no(played)]],
    ['the device knows of a part, whoever says all', 'confirmed_part', [part], [yes(part)]],
    ['somebody says yes of a dead cluster', 'reported', [dead], [yes(dead)]],
    ['somebody says no while the question is open', 'not_heard', [open], [no(open)]],
    ['a word about another village changes nothing', 'handed_over', [sent], [yes(dead)]],
    ['players that cannot confirm', 'sent', [stream, dead], []],
    ['players that cannot confirm, and FM', 'sent', [stream, sent], []],
    ['a dead cluster and a silent encoder', 'not_heard', [dead, encoder], []],
    ['stopped before it began', 'not_heard', [cancelled], []],
    ['held back everywhere', 'withheld', [withheld, withheld], []],
    ['held back on one, dead on the other', 'not_heard', [withheld, dead], []],
    ['open on one, dead on the other', 'open', [open, dead], []],
    ['nothing is known at all', 'open', [], []],
  ])('%s: %s', (_what, word, courses, hearings) => {
    expect(villageWord(courses, hearings)).toBe(word);
  });

  test('a slip of the pen is made good by what is written later', () => {
    const first = hearing(sent.deliveryId, 'heard', 1);
    const later = hearing(sent.deliveryId, 'not_heard', 2);
    expect(villageWord([sent], [first, later])).toBe('not_heard');
    expect(villageWord([sent], [later, first])).toBe('not_heard');
  });
});

const courses = fc.uniqueArray(
  fc.record({
    deliveryId: fc.integer({ min: 0, max: 9 }).map((n) => `dlv_${n}`),
    carrier: fc.constantFrom('ip' as const, 'fm' as const),
    state: fc.constantFrom<FinalState | 'open'>(...(Object.keys(FINAL_STATES) as FinalState[]), 'open'),
    evidence: fc.constantFrom(...(Object.keys(EVIDENCE) as Evidence[])),
    renderedMs: fc.constantFrom(0, 1, 60_000),
  }),
  { selector: (one) => one.deliveryId, maxLength: 8 },
);
const hearings = fc.uniqueArray(
  fc
    .record({
      deliveryId: fc.integer({ min: 0, max: 12 }).map((n) => `dlv_${n}`),
      heard: fc.constantFrom('heard' as const, 'partly' as const, 'not_heard' as const),
      createdAt: fc.integer({ min: 0, max: 3 }),
      id: fc.integer({ min: 0, max: 1_000_000 }).map((n) => `hea_${n}`),
    })
    .map((one) => ({ ...one, saidBy: 'x', saidAt: one.createdAt, note: '', writtenBy: null })),
  { selector: (one) => one.id, maxLength: 8 },
);
const proves = ({ state, evidence }: Course) =>
  (state === 'played' && evidence === 'E2') || (state === 'handed_over' && evidence === 'F2');

test('laws: one word, whatever the order; confirmed exactly when a line proves it; people only where devices are silent', () => {
  const property = fc.property(courses, hearings, fc.infiniteStream(fc.nat()), (all, said, chance) => {
    const shuffled = <Item>(items: readonly Item[]) =>
      items.map((item) => ({ item, key: chance.next().value ?? 0 })).sort((a, b) => a.key - b.key);
    const word = villageWord(all, said);
    expect(Object.keys(VILLAGE_WORDS)).toContain(word);
    const again = villageWord(
      shuffled(all).map(({ item }) => item),
      shuffled(said).map(({ item }) => item),
    );
    expect(again).toBe(word);
    expect(word === 'confirmed').toBe(all.some(proves));
    if (word.startsWith('confirmed')) expect(villageWord(all, [])).toBe(word);
    if (word === 'reported') expect(said.some(({ heard }) => heard !== 'not_heard')).toBe(true);
  });
  fc.assert(property, { numRuns: 2000 });
});
