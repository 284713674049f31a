/** A bulletin is not what it was: what was planned of it and has not begun is called back. */
import type { Broadcast } from '#broadcast';
import {
  type Bulletin,
  bulletinsOf,
  chimesOf,
  isValidAt,
  listBulletins,
  listProgrammes,
  listTemplates,
} from '#programme';
import type { Executor } from '#store';
import type { House } from './house.ts';

/** What is asked of the rooms. */
type Rooms = Pick<House, 'schedule' | 'playout' | 'world'>;

/**
 * Rules plan it anew as far as it is valid, and programmes of many parts without it; what a person asked for is held back
 * when it is not valid, or lost its approval (`isFallen`) while it lay in a plan already.
 */
export async function callBack(
  { schedule, playout, world }: Rooms,
  tx: Executor,
  bulletin: Bulletin,
  before: Bulletin,
  isFallen: boolean,
): Promise<void> {
  await schedule.planAgain(tx, [bulletin.id], (at) => (isValidAt(bulletin, at) ? 'rule_changed' : 'not_valid'));
  await planTemplatesAgain({ schedule }, tx, [bulletin.id]);
  const asked = playout.open().filter((one) => one.state === 'planned' && one.origin !== 'schedule');
  const now = world.clock.wallMs();
  const own = asked.filter((one) => says(one, before));
  const isOver = (one: Broadcast) => !isValidAt(bulletin, Math.max(now, one.plannedAt));
  const ids = (some: readonly Broadcast[]) => some.map((one) => one.id);
  await playout.cancelPlanned(tx, ids(own.filter(isOver)), 'not_valid');
  const rest = own.filter((one) => !isOver(one) && one.bulletinId === bulletin.id && one.level !== 'emergency');
  if (isFallen) await playout.cancelPlanned(tx, playout.clearances.placed(ids(rest)), 'not_approved');
}

/** Programmes of many parts that name these bulletins are planned anew: with them, or without. */
export async function planTemplatesAgain(
  { schedule }: Pick<House, 'schedule'>,
  tx: Executor,
  bulletinIds: readonly string[],
): Promise<void> {
  const wanted = new Set(bulletinIds);
  const templates = (await listTemplates(tx)).filter((one) => bulletinsOf(one.parts).some((id) => wanted.has(id)));
  const ids = templates.map((one) => one.id);
  if (ids.length > 0) await schedule.planAgain(tx, ids, () => 'rule_changed');
}

/** Everything that a recording frames is planned anew: it sounds otherwise, or may not sound now. */
export async function planFramedAgain(
  { schedule }: Pick<House, 'schedule'>,
  tx: Executor,
  recordingId: string,
): Promise<void> {
  const programmes = (await listProgrammes(tx)).filter(
    (one) => one.openingChimeId === recordingId || one.closingChimeId === recordingId,
  );
  const framed = new Set(programmes.map((one) => one.id));
  const bulletins = (await listBulletins(tx)).filter((one) => framed.has(one.programmeId));
  const templates = (await listTemplates(tx)).filter((one) => chimesOf(one.parts).includes(recordingId));
  const ids = [...bulletins, ...templates].map((one) => one.id);
  if (ids.length > 0) await schedule.planAgain(tx, ids, () => 'rule_changed');
}

/** True when a broadcast says this bulletin in some language. */
function says({ bulletinId, runningOrder, variants }: Broadcast, bulletin: Bulletin): boolean {
  if (bulletinId !== null) return bulletinId === bulletin.id;
  const recordingIds = new Set([bulletin, ...bulletin.versions].map((one) => one.recordingId));
  const items = [runningOrder, ...Object.values(variants)].flatMap((order) => order.items);
  return items.some((item) => item.kind === 'audio' && recordingIds.has(item.recordingId));
}
