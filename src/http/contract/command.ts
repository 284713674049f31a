/** The part of the contract about who commands the speakers. */
import { z } from 'zod';
import { defineRoutes, instant } from './words.ts';

export const fence = z.object({ madeAt: instant, restoredAt: instant }).meta({
  id: 'Fence',
  description: 'When the backup was made from which this station was restored, and when that was',
});

const standing = z.object({
  fence: fence.nullable().meta({ description: 'Null: this station commands its speakers' }),
  epoch: z.number().int(),
  elsewhere: z.number().int().meta({ description: 'So many speakers obeyed another machine when they came last' }),
});

export const commandRoutes = defineRoutes({
  getCommand: {
    method: 'get',
    path: '/command',
    summary: 'Whether this station commands its speakers, and how many obey another machine',
    response: standing,
  },
  openEpoch: {
    method: 'post',
    path: '/command/epoch',
    summary: 'Say that no other machine commands these speakers: a restored station begins to command',
    body: z.strictObject({
      otherIsOff: z.literal(true).meta({ description: 'The machine of before is switched off, and stays off' }),
    }),
    response: standing,
    status: 201,
  },
});
