import type { Executor } from '#store';
import { inForce } from './rights.ts';
import { listPeople } from './rights-store.ts';

/** Whether somebody with a password manages the people of the whole station now. */
export async function isManaged(db: Executor, now: number): Promise<boolean> {
  return (await listPeople(db)).some(
    ({ hasPassword, rights }) =>
      hasPassword && inForce(rights, now).some(({ verb, areaId }) => verb === 'people' && areaId === null),
  );
}
