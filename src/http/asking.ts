/** Turns what a person fills in into what is asked to be heard. */
import { civilOf, dateOfDay, dayNumber, instantOf, notFound, StationError } from '#kernel';
import { listZones } from '#place';
import type { Draft } from '#playout';
import { MISSED_AFTER_MS } from '#schedule';
import type { Executor } from '#store';
import type { RouteInput } from './contract.ts';
import type { House } from './house.ts';
import type { AskedFor } from './outlook.ts';

/** "Now" means: as soon as the audio can be on the speakers. */
const NOW_AFTER_MS = 4000;
const AHEAD_MS = 8 * 86_400_000;
/** Stands for a rule that has no id yet. */
const UNSAVED = 'rul_0';

/** The instants at which a civil day begins and ends in a zone. */
export function dayBounds(date: string, zone: string): { from: number; to: number } {
  const day = dayNumber(date);
  if (day === null) throw new StationError('REQUEST_INVALID', { field: 'date', problem: 'YYYY-MM-DD' });
  const startOf = (number: number) =>
    instantOf(dateOfDay(number), '00:00', zone) ?? instantOf(dateOfDay(number), '01:00', zone);
  return { from: startOf(day) ?? 0, to: startOf(day + 1) ?? 0 };
}

/** One broadcast, as it was asked for. Throws BROADCAST_PAST, and refuses what names nothing to play, or two things. */
export function draftFrom({ world }: House, body: RouteInput<'addBroadcast'>['body'], askedBy: string): Draft {
  const now = world.clock.wallMs();
  if (body.startAt !== null && body.startAt < now) throw new StationError('BROADCAST_PAST');
  mustNameOne(body);
  const { bulletinId, templateId, cutInAfterMs, zoneIds, level, note } = body;
  const plannedAt = body.startAt ?? now + NOW_AFTER_MS;
  const notAfter = plannedAt + MISSED_AFTER_MS[level === 'priority' ? 'priority' : 'bulletin'];
  const draft = { bulletinId, templateId, cutInAfterMs, zoneIds, level, note, plannedAt, notAfter, askedBy };
  return { ...draft, origin: 'operator', title: null };
}

/** A broadcast and the civil day that it is heard on. */
export function askedOnce({ settings: { zone } }: House, draft: Draft): AskedFor {
  const { from, to } = dayBounds(civilOf(draft.plannedAt, zone).date, zone);
  return { zoneIds: draft.zoneIds, drafts: [draft], replaces: null, from, to };
}

/** A rule, as it was asked for, and its next eight days. Refuses what saving it would refuse. */
export async function askedByRule(
  { world, schedule, draftOf }: House,
  body: RouteInput<'addRule'>['body'],
  replaces: string | null,
): Promise<AskedFor> {
  const from = world.clock.wallMs();
  const to = from + AHEAD_MS;
  const dues = await schedule.expectedOf(body, replaces ?? UNSAVED, from, to);
  return { zoneIds: body.zoneIds, drafts: dues.map(draftOf), replaces, from, to };
}

/** Throws NOT_FOUND unless all zones are there. */
export async function mustBeZones(db: Executor, zoneIds: readonly string[]): Promise<void> {
  const zones = new Set((await listZones(db)).map((zone) => zone.id));
  if (zoneIds.some((id) => !zones.has(id))) throw notFound('zone');
}

function mustNameOne({ bulletinId, templateId }: { bulletinId: string | null; templateId: string | null }): void {
  if ((bulletinId === null) !== (templateId === null)) return;
  const problem = {
    vi: 'hãy chọn đúng một trong hai: bản tin hoặc khung chương trình',
    en: 'name exactly one of the two: a bulletin or a template',
  };
  throw new StationError('REQUEST_INVALID', { field: 'body.bulletinId', problem });
}
