import type { Executor } from '#store';
import { MISSED_AFTER_MS, notAfter } from './lateness.ts';
import type { Bulletins, Content, OccurrenceDue } from './ports.ts';
import { contentOf, type RuleDraft } from './rule-store.ts';
import { occurrencesBetween } from './rules.ts';

/** What a rule will bring, and how the rule names it. */
export interface ExpectedDue extends OccurrenceDue {
  readonly date: string;
  readonly time: string;
}

/** A rule, saved or not, and the instant from which on nothing of it is planned. */
export interface Unplanned {
  readonly rule: RuleDraft & { readonly id: string };
  readonly fromAt: number;
}

/** What rules will bring up to `to` (exclusive) beyond what is planned already. Nothing is written: they have no ids. */
export async function expectedOf(
  db: Executor,
  zone: string,
  bulletins: Bulletins,
  unplanned: readonly Unplanned[],
  to: number,
): Promise<ExpectedDue[]> {
  const active = unplanned.filter(({ rule }) => rule.active);
  const kinds = await bulletins.kindsOf(db, [...new Set(active.map(({ rule }) => contentOf(rule)))]);
  return active.flatMap(({ rule, fromAt }) => {
    const content = kinds.get(contentOf(rule));
    return content ? duesOf(rule, content, zone, fromAt, to) : [];
  });
}

function duesOf(rule: Unplanned['rule'], content: Content, zone: string, fromAt: number, to: number): ExpectedDue[] {
  const { kind, validFrom, expiresAt } = content;
  const all = occurrencesBetween(rule.pattern, zone, fromAt, to + MISSED_AFTER_MS[kind]);
  return all.flatMap(({ date, time, atMs: plannedAt }, place) => {
    if (plannedAt >= to || plannedAt < (validFrom ?? plannedAt) || plannedAt > (expiresAt ?? plannedAt)) return [];
    return {
      ...{ date, time, occurrenceId: 0, ruleId: rule.id, title: rule.title, zoneIds: rule.zoneIds },
      ...{ bulletinId: rule.bulletinId, templateId: rule.templateId, cutInAfterMs: rule.cutInAfterMs },
      ...{ kind, plannedAt, notAfter: notAfter(kind, plannedAt, all[place + 1]?.atMs ?? null, expiresAt) },
    };
  });
}
