import { expect, test } from 'vitest';
import { decideCleanUp, type Ended, type RecordingUse } from '#programme';

const ended = (bulletinId: string, recordingIds: string[], planned: string[] = []): Ended => {
  return { bulletinId, recordingIds, planned };
};
const uses = (of: Record<string, RecordingUse[]>) =>
  new Map(Object.entries(of).map(([id, some]) => [id, new Set(some)]));

/** "bulletin: what goes | what stays and why", or "bulletin waits". */
function told(some: readonly Ended[], of: Record<string, RecordingUse[]> = {}): string[] {
  return decideCleanUp(some, uses(of)).map((one) => {
    if ('waitsFor' in one) return `${one.bulletinId} waits for ${one.waitsFor.join()}`;
    const kept = one.kept.map(({ recordingId, uses: by }) => `${recordingId} ${by.join('+')}`);
    return `${one.bulletinId}: ${one.remove.join()} | ${kept.join()}`;
  });
}

test.each<[string, Ended[], Record<string, RecordingUse[]>, string[]]>([
  ['nothing over', [], { r1: ['chime'] }, []],
  ['alone', [ended('a', ['r1'])], {}, ['a: r1 | ']],
  ['every language', [ended('a', ['r1', 'r2'])], {}, ['a: r1,r2 | ']],
  ['one recording in two languages', [ended('a', ['r1', 'r1'])], {}, ['a: r1 | ']],
  ['still planned', [ended('a', ['r1'], ['Sáng'])], {}, ['a waits for Sáng']],
  ['another bulletin', [ended('a', ['r1'])], { r1: ['bulletin'] }, ['a:  | r1 bulletin']],
  ['another language only', [ended('a', ['r1', 'r2'])], { r2: ['chime'] }, ['a: r1 | r2 chime']],
  ['several uses, always in the same order', [ended('a', ['r1'])], { r1: ['fm', 'chime'] }, ['a:  | r1 chime+fm']],
  ['both over: neither holds the other', [ended('a', ['r1']), ended('b', ['r1'])], {}, ['a: r1 | ', 'b: r1 | ']],
  [
    'one waits, and keeps what both say',
    [ended('a', ['r1', 'r2']), ended('b', ['r1'], ['Chiều'])],
    {},
    ['a: r2 | r1 bulletin', 'b waits for Chiều'],
  ],
  ['an alert that was sent', [ended('a', ['r1'])], { r1: ['alert'] }, ['a:  | r1 alert']],
])('what may go: %s', (_name, some, of, expected) => {
  expect(told(some, of)).toEqual(expected);
});
