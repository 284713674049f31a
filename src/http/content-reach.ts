import { listBank } from '#media';
import { type Bulletin, bulletinsOf, chimesOf, listBulletins, listProgrammes, listTemplates } from '#programme';
import { listRelays } from '#relay';
import type { House } from './house.ts';
import type { Where } from './rights.ts';

/** What somebody wants to change: these bulletins, templates, a programme or a recording. */
interface Content {
  readonly bulletinIds?: readonly string[];
  readonly templateIds?: readonly string[];
  readonly programmeId?: string;
  readonly recordingId?: string;
}

const ids = (some: ReadonlyArray<{ readonly id: string }>) => some.map((one) => one.id);

/** Sirens, and what plays when a relayed station falls silent, belong to the whole station. */
async function isEverybodys({ store }: House, recordingId: string): Promise<boolean> {
  const banked = await listBank(store.db);
  if (banked.includes(recordingId)) return true;
  return (await listRelays(store.db)).some((relay) => relay.fallbackRecordingId === recordingId);
}

/**
 * Where it is heard, by rules and by what a person asked for: who changes it, changes what is heard there. What is heard
 * nowhere yet touches nothing.
 */
export async function contentReach(house: House, asked: Content): Promise<Where> {
  const { db } = house.store;
  const { recordingId } = asked;
  if (recordingId !== undefined && (await isEverybodys(house, recordingId))) return { areaIds: [null] };
  const isAsked = (id: string | null) => id !== null && id === recordingId;
  const chimed = (await listProgrammes(db)).filter((one) => isAsked(one.openingChimeId) || isAsked(one.closingChimeId));
  const programmeIds = new Set([...(asked.programmeId ? [asked.programmeId] : []), ...ids(chimed)]);
  const ofProgramme = (one: { readonly programmeId: string }) => programmeIds.has(one.programmeId);
  const says = (one: Bulletin) => isAsked(one.recordingId) || one.versions.some((each) => isAsked(each.recordingId));
  const bulletins = (await listBulletins(db)).filter((one) => ofProgramme(one) || says(one));
  const bulletinIds = new Set([...(asked.bulletinIds ?? []), ...ids(bulletins)]);
  const templates = (await listTemplates(db)).filter(
    (one) =>
      ofProgramme(one) ||
      bulletinsOf(one.parts).some((id) => bulletinIds.has(id)) ||
      chimesOf(one.parts).some((id) => isAsked(id)),
  );
  const played = new Set([...bulletinIds, ...(asked.templateIds ?? []), ...ids(templates)]);
  const isPlayed = (id: string | null) => id !== null && played.has(id);
  const rules = (await house.schedule.rules()).filter((one) => isPlayed(one.bulletinId) || isPlayed(one.templateId));
  const open = house.playout.open().filter((one) => isPlayed(one.bulletinId));
  return {
    zoneIds: [...new Set(rules.flatMap((rule) => rule.zoneIds))],
    endpointIds: [...new Set(open.flatMap((one) => house.playout.endpointsOf(one.id)))],
  };
}
