import type { Words } from '../vi.ts';

export const kept: Words['kept'] = {
  title: 'Begun on this computer',
  noTitle: 'Without a name yet',
  begunAt: (at) => `begun, last changed ${at}`,
  unsentAt: (at) => `not sent, since ${at}`,
  since: (at) => `You have been writing this since ${at}.`,
  offered: 'Something was begun here before.',
  takeUp: 'Take it up',
  drop: 'Discard',
  dropOf: (title) => `Discard: ${title}`,
  unsent:
    'Not sent: the station does not answer. It is kept on this computer; send it yourself once the line is back. Nothing is broadcast by itself.',
  unsentNow:
    'Not sent. The line is back: look once more, then send. If the station had taken it before, nothing is made twice.',
  fileAgain: 'An attached file must be chosen again.',
  soundAgain: 'Go through each step again before it sounds.',
  signOut: (count) => `Signing out deletes ${count} ${count === 1 ? 'draft' : 'drafts'} from this computer.`,
  stay: 'Stay',
  dropAll: 'Delete and sign out',
};
