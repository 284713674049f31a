import { placeEndpoints } from '#endpoint';
import { placeFmStations } from '#fm';
import type { World } from '#kernel';
import { carryRights } from '#people';
import { closeArea, copyGate, holdBrand, insertAreas, placeZones, writeArea } from '#place';
import type { Executor } from '#store';
import type { Plan } from './plan.ts';

/** Writes a plan, in the caller's transaction. */
export async function carryOut(tx: Executor, world: Pick<World, 'clock' | 'random'>, plan: Plan): Promise<void> {
  await insertAreas(tx, world.clock, plan.opens);
  for (const change of plan.changes) await writeArea(tx, plan.onDate, change.id, change);
  for (const { id, successorIds } of plan.closes) await closeArea(tx, plan.onDate, id, successorIds);
  await placeEndpoints(tx, plan.onDate, plan.endpoints);
  await placeZones(tx, plan.zones);
  await placeFmStations(tx, plan.fmStations);
  await carryRights(tx, plan.rights);
  await copyGate(tx, world, plan.gate);
  await holdBrand(tx, plan.brands);
}
