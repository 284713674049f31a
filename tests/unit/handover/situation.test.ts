import { expect, it } from 'vitest';
import type { Broadcast, Delivery } from '#broadcast';
import type { Endpoint } from '#endpoint';
import { type Ground, situationOf } from '../../../src/handover/situation.ts';
import { NOON } from './situations.ts';

const BROADCAST: Broadcast = {
  ...{ id: 'bro_1', title: 'Tin', bulletinId: null, programmeId: null, origin: 'operator', level: 'scheduled' },
  ...{ kind: 'bulletin', plannedAt: NOON, notAfter: NOON + 300_000, interruption: 'resume', state: 'on_air' },
  runningOrder: { items: [{ kind: 'audio', recordingId: 'rec_1', durationMs: 60_000 }], durationMs: 60_000 },
  ...{ acceptedAt: NOON - 60_000, endedAt: null, askedBy: null, haltReason: null, cutInAfterMs: null, endBy: null },
  ...{ precedence: 0, note: null, variants: {} },
};
const DELIVERY: Delivery = {
  ...{ id: 'del_1', broadcastId: 'bro_1', endpointId: 'end_1', state: 'planned', evidence: 'E0', reason: null },
  ...{ startAt: null, startedAt: null, endedAt: null, renderedMs: 0, variant: '', isStandIn: false },
};

function situation(delivery: Partial<Delivery>, more: { protocol?: 'link' | 'http'; mayAir?: boolean } = {}) {
  const endpoint = { id: 'end_1', protocol: more.protocol ?? 'link' } as Endpoint;
  const ground: Ground = {
    covers: [{ villageId: 'are_1', name: 'Thôn Tây', mainIds: ['end_1', 'end_elsewhere'], standInIds: ['end_fm'] }],
    uncovered: [],
    endpoints: new Map([['end_1', endpoint]]),
    receivers: new Map([['end_fm', { stationName: 'Xã Mẫu', thresholdPercent: 50, whyNot: null }]]),
  };
  return (others: readonly Delivery[] = [], broadcast = BROADCAST) =>
    situationOf(broadcast, [{ ...DELIVERY, ...delivery }, ...others], ground, {
      settledAt: NOON,
      look: () => ({ isReachable: true, leftAt: null, hasJoined: true }),
      busyAt: () => null,
      mayAir: () => more.mayAir ?? true,
    });
}
const mainOf = (...asked: Parameters<typeof situation>) => situation(...asked)().villages[0]?.mains[0];

it.each<[string, Partial<Delivery>, Parameters<typeof situation>[1], boolean]>([
  ['it waits and may begin', {}, {}, false],
  ['it waits and the house rules say no', {}, { mayAir: false }, true],
  ['it was ordered, whatever the rules say by now', { state: 'ordered', startAt: NOON }, { mayAir: false }, false],
  ['it failed', { state: 'failed', reason: 'sink_failed' }, {}, false],
  ['it never reported', { state: 'failed', reason: 'no_report' }, {}, false],
  ['it was retired', { state: 'cancelled', reason: 'retired' }, {}, true],
  ['it was withheld', { state: 'withheld', reason: 'quiet_zone' }, {}, true],
  ['a higher one took its air', { state: 'superseded', reason: 'pre_empted', renderedMs: 9000 }, {}, true],
  ['another one held the air until it was too late', { state: 'expired', reason: 'seat_taken' }, {}, true],
  ['a person stopped it there', { state: 'played_part', reason: 'stopped_by_operator', renderedMs: 9 }, {}, true],
  ['a person wants it silent there, and it has not said how far it came', { reason: 'stopped_by_operator' }, {}, true],
  ['it was played', { state: 'played', reason: 'complete', evidence: 'E2', renderedMs: 60_000 }, {}, false],
])('nobody is to stand in for what is kept silent on purpose: %s', (_, delivery, more, isHeldBack) => {
  expect(mainOf(delivery, more)?.isHeldBack).toBe(isHeldBack);
});

it.each<[string, Partial<Delivery>, 'link' | 'http', boolean]>([
  ['a speaker that proved it', { state: 'played', evidence: 'E2' }, 'link', true],
  ['a part of it', { state: 'played_part', evidence: 'E2', reason: 'interrupted', renderedMs: 9000 }, 'link', true],
  ['a speaker that proved nothing', { state: 'played', evidence: 'E1' }, 'link', false],
  ['a device that can prove nothing', { state: 'played', evidence: 'E0' }, 'http', true],
  ['a failure', { state: 'failed', evidence: 'E2' }, 'link', false],
])('heard is what its kind of line can prove: %s', (_, delivery, protocol, wasHeard) => {
  expect(mainOf(delivery, { protocol })).toMatchObject({ isOver: true, wasHeard });
});

it('looks only at loudspeakers to which it goes, and sees a stand-in that is there already', () => {
  const before = situation({})();
  expect(before.villages).toMatchObject([{ villageId: 'are_1', hasStandIn: false, mains: [{ endpointId: 'end_1' }] }]);
  expect(before.villages[0]?.standIns).toMatchObject([{ endpointId: 'end_fm', isUsable: true }]);
  const standIn: Delivery = { ...DELIVERY, endpointId: 'end_fm', isStandIn: true, state: 'failed' };
  expect(situation({})([standIn]).villages[0]?.hasStandIn).toBe(true);
  expect(situation({ endpointId: 'end_elsewhere_2' })().villages).toEqual([]);
});

it('knows what is live, and what somebody wants silent', () => {
  const stream = { kind: 'stream', streamId: 'str_1', durationMs: 60_000 } as const;
  const voice = { ...BROADCAST, runningOrder: { items: [stream], durationMs: 60_000, isOpenEnded: true } };
  expect(situation({})()).toMatchObject({ isLive: false, isHalted: false });
  expect(situation({})([], voice).isLive).toBe(true);
  expect(situation({})([], { ...BROADCAST, haltReason: 'taken_back' }).isHalted).toBe(true);
});
