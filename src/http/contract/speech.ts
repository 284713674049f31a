/** The part of the contract about typed words that become a voice. */
import { z } from 'zod';
import { MOST_LETTERS, SPEECH_RATES } from '#speech';
import { bilingual, defineRoutes, title } from './words.ts';

const rate = z.enum(SPEECH_RATES);

/** From which words a recording was made. */
export const spoken = z
  .object({
    text: z.string().meta({ description: 'As somebody typed it' }),
    said: z.string().meta({ description: 'As it was said: numbers, dates and abbreviations in words' }),
    voice: z.string(),
    rate,
  })
  .meta({ id: 'Spoken', description: 'Made from typed words; null: recorded, or uploaded, or in a list' });

export const speechRoutes = defineRoutes({
  getSpeech: {
    method: 'get',
    path: '/speech',
    summary: 'The voices that read typed words aloud on this station; none: it has no such program',
    response: z.object({
      voices: z.array(z.object({ id: z.string(), name: bilingual })),
      mostLetters: z.number().int(),
    }),
  },
});

export const speakBody = z.strictObject({
  title,
  text: z.string().trim().min(1).max(MOST_LETTERS),
  voice: z.string().min(1).max(40),
  rate: rate.default('normal'),
});
