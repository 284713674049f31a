/** The part of the contract about copies of the station. */
import { z } from 'zod';
import { bilingual, defineRoutes, instant, none } from './words.ts';

const bytes = z.number().int().min(0);
const trigger = z.enum(['person', 'night']);
/** No path leads out of such a name. */
const copyName = z.string().regex(/^sao-luu-\d{4}-\d{2}-\d{2}-\d{6}\.(tar|loaxa)$/);
const copyParams = z.strictObject({ copy: copyName });

const copy = z
  .object({
    name: copyName,
    madeAt: instant.nullable().meta({ description: 'Null: this station did not make it, or it was changed since' }),
    bytes,
    isSealed: z.boolean().meta({ description: 'It cannot be read without its passphrase' }),
    checkedAt: instant.nullable().meta({ description: 'When it was restored into a scratch folder, with success' }),
    trigger: trigger.nullable(),
    damagedSounds: z.number().int().meta({ description: 'Sounds that were damaged before it was made' }),
  })
  .meta({ id: 'BackupCopy' });

const standing = z
  .object({
    running: z
      .object({
        trigger,
        beganAt: instant,
        step: z.enum(['make', 'check']).nullable().meta({ description: 'Null: it has just begun' }),
        doneBytes: bytes,
        totalBytes: bytes,
      })
      .nullable(),
    isPutOff: z.boolean().meta({ description: 'An emergency broke it off; it is begun again by itself' }),
    isEmergency: z.boolean().meta({ description: 'An emergency sounds: no copy is made now' }),
    folder: z.string(),
    disk: z
      .enum(['ready', 'absent', 'other'])
      .meta({ description: 'other: what is there is not the disk of last time, or it is not mounted' }),
    freeBytes: bytes.nullable(),
    isFull: z.boolean(),
    isOwnFolder: z.boolean().meta({ description: 'The copies lie in the data folder, on the same disk' }),
    seals: z.boolean().meta({ description: 'Copies are encrypted from now on' }),
    nightAt: z.string().nullable().meta({ description: 'HH:MM; null: none is made by itself' }),
    keep: z.number().int(),
    warnDays: z.number().int(),
    lastGoodAt: instant.nullable(),
    isLate: z.boolean(),
    failure: z.object({ at: instant, trigger, text: bilingual }).nullable().meta({
      description: 'The last attempt, when it went wrong',
    }),
    copies: z.array(copy),
  })
  .meta({ id: 'Backups' });

export const backupRoutes = defineRoutes({
  getBackups: {
    method: 'get',
    path: '/backups',
    summary: 'The copies of this station, newest first, and how the last attempt went',
    response: standing,
  },
  startBackup: {
    method: 'post',
    path: '/backups',
    summary: 'Make a copy now and restore it for a trial; it goes on by itself',
    body: z.strictObject({
      useThisDisk: z.boolean().default(false).meta({ description: 'What is mounted now is the disk of the copies' }),
    }),
    response: standing,
    status: 201,
  },
  downloadBackup: {
    method: 'post',
    path: '/backups/{copy}/link',
    summary: 'A link that opens this copy once, within a minute, for whoever asks',
    params: copyParams,
    response: z.object({ path: z.string() }),
    status: 201,
  },
  fetchBackup: {
    method: 'get',
    path: '/backups/{copy}/file',
    summary: 'The copy itself',
    params: copyParams,
    query: z.strictObject({ link: z.string().max(100) }),
    response: z.unknown(),
    contentType: 'application/octet-stream',
  },
  removeBackup: {
    method: 'delete',
    path: '/backups/{copy}',
    summary: 'Remove a copy for good; the last good one stays',
    params: copyParams,
    response: none,
  },
});
