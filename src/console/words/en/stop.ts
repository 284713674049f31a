import type { Words } from '../vi.ts';

/** Stop everything: the red button of every page. */
export const stop: Words['stop'] = {
  button: 'Stop everything',
  title: 'Silence every loudspeaker now?',
  hint: 'What plays is cut off, an emergency that plays too. While the silence is held, only an emergency may begin.',
  where: 'Where',
  everywhere: 'All endpoints of the station',
  mine: (places) => `My area: ${places}`,
  hold: 'Then keep silent for',
  holds: {
    0: 'No hold: the next broadcast plays',
    10: '10 minutes',
    30: '30 minutes',
    60: '1 hour',
    120: '2 hours',
    480: '8 hours',
  },
  reason: 'Reason (may stay empty)',
  yes: 'Stop now',
  no: 'Do not stop',
  busy: 'Sending the stop…',
  mark: 'Stop everything',
  held: (until, speakers) => `Silence is held until ${until} (${speakers})`,
  done: (speakers, cut) =>
    cut === 0
      ? `Silence was ordered on ${speakers}. Nothing was playing there.`
      : `Silence was ordered on ${speakers}; broadcasts cut off: ${cut}.`,
  unwritten:
    'The disk of the station did not take this: if the station stops, the loudspeakers play again. Check the disk.',
  lift: 'Let it play again',
  askLift: 'Let the loudspeakers play by the schedule again now?',
  yesLift: 'Let it play',
  noLift: 'Keep silent',
};
