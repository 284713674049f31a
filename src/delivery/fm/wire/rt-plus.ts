import type { RdsState } from '../rds-state.ts';

const RT_PLUS_AID = '4BD7';
/** Group 11A as an application group type code: type 11 times two. */
const GROUP_11A = 22;
/** Block 2 of groups 3A and 11A without TP and PTY, which the encoder puts in. */
const BLOCK_2 = { '3A': 3 << 12, '11A': 11 << 12 } as const;
const ITEM_RUNS = 1 << 3;

/**
 * Radio text plus as free groups: first the 3A group that says that 11A carries it, then the 11A group with both tags.
 * Without tags the 11A group says that nothing is tagged.
 */
export function rtPlusGroups(tags: RdsState['rtPlus']): readonly [string, string] {
  const [first = NOTHING, second = NOTHING] = tags;
  const runs = tags.length > 0 ? ITEM_RUNS : 0;
  const block2 = BLOCK_2['11A'] | runs | (first.type >> 3);
  const block3 =
    ((first.type & 7) << 13) | (bits(first.start, 6) << 7) | (bits(first.length, 6) << 1) | (second.type >> 5);
  const block4 = ((second.type & 0x1f) << 11) | (bits(second.start, 6) << 5) | bits(second.length, 5);
  return [`${hex(BLOCK_2['3A'] | GROUP_11A)}0000${RT_PLUS_AID}`, [block2, block3, block4].map(hex).join('')];
}

const NOTHING = { type: 0, start: 0, length: 0 };

function bits(value: number, count: number): number {
  return Math.min(value, 2 ** count - 1);
}

function hex(block: number): string {
  return block.toString(16).toUpperCase().padStart(4, '0');
}
