import type { Shape } from '../shape.ts';
import type { hints as vi } from '../vi/hints.ts';

export const hints: Shape<typeof vi> = {
  evidence: {
    word: 'evidence',
    text: 'How sure the station is: E0 sent, E1 the endpoint has the whole file, E2 it rendered so many seconds; by FM F0, F1, F2. The station never writes more than was proved.',
  },
  zone: {
    word: 'zone',
    text: 'A named set of endpoints, such as “the whole commune”. An endpoint may be in several. You choose a zone, and all its endpoints play.',
  },
  level: {
    word: 'level',
    text: 'Who has the air when two want it: emergencies first, then live talks, priority bulletins, scheduled broadcasts, and filler last.',
  },
  approval: {
    word: 'approval',
    text: 'Somebody with the right to do so listens and allows it. Without it the loudspeakers stay silent at the hour. A changed content is approved again.',
  },
  quietHours: {
    word: 'quiet hours',
    text: 'Hours in which nothing may sound, so that people can rest. The station and each endpoint keep them; only an emergency passes.',
  },
  class: {
    word: 'class',
    text: 'Of the commune, of the authority above, or from outside. What comes from outside may only say what the rules allow, and has a form of its own.',
  },
};
