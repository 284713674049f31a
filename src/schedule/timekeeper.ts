import { notFound, StationError, type World } from '#kernel';
import type { Executor, Store } from '#store';
import { type ExpectedDue, expectedOf } from './expected.ts';
import { listOccurrences, type PlannedOccurrence } from './occurrence-store.ts';
import { hasWork, horizonOf, IDLE_ROUND, type PlanRound, planRound } from './planner.ts';
import type { OccurrenceDue, SchedulePorts } from './ports.ts';
import { problem } from './problems.ts';
import { addRule, changeRule, editableRule, planAgain, type RuleDesk, retireRule, type WhyOff } from './rule-book.ts';
import { checkContent, checkRule } from './rule-check.ts';
import { contentOf, findRule, listRules, type Rule, type RuleDraft } from './rule-store.ts';
import { createScheduleFiles, type FileStatus } from './schedule-files.ts';
import { SetClock } from './set-clock.ts';

/** The loop looks this often at files and at what waits; far below the 30 s cap of every timer. */
const LOOK_EVERY_MS = 5_000;
const RETRY_AFTER_MS = 1_000;

/** A rule as it comes from outside, its pattern not yet checked. */
export interface RuleInput extends Pick<RuleDraft, 'title' | 'zoneIds' | 'active'> {
  readonly pattern: unknown;
  readonly bulletinId?: string | null;
  readonly templateId?: string | null;
  readonly cutInAfterMs?: number | null;
}

/** The schedule stage: rules in, broadcasts out. */
export interface Schedule {
  start(): void;
  /** Waits until the loop is quiet. */
  stop(): Promise<void>;
  /** Looks now instead of in a few seconds. Safe at any time. */
  wake(): void;
  /** One look: files, then a planning round. What the loop does; for tests and for whoever must wait for it. */
  runOnce(): Promise<PlanRound>;
  /** `also` runs in the same transaction, so that both are there or neither. */
  createRule(input: RuleInput, also?: (tx: Executor, rule: Rule) => Promise<void>): Promise<Rule>;
  changeRule(id: string, input: RuleInput): Promise<Rule>;
  retireRule(id: string): Promise<void>;
  /**
   * What rules play has changed: in the caller's transaction, all that they planned and has not begun is called back, each
   * for the reason that `whyOff` gives, and planned anew. Call `wake` after the commit.
   */
  planAgain(tx: Executor, contentIds: readonly string[], whyOff: WhyOff): Promise<void>;
  rules(): Promise<Rule[]>;
  /** What the rules (but one) will bring in a stretch of time beyond what is planned already. */
  expected(from: number, to: number, exceptRuleId: string | null): Promise<ExpectedDue[]>;
  /** What a rule would bring, before it is saved; refuses what saving would refuse. `id` stands for the rule. */
  expectedOf(input: RuleInput, id: string, from: number, to: number): Promise<OccurrenceDue[]>;
  occurrences(from: number, to: number, limit: number): Promise<PlannedOccurrence[]>;
  /** Looks at the schedule files at once. */
  reload(): Promise<FileStatus[]>;
  files(): FileStatus[];
}

export interface ScheduleNeeds {
  readonly world: Pick<World, 'clock' | 'random' | 'files' | 'logger'>;
  readonly store: Store;
  readonly zone: string;
  /** Folder of the schedule files. */
  readonly folder: string;
  readonly ports: SchedulePorts;
}

