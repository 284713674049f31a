import { describe, expect, test } from 'vitest';
import { broadcastMachine, deliveryMachine } from '#broadcast';
import { ImpossibleTransition, type Machine } from '#kernel';
import { recordingMachine } from '#media';
import { approvalMachine } from '#programme';
import { sessionMachine } from '../../../src/delivery/link/session.ts';

const MACHINES = [approvalMachine, recordingMachine, broadcastMachine, deliveryMachine, sessionMachine].map(
  (one) => [one.name, one as Machine<string, string>] as const,
);

/** What has no end of its own comes to rest: a recording that was removed at its date may be uploaded again. */
const AT_REST: Readonly<Record<string, readonly string[]>> = { recording: ['ready', 'refused'] };

describe.each(MACHINES)('the machine "%s"', (name, machine) => {
  const events = [...new Set(machine.states.flatMap((state) => Object.keys(machine.table[state] ?? {})))];
  const after = (state: string) => Object.values(machine.table[state] ?? {}) as string[];
  const reach = (from: string, found = new Set([from])): Set<string> => {
    for (const next of after(from)) if (!found.has(next)) reach(next, found.add(next));
    return found;
  };

  test('every pair of state and event leads to a state, or is refused by name', () => {
    for (const state of machine.states) {
      for (const event of events) {
        const to = machine.next(state, event);
        if (to === null) expect(() => machine.apply(state, event)).toThrow(ImpossibleTransition);
        else expect(machine.states).toContain(machine.apply(state, event));
      }
    }
  });

  test('every state can be reached from the first, and from every state an end or a rest can be reached', () => {
    expect(reach(machine.states[0] ?? '').size).toBe(machine.states.length);
    for (const state of machine.states)
      expect(
        [...reach(state)].some((one) => machine.isFinal(one) || AT_REST[name]?.includes(one)),
        state,
      ).toBe(true);
  });
});
