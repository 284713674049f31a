import { type Clock, newId, notFound, type Random, type Reason, StationError } from '#kernel';
import type { Executor } from '#store';
import { MISSED_AFTER_MS } from './lateness.ts';
import { closeOccurrences, futureOccurrences, reopenOccurrences } from './occurrence-store.ts';
import type { Broadcasts } from './ports.ts';
import {
  findRule,
  insertRule,
  type Rule,
  type RuleDraft,
  type RuleSource,
  retireRuleRow,
  updateRule,
  writePlanAgain,
} from './rule-store.ts';

/** What a change to the rules needs around it. */
export interface RuleDesk {
  readonly clock: Clock;
  readonly random: Random;
  readonly broadcasts: Broadcasts;
}

/** Adds a rule; gives its id. */
export async function addRule(
  tx: Executor,
  desk: RuleDesk,
  draft: RuleDraft,
  source: RuleSource | null = null,
): Promise<string> {
  const id = newId('rule', desk.clock, desk.random);
  await insertRule(tx, id, draft, source, desk.clock.wallMs());
  return id;
}

/**
 * Puts `draft` in place of what the rule said. All that it planned after now is called back and planned anew; what has
 * begun goes on, and what is past stays as it was.
 */
export async function changeRule(tx: Executor, desk: RuleDesk, id: string, draft: RuleDraft): Promise<void> {
  const now = desk.clock.wallMs();
  await callBack(tx, desk, id, now);
  await updateRule(tx, id, draft, now);
}

/** Why what was planned for an instant is called back. */
export type WhyOff = (plannedAt: number) => Reason;

/** Later than this nothing is begun any more, whatever its kind. */
const LONGEST_LATE_MS = Math.max(...Object.values(MISSED_AFTER_MS));

/**
 * What the rule plays has changed: all that has not begun is called back, what still waits to be played late too, and
 * planned anew as far as it may still be heard.
 */
export async function planAgain(tx: Executor, desk: RuleDesk, id: string, whyOff: WhyOff): Promise<void> {
  const now = desk.clock.wallMs();
  const open = await futureOccurrences(tx, id, now - LONGEST_LATE_MS);
  const byReason = Map.groupBy(open, ({ plannedAt }) => whyOff(plannedAt));
  for (const [reason, same] of byReason) {
    const given = same.flatMap(({ state, broadcastId }) =>
      state === 'broadcast' && broadcastId !== null ? [broadcastId] : [],
    );
    if (given.length === 0) continue;
    const cancelled = await desk.broadcasts.cancel(tx, given, reason);
    const back = same.filter(({ broadcastId }) => broadcastId !== null && cancelled.has(broadcastId));
    await reopenOccurrences(
      tx,
      back.map((one) => one.id),
    );
  }
  await writePlanAgain(tx, id, now);
}

/** Takes a rule out of use and calls back all that it planned after now. */
export async function retireRule(tx: Executor, desk: RuleDesk, id: string): Promise<void> {
  const now = desk.clock.wallMs();
  await callBack(tx, desk, id, now);
  await retireRuleRow(tx, id, now);
}

async function callBack(tx: Executor, { broadcasts }: RuleDesk, id: string, now: number): Promise<void> {
  const future = await futureOccurrences(tx, id, now);
  const given = future.flatMap(({ state, broadcastId }) =>
    state === 'broadcast' && broadcastId !== null ? [broadcastId] : [],
  );
  const cancelled = given.length > 0 ? await broadcasts.cancel(tx, given, 'rule_changed') : new Set<string>();
  const closed = future.filter(
    ({ state, broadcastId }) => state !== 'broadcast' || (broadcastId !== null && cancelled.has(broadcastId)),
  );
  await closeOccurrences(
    tx,
    closed.map((one) => one.id),
    'cancelled',
    'rule_changed',
  );
}

/** The rule, if an operator may change it: NOT_FOUND, or RULE_FROM_FILE when a schedule file is its home. */
export async function editableRule(tx: Executor, id: string): Promise<Rule> {
  const rule = await findRule(tx, id);
  if (!rule || rule.retiredAt !== null) throw notFound('rule');
  if (rule.source) throw new StationError('RULE_FROM_FILE', { file: rule.source.file });
  return rule;
}
