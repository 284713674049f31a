import type { Executor } from '#store';
import { MISSED_AFTER_MS, notAfter } from './lateness.ts';
import {
  closeOccurrences,
  hasWaiting,
  insertOccurrences,
  type PlannedOccurrence,
  reviveMisjudged,
  waitingOccurrences,
  writeBroadcasts,
} from './occurrence-store.ts';
import type { Content, OccurrenceDue, SchedulePorts } from './ports.ts';
import { contentOf, listRules, needsPlanning, type Rule, writePlannedTo } from './rule-store.ts';
import { occurrencesBetween } from './rules.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;
/** Every moment of the coming 48 hours stands in the table and on the speakers. */
export const AHEAD_MS = 48 * HOUR_MS;
/** What was missed in a longer absence than this is not listed one by one. */
export const LONGEST_ABSENCE_MS = 31 * DAY_MS;

/** How many occurrences one round planned, turned into broadcasts, found too late, and left for the next round. */
export interface PlanRound {
  readonly planned: number;
  readonly accepted: number;
  readonly missed: number;
  readonly waiting: number;
}
export const IDLE_ROUND: PlanRound = { planned: 0, accepted: 0, missed: 0, waiting: 0 };

/** Up to where a round plans: whole hours, so that a rule is touched once an hour, and always 48 h or more. */
export function horizonOf(now: number): number {
  return (Math.floor(now / HOUR_MS) + 1) * HOUR_MS + AHEAD_MS;
}

/**
 * True when a round would do something. Cheap, and outside any transaction. `replannedTo` is the horizon up to which
 * this process planned last: rules that are planned beyond it (the clock went back) are gone over once for each horizon.
 */
export async function hasWork(db: Executor, now: number, replannedTo: number): Promise<boolean> {
  const horizon = horizonOf(now);
  return (await needsPlanning(db, horizon, replannedTo !== horizon)) || (await hasWaiting(db, now));
}

/**
 * One round, in the one transaction `tx`: expands active rules to the horizon, then offers all that wait to the next
 * stage in a single batch; what is too late already is called missed. Run again it changes nothing. `lapsed` are broadcasts
 * that a wrong clock called missed: what they were made of waits again.
 */
export async function planRound(
  tx: Executor,
  zone: string,
  now: number,
  ports: Pick<SchedulePorts, 'broadcasts' | 'bulletins' | 'silentBefore'>,
  lapsed: readonly string[] = [],
): Promise<PlanRound> {
  const rules = (await listRules(tx)).filter((rule) => rule.active);
  const planned = expand(rules, zone, now);
  await insertOccurrences(tx, planned);
  await writePlannedTo(
    tx,
    rules.filter((rule) => rule.plannedTo < horizonOf(now)).map(({ id }) => id),
    horizonOf(now),
  );
  await reviveMisjudged(tx, now, lapsed);
  const active = new Set(rules.map(({ id }) => id));
  const [waiting, orphans] = parted(await waitingOccurrences(tx), ({ ruleId }) => active.has(ruleId));
  await closeOccurrences(
    tx,
    orphans.map(({ id }) => id),
    'cancelled',
    'rule_changed',
  );
  if (waiting.length === 0) return { ...IDLE_ROUND, planned: planned.length };

  const kinds = await ports.bulletins.kindsOf(tx, [...new Set(rules.map(contentOf))]);
  const judged = judge(waiting, rules, kinds, zone, now);
  const { late } = judged;
  const silentBefore = ports.silentBefore?.() ?? 0;
  const [own, missed] = parted(late, (one) => one.plannedAt >= silentBefore);
  const [ahead, elsewhere] = parted(judged.due, (one) => one.plannedAt >= silentBefore);
  const [due, invalid] = parted(ahead, (one) => isValid(kinds.get(contentOf(one)), one.plannedAt));
  await closeOccurrences(
    tx,
    invalid.map(({ occurrenceId }) => occurrenceId),
    'cancelled',
    'not_valid',
  );
  const accepted = due.length > 0 ? await ports.broadcasts.accept(tx, due) : new Map<number, string>();
  await writeBroadcasts(tx, accepted, 'broadcast');
  for (const [batch, reason] of [
    [own, 'missed_window'],
    [[...missed, ...elsewhere], 'restored'],
  ] as const) {
    if (batch.length === 0) continue;
    await closeOccurrences(
      tx,
      batch.map(({ occurrenceId }) => occurrenceId),
      'expired',
      reason,
    );
    await writeBroadcasts(tx, await ports.broadcasts.missed(tx, batch, reason), 'expired');
  }
  return {
    planned: planned.length,
    accepted: accepted.size,
    missed: late.length + elsewhere.length,
    waiting: due.length - accepted.size,
  };
}

function isValid(content: Content | undefined, at: number): boolean {
  return content !== undefined && at >= (content.validFrom ?? at) && at <= (content.expiresAt ?? at);
}

function parted<Item>(items: readonly Item[], belongs: (item: Item) => boolean): [Item[], Item[]] {
  return [items.filter(belongs), items.filter((item) => !belongs(item))];
}

function expand(rules: readonly Rule[], zone: string, now: number) {
  const to = horizonOf(now);
  return rules.flatMap((rule) => {
    // A mark beyond the horizon was set by a clock that ran ahead: what it skipped is planned now; rows that exist stay.
    const from = rule.plannedTo > to ? now : Math.max(rule.plannedTo, now - LONGEST_ABSENCE_MS);
    return occurrencesBetween(rule.pattern, zone, from, to).map((occurrence) => ({ ruleId: rule.id, occurrence }));
  });
}

/** Parts what may still be played from what is too late. */
function judge(
  waiting: readonly PlannedOccurrence[],
  rules: readonly Rule[],
  kinds: Awaited<ReturnType<SchedulePorts['bulletins']['kindsOf']>>,
  zone: string,
  now: number,
): { due: OccurrenceDue[]; late: OccurrenceDue[] } {
  const byRule = Map.groupBy(waiting, ({ ruleId }) => ruleId);
  const all = rules.flatMap((rule) => {
    const own = byRule.get(rule.id) ?? [];
    const { kind = 'bulletin', expiresAt = null } = kinds.get(contentOf(rule)) ?? {};
    const nextAfter = followers(rule, zone, own, MISSED_AFTER_MS[kind]);
    return own.map(({ id, plannedAt }) => ({
      ...{ occurrenceId: id, ruleId: rule.id, title: rule.title, zoneIds: rule.zoneIds },
      ...{ bulletinId: rule.bulletinId, templateId: rule.templateId, cutInAfterMs: rule.cutInAfterMs },
      ...{ kind, plannedAt, notAfter: notAfter(kind, plannedAt, nextAfter(plannedAt), expiresAt) },
    }));
  });
  all.sort((a, b) => a.plannedAt - b.plannedAt || a.occurrenceId - b.occurrenceId);
  const [due, late] = parted(all, (one) => now <= one.notAfter);
  return { due, late };
}

/** The rule's next occurrence after each of `own`, as far as it matters for lateness. */
function followers(rule: Rule, zone: string, own: readonly PlannedOccurrence[], windowMs: number) {
  const first = own[0]?.plannedAt ?? 0;
  const last = own.at(-1)?.plannedAt ?? 0;
  const instants = occurrencesBetween(rule.pattern, zone, first, last + windowMs + 1).map(({ atMs }) => atMs);
  let place = 0;
  return (plannedAt: number): number | null => {
    while (place < instants.length && (instants[place] ?? 0) <= plannedAt) place++;
    return instants[place] ?? null;
  };
}
