import type { Executor } from '#store';
import type { Grant } from './rights.ts';
import { listPeople } from './rights-store.ts';

/** How well the people of the whole station are managed: by nobody, by somebody for a time, or by somebody without an end. */
export type Managed = 0 | 1 | 2;

/** What counts: an open account with a password, and the right for the whole station now. */
export async function howManaged(db: Executor, now: number): Promise<Managed> {
  const able = (await listPeople(db)).filter(({ hasPassword, closedAt }) => hasPassword && closedAt === null);
  const held = able.flatMap(({ rights }) => rights.map((grant) => managedBy(grant, now)));
  return held.includes(2) ? 2 : held.includes(1) ? 1 : 0;
}

function managedBy({ verb, areaId, fromAt, toAt }: Grant, now: number): Managed {
  if (verb !== 'people' || areaId !== null || (fromAt ?? 0) > now) return 0;
  if (toAt === null) return 2;
  return toAt > now ? 1 : 0;
}
