/** What a person is shown before an act on areas is written. Pure. */
import { createHash } from 'node:crypto';
import { isStationError, StationError } from '#kernel';
import { type AreaAct, pathUp, type ReachLine, type WrittenAct } from '#place';
import { type Land, parentsOf } from './land.ts';
import { carriedOut, type Plan } from './plan.ts';
import { newAreasOf, planAct } from './plan-act.ts';
import { reachChange } from './reach.ts';

export interface Preview {
  readonly plan: Plan;
  readonly gains: readonly ReachLine[];
  readonly losses: readonly ReachLine[];
  /** All that lies in the areas of the act and below them. */
  readonly endpointIds: readonly string[];
  readonly zoneIds: readonly string[];
  /** Everybody with a right in these areas, or whose reach changes. */
  readonly accountIds: readonly string[];
  /** Stands for all of this: whoever confirms sends it back. */
  readonly seen: string;
}

/** Stands for an area that is not made yet. */
export const unmade = (at: number) => `are_new${at + 1}`;

export function previewOf(land: Land, act: AreaAct, onDate: string): Preview {
  const newIds = Array.from({ length: newAreasOf(act) }, (_, at) => unmade(at));
  const plan = planAct(land, act, onDate, newIds);
  const after = carriedOut(land, plan);
  const { gains, losses } = reachChange(land, after, plan.origins, onDate);
  const touched = new Set([...plan.changes, ...plan.closes].map(({ id }) => id));
  const parents = parentsOf(land.areas);
  const lies = (areaId: string | null) => pathUp(areaId, parents).some((id) => touched.has(id));
  const moved = new Set(plan.endpoints.map(({ id }) => id));
  const endpointIds = land.endpoints.filter(({ id, areaId }) => moved.has(id) || lies(areaId)).map(({ id }) => id);
  const within = new Set(endpointIds);
  const zoneIds = land.zones
    .filter((zone) => lies(zone.areaId) || zone.endpointIds.some((id) => within.has(id)))
    .map(({ id }) => id);
  const withRights = land.rights.filter(({ areaId }) => lies(areaId));
  const accountIds = [...new Set([...withRights, ...gains, ...losses].map(({ accountId }) => accountId))].sort();
  const shown = { ...plan, origins: [...plan.origins], gains, losses, endpointIds, zoneIds, accountIds };
  const seen = createHash('sha256').update(JSON.stringify(shown)).digest('base64url').slice(0, 22);
  return { plan, gains, losses, endpointIds, zoneIds, accountIds, seen };
}

/** The land after all that is planned until a day, and this day, in its order. What cannot be done by then is passed over. */
export function landOn(land: Land, planned: readonly WrittenAct[], date: string): Land {
  let at = land;
  for (const one of planned) if (one.onDate <= date) at = after(at, one) ?? at;
  return at;
}

/** The land after one planned act; null when it cannot be done. */
function after(land: Land, { act, onDate, newIds }: WrittenAct): Land | null {
  try {
    return carriedOut(land, planAct(land, act, onDate, newIds));
  } catch (error) {
    if (isStationError(error)) return null;
    throw error;
  }
}

/** Throws AREA_ACT when something that was planned for later cannot be done any more once this plan is carried out. */
export function mustLeaveRoom(before: Land, plan: Plan, later: readonly WrittenAct[]): void {
  let [without, withIt] = [before, carriedOut(before, plan)];
  for (const one of later) {
    const [was, is] = [after(without, one), after(withIt, one)];
    if (was && !is) {
      const problem = {
        vi: `việc đã ghi cho ngày ${one.onDate} sẽ không làm được nữa; hãy bỏ việc đó trước`,
        en: `what is planned for ${one.onDate} could not be done any more; take that back first`,
      };
      throw new StationError('AREA_ACT', { problem });
    }
    [without, withIt] = [was ?? without, is ?? withIt];
  }
}

/** The plan without those rights by which somebody would gain more than was shown when the act was written. */
export function withoutSurprises(
  land: Land,
  plan: Plan,
  accepted: readonly ReachLine[],
): { readonly plan: Plan; readonly withheld: readonly ReachLine[] } {
  const known = new Set(accepted.flatMap(linesOf));
  const { gains } = reachChange(land, carriedOut(land, plan), plan.origins, plan.onDate);
  const withheld = gains.filter((gain) => linesOf(gain).some((line) => !known.has(line)));
  const barred = new Set(withheld.map(({ accountId, verb }) => `${accountId} ${verb}`));
  const rights = plan.rights.map((right) =>
    barred.has(`${right.accountId} ${right.verb}`) ? { ...right, toAreaIds: [] } : right,
  );
  return { plan: { ...plan, rights }, withheld };
}

function linesOf({ accountId, verb, areaIds }: ReachLine): string[] {
  return areaIds.map((areaId) => `${accountId} ${verb} ${areaId}`);
}
