/** Hours, exceptions and silences that go along when areas are merged or split. Nothing that was written is changed. */
import { type Clock, newId, type Random } from '#kernel';
import type { Executor } from '#store';

export interface GateCopies {
  /** Versions of rules that hold in another area too, from a day on. */
  readonly versions: ReadonlyArray<{ readonly id: string; readonly toAreaId: string; readonly from: string }>;
  readonly exceptionDays: ReadonlyArray<{ readonly id: string; readonly toAreaId: string }>;
  readonly quietSpans: ReadonlyArray<{
    readonly id: string;
    readonly toAreaId: string | null;
    readonly toEndpointId: string | null;
  }>;
}

export async function copyGate(
  tx: Executor,
  { clock, random }: { readonly clock: Clock; readonly random: Random },
  copies: GateCopies,
): Promise<void> {
  const now = clock.wallMs();
  const last = await tx
    .selectFrom('gate_versions')
    .select(({ fn }) => fn.max('created_at').as('at'))
    .executeTakeFirst();
  // The later written of two counts: copies are written in the order in which their originals were.
  let at = Math.max(now, (last?.at ?? 0) + 1);
  for (const { id, toAreaId, from } of copies.versions) {
    const row = await tx.selectFrom('gate_versions').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const own = { id: newId('gate', clock, random), area_id: toAreaId, valid_from: from, created_at: at++ };
    await tx
      .insertInto('gate_versions')
      .values({ ...row, ...own })
      .execute();
  }
  for (const { id, toAreaId } of copies.exceptionDays) {
    const row = await tx.selectFrom('exception_days').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const own = { id: newId('exception', clock, random), area_id: toAreaId, created_at: now };
    await tx
      .insertInto('exception_days')
      .values({ ...row, ...own })
      .execute();
  }
  for (const { id, toAreaId, toEndpointId } of copies.quietSpans) {
    const row = await tx.selectFrom('quiet_spans').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const own = { id: newId('quiet', clock, random), area_id: toAreaId, endpoint_id: toEndpointId, created_at: now };
    await tx
      .insertInto('quiet_spans')
      .values({ ...row, ...own })
      .execute();
  }
}
