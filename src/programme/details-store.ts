import { z } from 'zod';
import { chunks, type Executor } from '#store';

/** Whose words they are: the commune's own, or those of somebody outside, which only a few sorts of messages may be. */
export const BULLETIN_CLASSES = ['own', 'external'] as const;
export type BulletinClass = (typeof BULLETIN_CLASSES)[number];

const line = (most: number) => z.string().trim().min(1).max(most);
/** What a message from outside may say, case by case; nothing else has a place in it. */
export const externalForm = z.discriminatedUnion('about', [
  z.strictObject({ about: z.literal('school'), school: line(200), level: line(200), period: line(200) }),
  /** Post, number, conditions, name and address, and no advertising. */
  z.strictObject({
    about: z.literal('jobs'),
    post: line(200),
    number: z.number().int().min(1).max(10_000),
    conditions: line(500),
    name: line(200),
    address: line(300),
  }),
  z.strictObject({ about: z.literal('local'), organiser: line(200), activity: line(500), place: line(200) }),
  z.strictObject({ about: z.literal('charity'), organiser: line(200), activity: line(500), contact: line(300) }),
]);
export type ExternalForm = z.infer<typeof externalForm>;

export interface Attachment {
  readonly sha256: string;
  readonly name: string;
  readonly bytes: number;
}

/** What a bulletin says besides its sound, and what is done with it when it has served. */
export interface BulletinDetails {
  /** What is read aloud, for whoever approves it and cannot listen. */
  readonly text: string;
  readonly class: BulletinClass;
  readonly form: ExternalForm | null;
  /** The areas that it is meant for; empty: wherever it is played. */
  readonly audience: readonly string[];
  readonly documentNumber: string;
  readonly attachment: Attachment | null;
  /** There are personal data in it: its files are removed after this; null: there are none. */
  readonly personalUntil: number | null;
  readonly filesRemovedAt: number | null;
}

export const NO_DETAILS: BulletinDetails = {
  ...{ text: '', class: 'own', form: null, audience: [], documentNumber: '', attachment: null },
  ...{ personalUntil: null, filesRemovedAt: null },
};

/** The details of bulletins, by id. */
export async function findDetails(db: Executor, ids: readonly string[]): Promise<Map<string, BulletinDetails>> {
  const found = new Map<string, BulletinDetails>();
  for (const some of chunks([...new Set(ids)])) {
    for (const row of await db.selectFrom('bulletins').selectAll().where('id', 'in', some).execute()) {
      found.set(row.id, {
        ...{ text: row.text, class: row.class, documentNumber: row.document_number },
        form: row.form === null ? null : (JSON.parse(row.form) as ExternalForm),
        audience: JSON.parse(row.audience) as string[],
        attachment: row.attachment === null ? null : (JSON.parse(row.attachment) as Attachment),
        ...{ personalUntil: row.personal_until, filesRemovedAt: row.files_removed_at },
      });
    }
  }
  return found;
}

/** Writes some of the details, and a new title where there is one. */
export async function writeDetails(
  db: Executor,
  id: string,
  { title, form, audience, attachment, ...more }: Partial<BulletinDetails> & { readonly title?: string },
): Promise<void> {
  const set = {
    ...(title === undefined ? {} : { title }),
    ...(form === undefined ? {} : { form: form && JSON.stringify(form) }),
    ...(audience === undefined ? {} : { audience: JSON.stringify(audience) }),
    ...(attachment === undefined ? {} : { attachment: attachment && JSON.stringify(attachment) }),
    ...(more.text === undefined ? {} : { text: more.text }),
    ...(more.class === undefined ? {} : { class: more.class }),
    ...(more.documentNumber === undefined ? {} : { document_number: more.documentNumber }),
    ...(more.personalUntil === undefined ? {} : { personal_until: more.personalUntil }),
    ...(more.filesRemovedAt === undefined ? {} : { files_removed_at: more.filesRemovedAt }),
  };
  if (Object.keys(set).length > 0) await db.updateTable('bulletins').set(set).where('id', '=', id).execute();
}

/** Bulletins with personal data whose time is over and whose files are still there. */
export async function listOverduePersonal(db: Executor, now: number): Promise<string[]> {
  const query = db.selectFrom('bulletins').select('id').where('personal_until', '<=', now);
  return (await query.where('files_removed_at', 'is', null).orderBy('id').execute()).map(({ id }) => id);
}
