import { describe, expect, it } from 'vitest';
import { isStationError } from '#kernel';
import { checkTemplate, type TemplateDraft, type TemplatePart } from '#programme';

const HOUR_MS = 3_600_000;
const news: TemplatePart = { part: 'bulletins', bulletinIds: ['bul_1'], pauseMs: 1000 };
const relay = (durationMs: number): TemplatePart => ({ part: 'relay', relayId: 'rel_1', durationMs });
const silence = (durationMs: number): TemplatePart => ({ part: 'silence', durationMs });
const chime: TemplatePart = { part: 'chime', recordingId: 'rec_1' };
const closing: TemplatePart = { part: 'closing', recordingId: 'rec_2' };

/** "good", or which field is refused and why. */
function verdict(change: Partial<TemplateDraft>): string {
  try {
    checkTemplate({
      name: 'Sáng',
      programmeId: 'prg_1',
      slotMs: HOUR_MS / 2,
      parts: [chime, news, closing],
      ...change,
    });
    return 'good';
  } catch (error) {
    if (!isStationError(error, 'TEMPLATE_INVALID')) throw error;
    const problem = error.values['problem'] as { vi: string; en: string };
    for (const text of [error.text.vi, error.text.en]) expect(text).not.toMatch(/\{\w+\}|undefined|object/);
    return `${error.values['field']} | ${problem.en}`;
  }
}

describe('a template that could never be heard as it is meant is refused', () => {
  it.each<[string, Partial<TemplateDraft>, RegExp]>([
    ['whole', {}, /^good$/],
    ['without a slot', { slotMs: null }, /^good$/],
    ['a relay between chimes', { parts: [chime, relay(HOUR_MS), closing] }, /^good$/],
    ['a slot of 0', { slotMs: 0 }, /^slotMs \| a slot is at least 10 seconds/],
    ['a slot before it begins', { slotMs: -1 }, /^slotMs/],
    ['a slot of 40 hours', { slotMs: 40 * HOUR_MS }, /^slotMs \| is at most 12 hours/],
    ['a relay of 40 hours', { parts: [relay(40 * HOUR_MS)] }, /^parts\.0\.durationMs \| is at most 12 hours/],
    ['relays of 14 hours together', { parts: [relay(7 * HOUR_MS), relay(7 * HOUR_MS)] }, /^parts \| is at most 12/],
    ['a relay of nothing', { parts: [relay(0)] }, /^parts\.0\.durationMs \| must be longer than 0/],
    ['no part', { parts: [] }, /^parts \| nothing would be heard/],
    ['nothing but chimes and silence', { parts: [chime, silence(1000), closing] }, /^parts \| nothing would be heard/],
    ['silence of nothing', { parts: [silence(0), news] }, /^parts\.0\.durationMs \| must be longer/],
    ['silence of an hour', { parts: [news, silence(HOUR_MS)] }, /^parts\.1\.durationMs \| a silence is at most/],
    ['no bulletin chosen', { parts: [{ ...news, bulletinIds: [] }] }, /^parts\.0\.bulletinIds \| choose/],
    ['101 bulletins', { parts: [{ ...news, bulletinIds: Array(101).fill('bul_1') }] }, /^parts\.0\.bulletinIds \| may/],
    ['a pause below nothing', { parts: [{ ...news, pauseMs: -1 }] }, /^parts\.0\.pauseMs/],
    ['a closing chime in the middle', { parts: [closing, news] }, /^parts\.0 \| the closing chime comes last/],
    ['41 parts', { parts: Array(41).fill(news) }, /^parts \| has at most 40 parts/],
  ])('%s', (_, change, expected) => {
    expect(verdict(change)).toMatch(expected);
  });
});
