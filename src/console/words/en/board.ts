import type { Words } from '../vi.ts';

const some = (count: number, one: string, many = `${one}s`) => `${count} ${count === 1 ? one : many}`;

/** Today: the on-air board, what is next, and what waits for a person. */
export const board: Words['board'] = {
  title: 'The villages now',
  village: 'Village',
  nowhere: 'In no village yet',
  standing: 'Standing',
  planned: 'Planned',
  reported: 'Reported',
  clock: 'Clock off by',
  proof: 'Last proof',
  standings: {
    silent: 'Should play, is silent',
    other: 'Plays something else',
    lost: 'Out of reach',
    part: 'Some out of reach',
    right: 'Plays as planned',
    quiet: 'Silent, as planned',
    unheard: 'FM receivers only',
  },
  nothing: 'nothing',
  silence: 'silence',
  unknown: 'not known',
  neverReports: 'FM receivers never report',
  noClock: 'not known',
  noProof: 'none in 14 days',
  milliseconds: (count) => `${count} ms`,
  seconds: (count) => `${count} s`,
  partOf: (title) => `part of ${title}`,
  reach: (reachable, all) => `${reachable} of ${all} in reach`,
  seen: (when) => `last seen ${when}`,
  calm: (count) => `${some(count, 'other village')} with nothing unusual`,
};
export const next: Words['next'] = {
  title: 'Next',
  none: 'Nothing is planned until tomorrow evening.',
  left: (span) => `In ${span}`,
  allReady: (speakers) => `${speakers}: all ready`,
  ready: (ready, all) => `${ready} of ${all} endpoints ready`,
  notReady: (count) => `${some(count, 'endpoint')} not ready`,
  obstacles: {
    unreachable: 'out of reach',
    not_placed: 'has not all of the audio yet',
    refused: 'held back or called off',
  },
};
export const waiting: Words['waiting'] = {
  title: 'Waits for you',
  none: 'Nothing waits for you.',
  alerts: (count) => `${some(count, 'emergency', 'emergencies')} in force`,
  approvals: (count) => `${some(count, 'text')} for you to approve`,
  sentBack: (count) => `${some(count, 'text')} sent back to be mended`,
  items: (count) => `${some(count, 'item')} from above to be scheduled`,
  faults: (count) => `${count} faults that nobody took note of`,
  offline: (count) => `${some(count, 'endpoint')} out of reach`,
  clocks: (count) => `${some(count, 'endpoint')} with a clock off by more than a second`,
  unclaimed: (count) => `${some(count, 'endpoint')} not claimed yet`,
  fmSilent: (count) => `${some(count, 'FM station')} that do not answer`,
  licences: (count) => `${some(count, 'frequency licence')} near or past the end`,
  unconfirmed: (count) => `${some(count, 'FM broadcast')} to ask a village about`,
  interference: (count) => `${some(count, 'interference')} not closed`,
  keys: (count) => `${some(count, 'API key')} of yours near the end`,
};