/** Builds the stage. Nothing happens before `start`. */
export function createSchedule({ world, store, zone, folder, ports }: ScheduleNeeds): Schedule {
  const { clock, logger } = world;
  const desk: RuleDesk = { clock, random: world.random, broadcasts: ports.broadcasts };
  const files = createScheduleFiles({ files: world.files, store, desk, ports, folder });
  let nap = new AbortController();
  let stopping = false;
  let loop: Promise<void> | null = null;
  let replannedTo = Number.NaN;
  const setClock = new SetClock(clock);

  async function runOnce(): Promise<PlanRound> {
    await files.reload().catch((error: unknown) => logger.error('schedule files were not read', { error }));
    const now = clock.wallMs();
    const isReview = setClock.isNews();
    const lapsed = isReview ? await ports.broadcasts.lapsedAfter(store.db, now) : [];
    if (isReview && lapsed.length === 0) setClock.settle();
    if (lapsed.length === 0 && !(await hasWork(store.db, now, replannedTo))) return IDLE_ROUND;
    const round = await store.transact((tx) => planRound(tx, zone, now, ports, lapsed));
    replannedTo = horizonOf(now);
    if (isReview) setClock.settle();
    if (round.planned + round.accepted + round.missed > 0) logger.info('occurrences were planned', { ...round });
    if (round.missed > 0) logger.warn('occurrences were missed', { missed: round.missed });
    return round;
  }

  async function keepTime(): Promise<void> {
    while (!stopping) {
      nap = new AbortController();
      const { signal } = nap;
      let restMs = LOOK_EVERY_MS;
      try {
        await runOnce();
      } catch (error) {
        logger.error('planning failed and will be tried again', { error });
        restMs = RETRY_AFTER_MS;
      }
      if (!stopping) await clock.sleep(restMs, signal);
    }
  }

  /** Refuses a rule that names a bulletin or zone that is not there. */
  async function checkNames(tx: Executor, draft: RuleDraft): Promise<void> {
    const { zoneIds } = draft;
    if (zoneIds.length === 0) {
      throw new StationError('RULE_PATTERN', { field: 'zoneIds', problem: problem('too_few', { least: 1 }) });
    }
    const known = await ports.bulletins.kindsOf(tx, [contentOf(draft)]);
    if (!known.has(contentOf(draft))) throw notFound(draft.bulletinId === null ? 'template' : 'bulletin');
    for (const id of zoneIds) {
      if ((await ports.directory.zoneByName(tx, id)).includes(id)) continue;
      throw notFound('zone');
    }
  }

  /** Runs one change of a rule, then lets the loop plan it. */
  async function edit<Result>(work: (tx: Executor) => Promise<Result>): Promise<Result> {
    const result = await store.transact(work);
    nap.abort();
    return result;
  }

  async function written(tx: Executor, id: string): Promise<Rule> {
    const rule = await findRule(tx, id);
    if (!rule) throw new Error(`rule ${id} vanished inside its own transaction`);
    return rule;
  }

  return {
    start() {
      stopping = false;
      loop ??= keepTime();
    },
    async stop() {
      stopping = true;
      nap.abort();
      await loop;
      loop = null;
    },
    wake: () => nap.abort(),
    runOnce,
    createRule: async (input, also) => {
      const draft = draftOf(input);
      return edit(async (tx) => {
        await checkNames(tx, draft);
        const rule = await written(tx, await addRule(tx, desk, draft));
        await also?.(tx, rule);
        return rule;
      });
    },
    changeRule: async (id, input) => {
      const draft = draftOf(input);
      return edit(async (tx) => {
        await editableRule(tx, id);
        await checkNames(tx, draft);
        await changeRule(tx, desk, id, draft);
        return written(tx, id);
      });
    },
    retireRule: (id) =>
      edit(async (tx) => {
        await editableRule(tx, id);
        await retireRule(tx, desk, id);
      }),
    async planAgain(tx, contentIds, whyOff) {
      const changed = new Set(contentIds);
      for (const rule of await listRules(tx)) {
        if (changed.has(contentOf(rule))) await planAgain(tx, desk, rule.id, whyOff);
      }
    },
    rules: () => listRules(store.db),
    async expected(from, to, exceptRuleId) {
      const others = (await listRules(store.db)).filter(({ id }) => id !== exceptRuleId);
      const unplanned = others.map((rule) => ({ rule, fromAt: Math.max(rule.plannedTo, from) }));
      return expectedOf(store.db, zone, ports.bulletins, unplanned, to);
    },
    async expectedOf(input, id, from, to) {
      const draft = draftOf(input);
      await checkNames(store.db, draft);
      return expectedOf(store.db, zone, ports.bulletins, [{ rule: { ...draft, id }, fromAt: from }], to);
    },
    occurrences: (from, to, limit) => listOccurrences(store.db, from, to, limit),
    async reload() {
      if (await files.reload()) nap.abort();
      return files.status();
    },
    files: files.status,
  };
}

/** A checked draft. Throws RULE_PATTERN, RULE_NEVER or RULE_TOO_OFTEN. */
function draftOf({
  pattern,
  bulletinId = null,
  templateId = null,
  cutInAfterMs = null,
  ...rest
}: RuleInput): RuleDraft {
  const draft = { ...rest, bulletinId, templateId, cutInAfterMs };
  checkContent(draft);
  return { ...draft, pattern: checkRule(pattern) };
}
