import { describe, expect, it } from 'vitest';
import { stoppable, verdictOf } from '../../../src/console/today/verdict.ts';

type Deliveries = Parameters<typeof verdictOf>[0]['deliveries'];
type Delivery = Deliveries[number];

const ended = (...states: Array<[Delivery['state'], Delivery['evidence']]>) =>
  verdictOf({ state: 'ended', deliveries: states.map(([state, evidence]) => ({ state, evidence }) as Delivery) });

describe('the verdict on a broadcast', () => {
  it('is green only when every endpoint proved that it rendered the sound', () => {
    expect(ended(['played', 'E2'], ['played', 'E2'])).toEqual({ kind: 'all' });
    expect(ended(['played', 'E2'], ['played', 'E0'])).toEqual({ kind: 'sent' });
  });

  it('counts the endpoints that played it whole', () => {
    expect(ended(['played', 'E2'], ['played_part', 'E2'], ['failed', 'E0'])).toEqual({
      kind: 'part',
      played: 1,
      all: 3,
    });
    expect(ended(['failed', 'E0'], ['expired', 'E1'])).toEqual({ kind: 'nowhere' });
    expect(ended()).toEqual({ kind: 'nobody' });
    expect(ended(['withheld', 'E0'], ['withheld', 'E0'])).toEqual({ kind: 'withheld' });
    expect(ended(['withheld', 'E0'], ['failed', 'E0'])).toEqual({ kind: 'nowhere' });
  });

  it('never calls what went by FM played, nor a failure', () => {
    expect(ended(['handed_over', 'F0'], ['handed_over', 'F2'])).toEqual({ kind: 'handed_over' });
    expect(ended(['played', 'E2'], ['handed_over', 'F2'])).toEqual({
      kind: 'part_fm',
      played: 1,
      all: 1,
      handedOver: 1,
    });
    expect(ended(['failed', 'E0'], ['handed_over', 'E0'])).toEqual({
      kind: 'part_fm',
      played: 0,
      all: 1,
      handedOver: 1,
    });
  });

  it('is stopped only when every speaker has said so', () => {
    const cancelled = (...states: Array<Delivery['state']>) =>
      verdictOf({ state: 'cancelled', deliveries: states.map((state) => ({ state }) as Delivery) }).kind;
    expect(cancelled('playing', 'played_part')).toBe('stopping');
    expect(cancelled('played_part', 'failed')).toBe('stopped');
    expect(cancelled('cancelled', 'cancelled')).toBe('cancelled');
  });

  it('may be stopped before and during, not after', () => {
    const states = ['planned', 'on_air', 'ended', 'cancelled', 'expired'] as const;
    expect(states.filter((state) => stoppable({ state }))).toEqual(['planned', 'on_air']);
  });
});
