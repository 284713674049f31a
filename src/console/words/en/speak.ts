import type { speak as vi } from '../vi/speak.ts';

/** Typed words that a voice reads aloud. */
export const speak: typeof vi = {
  text: 'What is to be read',
  textHint: 'Type as usual: abbreviations, times, dates and amounts are said in words. Each line is a sentence.',
  willSay: 'Will be read as',
  willSayHint: 'What is coloured will be said otherwise than it is written. If it is wrong, correct it above.',
  lasts: (span) => `About ${span} long.`,
  voice: 'Voice',
  rate: 'Speed',
  rates: { slow: 'Slow and clear (outdoors)', normal: 'Ordinary', fast: 'Fast' },
  make: 'Make the voice',
  making: 'Reading…',
  need: 'Type what is to be read.',
  next: 'Next: listen. If it is not right, come back and change the words.',
  missing:
    'To type words for a voice, install the package espeak-ng on the station (Debian, Ubuntu: apt install espeak-ng) and restart it.',
  madeOf: 'Read aloud from typed words',
  again: 'Change the words and read again',
};
