import { describe, expect, it } from 'vitest';
import {
  type BoardBroadcast,
  type BoardEndpoint,
  type BoardProof,
  boardOf,
  isTrouble,
  nextOf,
  readinessOf,
} from '../../../src/console/today/board.ts';

const NOW = 1_000_000;
const endpoint = (id: string, more: Partial<BoardEndpoint> = {}): BoardEndpoint => ({
  ...{ id, name: id, areaId: 'are_1', protocol: 'link', duty: 'main', state: 'online', lastSeenAt: NOW },
  ...{ playing: null, clockOffsetMs: 2, ...more },
});
type Delivery = BoardBroadcast['deliveries'][number];
const broadcast = (title: string, on: readonly string[], more: Partial<BoardBroadcast> = {}): BoardBroadcast => ({
  ...{ id: title, title, level: 'scheduled', state: 'on_air', plannedAt: NOW - 1000, durationMs: 60_000 },
  deliveries: on.map(
    (endpointId): Delivery => ({
      ...{ id: `${title} ${endpointId}`, endpointId, endpointName: endpointId, state: 'playing', evidence: 'E1' },
      ...{ reason: null, startAt: null, startedAt: null, endedAt: null, renderedMs: 0 },
    }),
  ),
  ...more,
});
const standing = (endpoints: BoardEndpoint[], broadcasts: BoardBroadcast[] = [broadcast('Tin', ['a'])]) =>
  boardOf(endpoints, broadcasts, [], NOW)[0]?.standing;

describe('the on-air board', () => {
  it('compares what should sound with what the loudspeakers say', () => {
    expect(standing([endpoint('a', { playing: 'Tin' })])).toBe('right');
    expect(standing([endpoint('a')])).toBe('silent');
    const two = [broadcast('Tin', ['a']), broadcast('Ca nhạc', ['b'])];
    expect(standing([endpoint('a', { playing: 'Tin' }), endpoint('b', { playing: 'Ca nhạc' })], two)).toBe('right');
    expect(standing([endpoint('a', { playing: 'Ca nhạc' })])).toBe('other');
    expect(standing([endpoint('a', { playing: 'Ca nhạc' })], [])).toBe('other');
    expect(standing([endpoint('a')], [])).toBe('quiet');
    expect(standing([endpoint('a', { state: 'offline' })])).toBe('lost');
    expect(standing([endpoint('a', { state: 'offline', playing: 'Tin' })])).toBe('lost');
    expect(standing([endpoint('a', { playing: 'Tin' }), endpoint('b', { state: 'never_seen' })])).toBe('part');
    expect(standing([endpoint('a', { protocol: 'fm' })])).toBe('unheard');
  });

  it('takes as due what should have begun, not what is over there or was called off', () => {
    const late = { state: 'planned' } as const;
    expect(standing([endpoint('a')], [broadcast('Tin', ['a'], late)])).toBe('silent');
    expect(standing([endpoint('a')], [broadcast('Tin', ['a'], { ...late, plannedAt: NOW + 1 })])).toBe('quiet');
    expect(standing([endpoint('a')], [broadcast('Tin', ['a'], { ...late, plannedAt: NOW - 60_000 })])).toBe('quiet');
    const over = broadcast('Tin', ['a']);
    const ended = { ...over, deliveries: over.deliveries.map((one) => ({ ...one, state: 'played' as const })) };
    expect(standing([endpoint('a')], [ended])).toBe('quiet');
    expect(standing([endpoint('b')])).toBe('quiet');
  });

  it('puts trouble first, each village with its worst clock, its last word and its last proof', () => {
    const proof: BoardProof = {
      ...{ endpointId: 'c', title: 'Tin', plannedAt: 5, durationMs: 1, renderedMs: 1, evidence: 'E2' },
    };
    const rows = boardOf(
      [
        endpoint('a', { areaId: 'are_1', clockOffsetMs: -40 }),
        endpoint('b', { areaId: 'are_1', clockOffsetMs: 30 }),
        endpoint('c', { areaId: 'are_2', state: 'offline', lastSeenAt: 7 }),
        endpoint('d', { areaId: null, clockOffsetMs: -1001 }),
        endpoint('e', { areaId: 'are_3', duty: 'source' }),
      ],
      [],
      [proof, { ...proof, plannedAt: 4 }, { ...proof, endpointId: 'x', plannedAt: 9 }],
      NOW,
    );
    expect(rows).toMatchObject([
      { areaId: 'are_2', standing: 'lost', lastSeenAt: 7, reachable: 0, all: 1, clockOffsetMs: null, proof },
      { areaId: 'are_1', standing: 'quiet', clockOffsetMs: -40, reachable: 2, lastSeenAt: null, proof: null },
      { areaId: null, standing: 'quiet', clockOffsetMs: -1001 },
    ]);
    expect(rows.map(isTrouble)).toEqual([true, false, true]);
  });
});

describe('what is next', () => {
  it('is the first that nobody hears yet', () => {
    const planned = (title: string, plannedAt: number) => broadcast(title, ['a'], { state: 'planned', plannedAt });
    expect(nextOf([], NOW)).toBeNull();
    expect(nextOf([planned('past', NOW), planned('late', NOW + 9), planned('soon', NOW + 1)], NOW)?.title).toBe('soon');
    expect(nextOf([broadcast('on air', ['a'], { plannedAt: NOW + 1 })], NOW)).toBeNull();
  });

  it('says which loudspeakers are not ready, and why', () => {
    const next = broadcast('Tin', ['here', 'away', 'empty', 'horn', 'gone', 'refused'], { state: 'planned' });
    const set = (endpointId: string, more: Partial<Delivery>) =>
      Object.assign(next.deliveries.find((one) => one.endpointId === endpointId) ?? {}, more);
    for (const { endpointId } of next.deliveries) set(endpointId, { state: 'planned' });
    set('empty', { evidence: 'E0' });
    set('horn', { evidence: 'E0' });
    set('refused', { state: 'withheld' });
    const known = [
      ...['here', 'empty', 'refused'].map((id) => endpoint(id)),
      endpoint('away', { state: 'offline' }),
      endpoint('horn', { protocol: 'http' }),
    ];
    const { ready, all, obstacles } = readinessOf(next, known);
    expect([ready, all]).toEqual([2, 6]);
    expect(obstacles.map(({ endpointId, obstacle }) => `${endpointId} ${obstacle}`)).toEqual([
      'away unreachable',
      'empty not_placed',
      'gone unreachable',
      'refused refused',
    ]);
  });
});
