/** What the schedule needs of the other rooms, and playout of the relay: introduced, not decided, here. */
import { lapsedAfter } from '#broadcast';
import { civilOf, notFound, StationError } from '#kernel';
import { listZones } from '#place';
import type { Draft, Library, Playout } from '#playout';
import { findBulletins, findTemplates, listBulletins, listTemplates } from '#programme';
import { findRelays, mayRelay } from '#relay';
import type { Content, OccurrenceDue, SchedulePorts } from '#schedule';

/** What an occurrence asks to be heard. */
export function draftOf(due: OccurrenceDue): Draft {
  return {
    bulletinId: due.bulletinId,
    templateId: due.templateId,
    zoneIds: due.zoneIds,
    origin: 'schedule',
    level: due.kind === 'priority' ? 'priority' : 'scheduled',
    plannedAt: due.plannedAt,
    notAfter: due.notAfter,
    title: due.title,
    askedBy: due.ruleId,
    cutInAfterMs: due.cutInAfterMs,
  };
}

export function schedulePorts(playout: Playout): Omit<SchedulePorts, 'fileTaken'> {
  const answer = (batch: readonly OccurrenceDue[], verdicts: Awaited<ReturnType<Playout['accept']>>) => {
    const given = new Map<number, string>();
    for (const [at, verdict] of verdicts.entries()) {
      const due = batch[at];
      if (due && 'broadcast' in verdict) given.set(due.occurrenceId, verdict.broadcast.id);
    }
    return given;
  };
  const named = <One extends { readonly id: string }>(
    all: readonly One[],
    nameOf: (one: One) => string,
    name: string,
  ) => all.filter((one) => one.id === name || nameOf(one) === name).map((one) => one.id);
  return {
    broadcasts: {
      async accept(tx, batch) {
        const verdicts = await playout.accept(tx, batch.map(draftOf));
        playout.wake();
        return answer(batch, verdicts);
      },
      lapsedAfter,
      missed: async (tx, batch, reason) => answer(batch, await playout.acceptMissed(tx, batch.map(draftOf), reason)),
      async cancel(tx, broadcastIds, reason) {
        const cancelled = await playout.cancelPlanned(tx, broadcastIds, reason);
        playout.wake();
        return cancelled;
      },
    },
    bulletins: {
      async kindsOf(tx, ids) {
        const kinds = new Map<string, Content>();
        for (const [id, { bulletin, programme }] of await findBulletins(tx, ids)) {
          const { validFrom, validTo: expiresAt, withdrawnAt } = bulletin;
          if (withdrawnAt === null) kinds.set(id, { kind: programme.kind, validFrom, expiresAt });
        }
        for (const [id, { programme }] of await findTemplates(tx, ids)) {
          kinds.set(id, { kind: programme.kind, expiresAt: null });
        }
        return kinds;
      },
    },
    directory: {
      bulletinByName: async (db, name) => named(await listBulletins(db), (one) => one.title, name),
      templateByName: async (db, name) => named(await listTemplates(db), (one) => one.name, name),
      zoneByName: async (db, name) => named(await listZones(db), (one) => one.name, name),
    },
  };
}

/** Why a relay source may not be taken on the civil day of an instant; null: it may. */
export function relayWord(zone: string): Library['mayRelay'] {
  return async (db, relayId, at) => {
    const relay = (await findRelays(db, [relayId])).get(relayId);
    if (!relay) return notFound('relay');
    const { date } = civilOf(at, zone);
    return mayRelay(relay, date) ? null : new StationError('RELAY_ENDED', { name: relay.name, date });
  };
}
