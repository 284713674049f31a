import { expect, test } from 'vitest';
import type { PlanEntry } from '#link';
import { decideAir } from '#queue';
import { firstCandidate, secondCandidate } from '../../../src/speaker/candidates.ts';
import type { Begun } from '../../../src/speaker/recollection.ts';

const entry = (broadcastId: string, plannedAt: number): PlanEntry => ({
  ...{ broadcastId, level: 'scheduled', plannedAt, notAfter: plannedAt + 300_000, acceptedAt: 0 },
  ...{ interruption: 'resume', kind: 'bulletin', cutInAfterMs: null, endBy: null, precedence: 0, bulletinId: null },
  ...{ isOpenEnded: false, gainDb: 0, durationMs: 6000, items: [] },
});

test('one that began late and was cut off goes on before what was planned behind it', () => {
  const late: Begun = {
    ...{
      entry: entry('brc_1', 1000),
      level: 'scheduled',
      bulletinId: null,
      startAt: 9000,
      startedAt: 9000,
      renderedMs: 2000,
      gapsMs: 0,
    },
    ...{ seenAt: 11_000, endedAt: null },
  };
  const second = secondCandidate(late);
  if (!second) throw new Error('it may go on');
  const { start } = decideAir(null, [firstCandidate(entry('brc_2', 7000), 7000), second], 12_000, 500);
  expect(start?.id).toBe('brc_1');
  expect(second.fromMs).toBe(2000);
});
