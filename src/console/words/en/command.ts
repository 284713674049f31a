import type { Words } from '../vi.ts';

/** Command of the speakers, after a restore from a backup. */
export const command: Words['command'] = {
  title: 'Command of the speakers',
  note: 'This station was restored from a backup and does NOT command any loudspeaker yet. Nothing is played or stopped from here: for silence at once press “Stop everything” at the old machine, or cut the power of the loudspeakers.',
  where: 'Open Manage to begin.',
  restored: (madeAt, restoredAt) =>
    `The backup was made at ${madeAt} and restored at ${restoredAt}. The station commands no loudspeaker, because the old machine may still be running: with two of them everything is heard twice.`,
  elsewhere: (count) => `${count} loudspeakers obey another machine that has the same key as this station.`,
  what: 'Switch the other machine off first, for good. Then this station commands; what was planned before now is not played again, and an alarm that was on air must be given again.',
  open: 'The old machine is off. Begin to command',
  askOpen:
    'Is the old machine off, and will nobody switch it on again? From now on only this station commands the speakers.',
  yesOpen: 'Yes, begin',
  noOpen: 'Not yet',
  notYours: 'You have no right of maintenance. Call the administrator.',
};
