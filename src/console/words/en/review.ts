import type { Words } from '../vi.ts';

/** What a broadcast or a rule would do, told before it is saved. */
export const review: Words['review'] = {
  start: 'If something else is playing then',
  starts: { after: 'Wait until it is over', cut: 'Cut in at once', wait: 'Wait a while at most, then cut in' },
  waitFor: 'Wait at most',
  check: 'Check before saving',
  checkNow: 'Check before playing',
  checking: 'Reckoning…',
  title: 'What this does',
  villages: 'Will play in',
  unreachable: 'out of reach',
  village: (name, speakers) => `${name}: ${speakers}`,
  nothing: 'Nothing else is touched.',
  changes: 'Other broadcasts that are touched',
  effects: { cut: 'Cut', delayed: 'Delayed', refused: 'Cannot play' },
  refusals: 'The rules of the hours forbid',
  cannot: 'It cannot be saved so. Change the time or the place.',
  minutes: 'Heard in the day',
  minutesLine: (village, day, before, after) => `${village}, ${day}: ${before} → ${after}`,
  overlaps: 'Neighbours that would sound different things at once',
  overlapLine: (one, other, meters, title) => `${one} and ${other} are ${meters} m apart; heard with “${title}”`,
  odd: (time) => `${time} is an odd hour: people sleep, or nothing is ever heard then. Play at this hour all the same`,
  needOdd: 'Tick the confirmation of the hour first.',
  back: 'Change it',
};
