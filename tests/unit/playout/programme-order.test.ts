import { describe, expect, it, test } from 'vitest';
import { buildProgrammeOrder } from '#playout';
import type { Bulletin, TemplatePart } from '#programme';

const SECOND = 1000;
const AT = Date.UTC(2026, 10, 23, 10);

const bulletin = (id: string, more: Partial<Bulletin> = {}): Bulletin => ({
  ...{ id, title: id, programmeId: 'prg_1', recordingId: `rec_${id}`, language: 'vi', versions: [] },
  ...{ validFrom: null, validTo: null, withdrawnAt: null },
  ...more,
});
const bulletins = new Map(
  [
    bulletin('a'),
    bulletin('b', { versions: [{ language: 'hmn', recordingId: 'rec_b_hmn' }] }),
    bulletin('old', { validTo: AT - 1 }),
    bulletin('soon', { validFrom: AT + 1 }),
    bulletin('gone', { withdrawnAt: AT - 5 }),
    bulletin('raw', { recordingId: 'rec_unchecked' }),
  ].map((one) => [one.id, one]),
);
const durations = new Map([
  ['rec_a', 60 * SECOND],
  ['rec_b', 30 * SECOND],
  ['rec_b_hmn', 45 * SECOND],
  ['rec_open', 5 * SECOND],
  ['rec_close', 4 * SECOND],
]);
const say = (...bulletinIds: string[]): TemplatePart => ({ part: 'bulletins', bulletinIds, pauseMs: 2 * SECOND });
const chime: TemplatePart = { part: 'chime', recordingId: 'rec_open' };
const closing: TemplatePart = { part: 'closing', recordingId: 'rec_close' };
const relay = (seconds: number): TemplatePart => ({ part: 'relay', relayId: 'rel_1', durationMs: seconds * SECOND });
const silence = (seconds: number): TemplatePart => ({ part: 'silence', durationMs: seconds * SECOND });
const plain = { languages: ['vi'], mode: 'first', leadInMs: 0, slot: 'fixed' } as const;

type Hearing = Parameters<typeof buildProgrammeOrder>[4];
function fillOf(parts: readonly TemplatePart[], slotSeconds: number | null, hearing: Partial<Hearing> = {}) {
  const slotMs = slotSeconds === null ? null : slotSeconds * SECOND;
  const approved = new Set(bulletins.keys());
  const order = buildProgrammeOrder({ parts, slotMs }, bulletins, durations, AT, { ...plain, approved, ...hearing });
  const text = order.lines.map(({ item }) => {
    const what = item.kind === 'audio' ? item.recordingId.slice(4) : item.kind === 'stream' ? item.streamId : '-';
    return `${what} ${item.durationMs / SECOND}`;
  });
  return { ...order, text: text.join(', ') };
}

describe('what is heard, in which order', () => {
  it.each<[string, readonly TemplatePart[], string]>([
    [
      'all kinds of parts',
      [chime, silence(1), relay(600), say('a', 'b'), closing],
      'open 5, - 1, rel_1 600, a 60, - 2, b 30, close 4',
    ],
    ['a bulletin that is left out takes its pause with it', [say('old', 'a', 'gone', 'b', 'raw')], 'a 60, - 2, b 30'],
    ['nothing but what is left out', [chime, say('soon'), closing], 'open 5, close 4'],
    ['the same bulletin twice', [say('a', 'a')], 'a 60, - 2, a 60'],
  ])('%s', (_, parts, expected) => {
    expect(fillOf(parts, null).text).toBe(expected);
  });

  test('the slowest amplifier is waited for first, and that counts', () => {
    const { text, fill } = fillOf([say('a')], 100, { leadInMs: 1500 });
    expect([text, fill.filledMs, fill.underMs]).toEqual(['- 1.5, a 60', 61_500, 38_500]);
  });

  test('each listener has his own languages', () => {
    expect(fillOf([say('a', 'b')], null, { languages: ['hmn'] }).text).toBe('a 60, - 2, b_hmn 45');
    expect(fillOf([say('a', 'b')], null, { languages: ['hmn', 'vi'], mode: 'all' }).text).toBe(
      'a 60, - 2, b_hmn 45, - 2, b 30',
    );
  });

  test('chimes alone are no programme, and a chime that is not checked holds it up', () => {
    expect(fillOf([chime, say('old'), closing], 60).runningOrder).toBe(null);
    const raw = fillOf([{ part: 'chime', recordingId: 'rec_unchecked' }, say('a')], 60);
    expect([raw.runningOrder, raw.isChimeMissing]).toEqual([null, true]);
    expect(fillOf([relay(5)], 60).runningOrder?.durationMs).toBe(5 * SECOND);
  });
});

describe('the fill report', () => {
  test('says why each bulletin is left out', () => {
    expect(fillOf([say('old', 'a', 'soon', 'gone', 'raw', 'lost')], null).fill.leftOut).toEqual([
      { bulletinId: 'old', why: 'not_valid' },
      { bulletinId: 'soon', why: 'not_valid' },
      { bulletinId: 'gone', why: 'withdrawn' },
      { bulletinId: 'raw', why: 'not_ready' },
      { bulletinId: 'lost', why: 'withdrawn' },
    ]);
  });

  it.each<[string, readonly TemplatePart[], number | null, object]>([
    ['without a slot', [say('a')], null, { filledMs: 60_000, overMs: 0, underMs: 0, slotMs: null, cut: null }],
    ['to the millisecond full', [say('a'), silence(40)], 100, { filledMs: 100_000, overMs: 0, underMs: 0, cut: null }],
    ['too short by ten seconds', [say('a', 'b')], 102, { filledMs: 92_000, overMs: 0, underMs: 10_000, cut: null }],
    [
      'too long: cut in the middle of the second bulletin',
      [chime, say('a', 'b'), closing],
      80,
      { filledMs: 101_000, overMs: 21_000, underMs: 0, cut: { part: 1, bulletinId: 'b', at: AT + 80_000 } },
    ],
    [
      'too long: a relay is cut',
      [relay(600)],
      300,
      { filledMs: 600_000, overMs: 300_000, cut: { part: 0, bulletinId: null, at: AT + 300_000 } },
    ],
    [
      'too long by one that would begin as the slot ends',
      [say('a'), say('b')],
      60,
      { overMs: 30_000, cut: null, leftOut: [{ bulletinId: 'b', why: 'no_room' }] },
    ],
  ])('%s', (_, parts, slot, expected) => {
    expect(fillOf(parts, slot).fill).toMatchObject(expected);
  });

  test('a slot that moves with the programme takes whole recordings only, and as much of a relay as there is room', () => {
    const moves = { slot: 'moves' } as const;
    const whole = fillOf([say('a', 'b'), closing], 80, moves);
    expect(whole.text).toBe('a 60, - 2');
    expect(whole.fill).toMatchObject({ filledMs: 96_000, overMs: 16_000, cut: null });
    expect(whole.fill.leftOut).toEqual([{ bulletinId: 'b', why: 'no_room' }]);
    expect(fillOf([say('a'), relay(600)], 80, moves).text).toBe('a 60, rel_1 20');
  });
});
