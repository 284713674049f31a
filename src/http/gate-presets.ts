import { z } from 'zod';
import { issueText } from '#config';
import { type GateRules, gateRules } from '#gate';
import { type Bilingual, type Files, isStationError } from '#kernel';
import { checkRules } from '#place';
import { readYaml } from '#schedule';

/** Rules of some place, with where they come from, to begin from. */
export interface GatePreset {
  readonly key: string;
  readonly name: Bilingual;
  readonly source: Bilingual;
  readonly assumed: Bilingual | null;
  readonly rules: GateRules;
}

/** What is wrong with a file of presets. */
export interface PresetFault {
  readonly file: string;
  readonly line: number | null;
  readonly problem: Bilingual;
}

const MOST_BYTES = 65_536;
const text = z.strictObject({ vi: z.string().min(1).max(2000), en: z.string().min(1).max(2000) });
const presetFile = z.strictObject({
  name: text,
  source: text,
  assumed: text.nullable().default(null),
  rules: gateRules,
});

/** Reads the presets of a folder, by file name. A bad file is told, and the others are read all the same. */
export async function readGatePresets(
  files: Files,
  folder: string,
): Promise<{ presets: GatePreset[]; faults: PresetFault[] }> {
  const presets: GatePreset[] = [];
  const faults: PresetFault[] = [];
  for (const file of (await files.list(folder)).filter((name) => /^[^.].*\.ya?ml$/i.test(name))) {
    const read = await readPreset(files, `${folder}/${file}`, file);
    if ('problem' in read) faults.push(read);
    else presets.push(read);
  }
  return { presets, faults };
}

async function readPreset(files: Files, path: string, file: string): Promise<GatePreset | PresetFault> {
  if (((await files.size(path)) ?? 0) > MOST_BYTES) {
    const [vi, en] = [`tệp lớn hơn ${MOST_BYTES} byte`, `the file is larger than ${MOST_BYTES} bytes`];
    return { file, line: null, problem: { vi, en } };
  }
  const bytes = await files.read(path);
  if (!bytes) return { file, line: null, problem: { vi: 'không đọc được tệp', en: 'the file cannot be read' } };
  const yaml = readYaml(new TextDecoder().decode(bytes));
  if (!('value' in yaml)) return { file, line: yaml.line, problem: yaml.text };
  const parsed = presetFile.safeParse(yaml.value, { reportInput: true });
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const steps = (issue?.path ?? []).filter((step) => typeof step !== 'symbol');
    const said = issue ? issueText(issue) : { vi: '', en: '' };
    const field = steps.join('.') || '-';
    return {
      file,
      line: yaml.lineOf(steps, false),
      problem: { vi: `${field}: ${said.vi}`, en: `${field}: ${said.en}` },
    };
  }
  try {
    const { rules, ...about } = parsed.data;
    return { key: file.replace(/\.ya?ml$/i, ''), ...about, rules: checkRules(rules) };
  } catch (error) {
    if (!isStationError(error)) throw error;
    return { file, line: yaml.lineOf(['rules'], false), problem: error.text };
  }
}
