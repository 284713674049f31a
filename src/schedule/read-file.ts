import { StationError } from '#kernel';
import { explain } from './explain.ts';
import { type FileRule, scheduleFileSchema } from './file-rules.ts';
import { problem } from './problems.ts';
import { checkRule } from './rule-check.ts';
import { type PlainYaml, readYaml } from './yaml-text.ts';

/** A rule of a file, with the line on which it begins. */
export interface ReadRule extends FileRule {
  readonly line: number;
}

/** Turns the bytes of a schedule file into checked rules, or throws SCHEDULE_FILE with file, line, field, problem. */
export function readScheduleFile(file: string, bytes: Uint8Array): ReadRule[] {
  const yaml = readYaml(decoded(file, bytes));
  if (!('value' in yaml)) throw fileError(file, yaml.line, yaml.field, yaml.text);
  const parsed = scheduleFileSchema.safeParse(yaml.value, { reportInput: true });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    if (!issue) throw new Error('zod refused without an issue');
    const { path, text, isKey } = explain(issue);
    throw fileError(file, yaml.lineOf(path, isKey), path.join('.') || 'rules', text);
  }
  const seen = new Set<string>();
  return parsed.data.rules.map((rule, place) => {
    const line = yaml.lineOf(['rules', place, 'key'], false);
    if (seen.has(rule.key)) throw fileError(file, line, `rules.${place}.key`, problem('key_twice', { key: rule.key }));
    seen.add(rule.key);
    return { ...rule, pattern: checked(file, yaml, place), line };
  });
}

/** A SCHEDULE_FILE error; `text` is the problem in both languages. */
export function fileError(file: string, line: number, field: string, text: ReturnType<typeof problem>): StationError {
  return new StationError('SCHEDULE_FILE', { file, line, field, problem: text });
}

function decoded(file: string, bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw fileError(file, 1, '-', problem('not_utf8'));
  }
}

/** Checks the pattern as it stands in the file, so that nothing that the schema lets pass goes unseen. */
function checked(file: string, yaml: PlainYaml, place: number) {
  const raw = (yaml.value as { rules: { pattern: unknown }[] }).rules[place]?.pattern;
  try {
    return checkRule(raw);
  } catch (error) {
    if (!(error instanceof StationError)) throw error;
    const steps = String(error.values['field'] ?? '')
      .split('.')
      .filter((step) => step !== '');
    const path = ['rules', place, 'pattern', ...steps.map((step) => (/^\d+$/.test(step) ? Number(step) : step))];
    const text = error.values['problem'];
    throw fileError(file, yaml.lineOf(path, false), path.join('.'), typeof text === 'object' ? text : error.text);
  }
}
