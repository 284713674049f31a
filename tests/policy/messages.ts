/**
 * Every kind of message that somebody may send over a socket, and who is heard: by hand, apart from the code. A kind without
 * a line does not compile, or fails the test that reads the schemas.
 */
import type { Report, SpeakerMessage } from '#link';
import type { MicrophoneWord } from '../../src/live/microphone.ts';
import type { Group } from './policy.ts';

/** Who knocks at the speakers’ link. */
export const KNOCKERS = [
  'a stranger',
  'a thief who knows the id of a speaker',
  'a speaker that was retired',
  'a claimed speaker that has not said who it is',
  'a claimed speaker that was let in',
  'a claimed speaker at a station that may not command',
] as const;
export type Knocker = (typeof KNOCKERS)[number];

/**
 * `heard`: taken, for the speaker itself alone. `let in`: welcomed. `closed`: the conversation ends, nothing is told.
 * `nothing`: no answer, and no harm. In the order of KNOCKERS.
 */
type Word = 'heard' | 'let in' | 'closed' | 'nothing';
type Row = readonly [Word, Word, Word, Word, Word, Word];
type LinkKind = Exclude<SpeakerMessage['type'], 'report'> | `report ${Report['event']}`;

export const OVER_THE_LINK: { readonly [Kind in LinkKind]: Row } = {
  // Said a second time it is somebody who does not keep to the agreement.
  hello: ['closed', 'closed', 'closed', 'let in', 'closed', 'closed'],
  // Strangers are told nothing, not even the time.
  time: ['nothing', 'nothing', 'nothing', 'nothing', 'heard', 'nothing'],
  heartbeat: ['closed', 'closed', 'closed', 'closed', 'heard', 'closed'],
  'report placed': ['closed', 'closed', 'closed', 'closed', 'heard', 'closed'],
  'report place_failed': ['closed', 'closed', 'closed', 'closed', 'heard', 'closed'],
  'report started': ['closed', 'closed', 'closed', 'closed', 'heard', 'closed'],
  'report progress': ['closed', 'closed', 'closed', 'closed', 'heard', 'closed'],
  'report ended': ['closed', 'closed', 'closed', 'closed', 'heard', 'closed'],
};

/** Who may open a talk at each level: the groups of the policy of routes. */
export const TALKS: ReadonlyArray<readonly ['live_commune' | 'live_authority' | 'emergency', Group]> = [
  ['live_commune', 'speaking        '],
  ['live_authority', 'speaking, above '],
  ['emergency', 'speaking, alarm '],
];

/**
 * Over the microphone of a talk: who opened it is heard, and nobody else, whatever right they have and wherever. Said
 * before the greeting it ends the line (`closed`).
 */
export const OVER_THE_MICROPHONE: {
  readonly [Kind in MicrophoneWord | 'sound']: { readonly owner: 'heard'; readonly early: 'heard' | 'closed' };
} = {
  hello: { owner: 'heard', early: 'heard' },
  sound: { owner: 'heard', early: 'closed' },
  finish: { owner: 'heard', early: 'closed' },
};
