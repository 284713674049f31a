import { bulletinsOf, listBulletins, listTemplates } from '#programme';
import type { House } from './house.ts';
import type { Where } from './rights.ts';

/** What somebody wants to change: these bulletins, templates or programmes. */
interface Content {
  readonly bulletinIds?: readonly string[];
  readonly templateIds?: readonly string[];
  readonly programmeId?: string;
}

/**
 * Where it is heard, by rules and by what a person asked for: who changes it, changes what is heard there. What is heard
 * nowhere yet touches nothing.
 */
export async function contentReach(house: House, asked: Content): Promise<Where> {
  const { db } = house.store;
  const ofProgramme = (one: { readonly programmeId: string }) => one.programmeId === asked.programmeId;
  const ids = (some: ReadonlyArray<{ readonly id: string }>) => some.map((one) => one.id);
  const bulletinIds = new Set([...(asked.bulletinIds ?? []), ...ids((await listBulletins(db)).filter(ofProgramme))]);
  const templates = (await listTemplates(db)).filter(
    (one) => ofProgramme(one) || bulletinsOf(one.parts).some((id) => bulletinIds.has(id)),
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
