import { isDeepStrictEqual } from 'node:util';
import type { Executor } from '#store';
import { addRule, changeRule, type RuleDesk, retireRule } from './rule-book.ts';
import { type Rule, type RuleDraft, rulesOfFile } from './rule-store.ts';

/** A rule of a file whose names have become ids. */
export interface FileDraft {
  readonly key: string;
  readonly draft: RuleDraft;
}

/** Makes the rules of a file be exactly `drafts`; one that did not change keeps its version. True when any changed. */
export async function applyFile(
  tx: Executor,
  desk: RuleDesk,
  file: string,
  drafts: readonly FileDraft[],
): Promise<boolean> {
  const inUse = new Map((await rulesOfFile(tx, file)).map((rule) => [rule.source?.key ?? '', rule]));
  let changed = false;
  for (const { key, draft } of drafts) {
    const rule = inUse.get(key);
    inUse.delete(key);
    if (rule && isDeepStrictEqual(draftOf(rule), draft)) continue;
    changed = true;
    if (rule) await changeRule(tx, desk, rule.id, draft);
    else await addRule(tx, desk, draft, { file, key });
  }
  for (const rule of inUse.values()) {
    changed = true;
    await retireRule(tx, desk, rule.id);
  }
  return changed;
}

function draftOf({ title, bulletinId, templateId, zoneIds, pattern, active, cutInAfterMs }: Rule): RuleDraft {
  return { title, bulletinId, templateId, zoneIds, pattern, active, cutInAfterMs };
}
