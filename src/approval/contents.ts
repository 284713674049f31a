import { soundsOf } from '#media';
import {
  type Bulletin,
  type BulletinContent,
  type BulletinDetails,
  findBulletins,
  findDetails,
  NO_DETAILS,
  type Programme,
} from '#programme';
import type { Executor } from '#store';

/** A bulletin with everything that is approved of it. */
export interface Told {
  readonly bulletin: Bulletin;
  readonly programme: Programme;
  readonly details: BulletinDetails;
  readonly content: BulletinContent;
}

/** What bulletins say at this moment, as it would be approved; by id. */
export async function contentsOf(db: Executor, bulletinIds: readonly string[]): Promise<Map<string, Told>> {
  const found = await findBulletins(db, bulletinIds);
  const details = await findDetails(db, [...found.keys()]);
  const versions = [...found.values()].flatMap(({ bulletin }) => [bulletin, ...bulletin.versions]);
  const sounds = await soundsOf(
    db,
    versions.map((one) => one.recordingId),
  );
  return new Map(
    [...found].map(([id, { bulletin, programme }]) => {
      const own = details.get(id) ?? NO_DETAILS;
      const content: BulletinContent = {
        ...{ title: bulletin.title, text: own.text, class: own.class, form: own.form, kind: programme.kind },
        ...{ audience: own.audience, documentNumber: own.documentNumber, attachment: own.attachment?.sha256 ?? null },
        versions: [bulletin, ...bulletin.versions].map(({ language, recordingId }) => ({
          language,
          sound: sounds.get(recordingId) ?? '',
        })),
        ...{ validFrom: bulletin.validFrom, validTo: bulletin.validTo },
      };
      return [id, { bulletin, programme, details: own, content }];
    }),
  );
}
