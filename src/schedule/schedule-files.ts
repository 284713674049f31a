import { createHash } from 'node:crypto';
import { type Bilingual, type Files, StationError } from '#kernel';
import type { Executor, Store } from '#store';
import { applyFile, type FileDraft } from './file-apply.ts';
import { startMode } from './file-rules.ts';
import type { Directory, SchedulePorts } from './ports.ts';
import { problem } from './problems.ts';
import { fileError, type ReadRule, readScheduleFile } from './read-file.ts';
import type { RuleDesk } from './rule-book.ts';
import { ruleFiles } from './rule-store.ts';

/** A longer file is refused unread. */
export const MOST_FILE_BYTES = 1_048_576;

/** How one schedule file stands. A bad one keeps the rules of its last good version in use. */
export interface FileStatus {
  readonly file: string;
  readonly state: 'ok' | 'bad';
  readonly error?: { readonly code: string; readonly text: Bilingual; readonly values: StationError['values'] };
  /** Rules in use of this file. */
  readonly rules: number;
  /** Of the content that was looked at last. */
  readonly sha256: string | null;
  /** When a good version was last taken into use, or null. */
  readonly loadedAt: number | null;
}

export interface ScheduleFiles {
  /** Looks at the folder and takes into use what changed. True when any rule changed. One at a time. */
  reload(): Promise<boolean>;
  /** Every file known, by name. */
  status(): FileStatus[];
}

export interface ScheduleFilesNeeds {
  readonly files: Files;
  readonly store: Store;
  readonly desk: RuleDesk;
  readonly ports: Pick<SchedulePorts, 'directory' | 'fileTaken'>;
  readonly folder: string;
}

/** What is remembered of a file, so that unchanged content is not parsed again. */
interface Seen {
  readonly sha256: string | null;
  readonly rules: ReadRule[] | null;
  readonly status: FileStatus;
  readonly absences: number;
}

/** True for the names that are schedule files. `example-…` is for people to copy, a leading dot belongs to editors. */
export function isScheduleFile(name: string): boolean {
  return /\.ya?ml$/i.test(name) && !/^(\.|example-)/i.test(name);
}

/** Reads schedule files and keeps their rules in step with them, without a restart. */
export function createScheduleFiles({ files, store, desk, ports, folder }: ScheduleFilesNeeds): ScheduleFiles {
  const seen = new Map<string, Seen>();
  let last: Promise<unknown> = Promise.resolve();

  async function reload(): Promise<boolean> {
    const names = (await files.list(folder)).filter(isScheduleFile);
    const known = [...new Set([...(await ruleFiles(store.db)), ...seen.keys()])];
    let changed = false;
    for (const file of names) changed = (await look(file)) || changed;
    for (const file of known.filter((name) => !names.includes(name))) {
      changed = (await miss(file, names.length === 0)) || changed;
    }
    return changed;
  }

  async function look(file: string): Promise<boolean> {
    const before = seen.get(file);
    let sha256: string | null = null;
    let rules: ReadRule[] | null = null;
    try {
      const bytes = await bytesOf(files, folder, file);
      sha256 = createHash('sha256').update(bytes).digest('hex');
      const same = before?.sha256 === sha256 && before.absences === 0;
      if (same && (before.status.state === 'ok' || before.rules === null)) return false;
      rules = same ? before.rules : readScheduleFile(file, bytes);
      const drafts = await resolve(store.db, ports.directory, file, rules ?? []);
      const changed = await store.transact((tx) => applyFile(tx, desk, file, drafts));
      const loadedAt = desk.clock.wallMs();
      seen.set(file, {
        sha256,
        rules,
        absences: 0,
        status: { file, state: 'ok', rules: drafts.length, sha256, loadedAt },
      });
      if (changed) ports.fileTaken(file, { rules: drafts.length, sha256 });
      return changed;
    } catch (error) {
      if (!(error instanceof StationError)) throw error;
      noteBad(file, error, sha256, rules);
      return false;
    }
  }

  /** A file that is away: an editor may be replacing it, so it is believed the second time; an empty folder never. */
  async function miss(file: string, folderIsEmpty: boolean): Promise<boolean> {
    const absences = (seen.get(file)?.absences ?? 0) + 1;
    if (folderIsEmpty || absences < 2) {
      if (folderIsEmpty) noteBad(file, fileError(file, 1, '-', problem('file_gone')), null, null);
      const now = seen.get(file);
      if (now) seen.set(file, { ...now, absences: folderIsEmpty ? 0 : absences });
      else noteBad(file, fileError(file, 1, '-', problem('file_unreadable')), null, null, absences);
      return false;
    }
    const changed = await store.transact((tx) => applyFile(tx, desk, file, []));
    seen.delete(file);
    if (changed) ports.fileTaken(file, { rules: 0, sha256: null });
    return changed;
  }

  function noteBad(file: string, error: StationError, sha256: string | null, rules: ReadRule[] | null, absences = 0) {
    const { rules: inUse = 0, loadedAt = null } = seen.get(file)?.status ?? {};
    const { code, text, values } = error;
    const status = { file, state: 'bad' as const, error: { code, text, values }, rules: inUse, sha256, loadedAt };
    seen.set(file, { sha256, rules, absences, status });
  }

  return {
    reload() {
      const next = last.then(reload, reload);
      last = next.catch(() => undefined);
      return next;
    },
    status: () => [...seen.values()].map(({ status }) => status).sort((a, b) => (a.file < b.file ? -1 : 1)),
  };
}

