import { type Clock, newId, type Random, StationError } from '#kernel';
import type { Executor } from '#store';
import { closeOccurrences, futureOccurrences } from './occurrence-store.ts';
import type { Broadcasts } from './ports.ts';
import {
  findRule,
  insertRule,
  type Rule,
  type RuleDraft,
  type RuleSource,
  retireRuleRow,
  updateRule,
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
  if (!rule || rule.retiredAt !== null) throw new StationError('NOT_FOUND', { what: { vi: 'lịch phát', en: 'rule' } });
  if (rule.source) throw new StationError('RULE_FROM_FILE', { file: rule.source.file });
  return rule;
}