/** The whole file, the same twice: half of what someone is writing might be good YAML too. */
async function bytesOf(files: Files, folder: string, file: string): Promise<Uint8Array> {
  const path = `${folder}/${file}`;
  const bad = (...[key, values]: Parameters<typeof problem>) => fileError(file, 1, '-', problem(key, values));
  // The size is asked first: a pipe or a device has none, and would never end.
  const size = await files.size(path).catch(() => null);
  if (size === 0) throw bad('file_empty');
  if (size !== null && size > MOST_FILE_BYTES) throw bad('file_large', { limit: MOST_FILE_BYTES });
  const read = async () => (size === null ? null : await files.read(path).catch(() => null));
  const [first, second] = [await read(), await read()];
  if (!first || !second) throw bad('file_unreadable');
  if (Buffer.compare(first, second) !== 0) throw bad('file_changing');
  if (first.length > MOST_FILE_BYTES) throw bad('file_large', { limit: MOST_FILE_BYTES });
  return first;
}

/** Turns the names that a file uses into ids. */
async function resolve(db: Executor, directory: Directory, file: string, rules: ReadRule[]): Promise<FileDraft[]> {
  const drafts: FileDraft[] = [];
  for (const [place, { key, title, pattern, active, bulletin, template, start, zones, line }] of rules.entries()) {
    const one = async (field: string, name: string, kind: 'bulletin' | 'template' | 'zone') => {
      const ids = await directory[`${kind}ByName`](db, name);
      const [id] = ids;
      if (id !== undefined && ids.length === 1) return id;
      const key = id === undefined ? (`no_${kind}` as const) : (`many_${kind}s` as const);
      throw fileError(file, line, `rules.${place}.${field}`, problem(key, { name }));
    };
    const bulletinId = bulletin === undefined ? null : await one('bulletin', bulletin, 'bulletin');
    const templateId = template === undefined ? null : await one('template', template, 'template');
    const zoneIds: string[] = [];
    for (const [at, name] of zones.entries()) zoneIds.push(await one(`zones.${at}`, name, 'zone'));
    const cutInAfterMs = startMode(start) ?? null;
    drafts.push({ key, draft: { title, pattern, active, bulletinId, templateId, zoneIds, cutInAfterMs } });
  }
  return drafts;
}
