/** Personal data have an end: once an hour, what bulletins with such data said is removed, as the programme room decides. */
import { alertedRecordings } from '#alert';
import { type ApprovalDesk, withdraw } from '#approval';
import type { AuditLog } from '#audit';
import { type Broadcast, openBroadcasts } from '#broadcast';
import { interferenceRecordings } from '#fm';
import { undecidedRecordings } from '#inbox';
import type { World } from '#kernel';
import { listBank, type MediaLibrary, markRemoved, mayRemove } from '#media';
import {
  type Bulletin,
  type CleanUp,
  chimesOf,
  decideCleanUp,
  type Ended,
  findBulletins,
  findDetails,
  isValidAt,
  listBulletins,
  listOverduePersonal,
  listProgrammes,
  listTemplates,
  type RecordingUse,
  withdrawBulletin,
  writeDetails,
} from '#programme';
import { listRelays } from '#relay';
import { occurrencesBetween, type Rule, type Schedule } from '#schedule';
import { forgetSpoken } from '#speech';
import type { Executor, Store } from '#store';

const HOUR_MS = 3_600_000;
/** A rule that does not come due within this is not waited for. */
const AHEAD_MS = 366 * 24 * HOUR_MS;
const WORD = 'Hết hạn giữ dữ liệu cá nhân: bản tin được rút, tệp được xóa.';

interface Parts {
  readonly world: World;
  readonly store: Store;
  readonly zone: string;
  readonly dataFolder: string;
  readonly media: MediaLibrary;
  readonly approvals: ApprovalDesk;
  readonly schedule: Pick<Schedule, 'rules'>;
  readonly audit: Pick<AuditLog, 'note'>;
}

/** Keeps the promise of `personalUntil`. The commit comes first, then the files go; after a crash it is done again. */
export class Cleaner {
  readonly #parts: Parts;
  /** What was told of bulletins that wait, so that it is told once. */
  readonly #told = new Map<string, string>();
  #stopping = new AbortController();
  #loop: Promise<void> = Promise.resolve();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Looks now, and then every hour. */
  start(): void {
    this.#stopping = new AbortController();
    this.#loop = this.#watch(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#loop;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { world } = this.#parts;
    do {
      await this.#clean().catch((error: unknown) =>
        world.logger.error('personal data could not be removed; tried again in an hour', { error: String(error) }),
      );
    } while (await world.clock.sleep(HOUR_MS, signal));
  }

  async #clean(): Promise<void> {
    const { world, store, approvals, schedule } = this.#parts;
    const ids = await listOverduePersonal(store.db, world.clock.wallMs());
    if (ids.length === 0) return;
    const rules = await schedule.rules();
    const decided = await store.transact(async (tx) => {
      const clean = await this.#decide(tx, ids, rules);
      for (const one of clean) {
        if ('waitsFor' in one) continue;
        for (const recordingId of one.remove) {
          await markRemoved(tx, recordingId);
          await forgetSpoken(tx, recordingId);
        }
        const bulletin = (await findBulletins(tx, [one.bulletinId])).get(one.bulletinId)?.bulletin;
        if (bulletin?.withdrawnAt !== null) continue;
        await withdrawBulletin(tx, world.clock, one.bulletinId);
        await withdraw(tx, world.clock, one.bulletinId, null, WORD);
      }
      return clean;
    });
    await approvals.settle();
    for (const one of decided) await this.#carryOut(one);
  }

  async #decide(tx: Executor, ids: readonly string[], rules: readonly Rule[]): Promise<CleanUp[]> {
    const { world, zone } = this.#parts;
    const now = world.clock.wallMs();
    const { broadcasts } = await openBroadcasts(tx);
    const ended = [...(await findBulletins(tx, ids)).values()].map(({ bulletin }): Ended => {
      const recordingIds = [bulletin, ...bulletin.versions].map((one) => one.recordingId);
      const open = broadcasts.filter(
        (one) => one.bulletinId === bulletin.id || recordingsIn(one).some((id) => recordingIds.includes(id)),
      );
      const due = rules.filter((rule) => isDue(rule, bulletin, zone, now));
      return {
        bulletinId: bulletin.id,
        recordingIds,
        planned: [...new Set([...open, ...due].map((one) => one.title))],
      };
    });
    return decideCleanUp(ended, await usesOf(tx, new Set(ids), ended, broadcasts));
  }

  async #carryOut(one: CleanUp): Promise<void> {
    const { world, store, media } = this.#parts;
    const { bulletinId } = one;
    if ('waitsFor' in one) return this.#tell(bulletinId, 'personalDataWaits', { planned: one.waitsFor.slice(0, 20) });
    for (const recordingId of one.remove) await media.removeFiles(recordingId);
    if (one.kept.length > 0)
      return this.#tell(bulletinId, 'personalDataWaits', { removed: one.remove, kept: one.kept });
    await this.#removeAttachment(bulletinId);
    const filesRemovedAt = world.clock.wallMs();
    await store.transact((tx) => writeDetails(tx, bulletinId, { filesRemovedAt }));
    this.#tell(bulletinId, 'removePersonalData', { removed: one.remove });
    this.#told.delete(bulletinId);
  }

  /** The document of the bulletin, unless another one in use has the same. */
  async #removeAttachment(bulletinId: string): Promise<void> {
    const { store, world, dataFolder } = this.#parts;
    const attachment = (await findDetails(store.db, [bulletinId])).get(bulletinId)?.attachment;
    if (!attachment) return;
    const others = (await listBulletins(store.db)).map((one) => one.id).filter((id) => id !== bulletinId);
    const used = [...(await findDetails(store.db, others)).values()].some(
      (one) => one.attachment?.sha256 === attachment.sha256,
    );
    if (!used) await world.files.remove(`${dataFolder}/attachments/${attachment.sha256}.pdf`);
  }

  #tell(bulletinId: string, what: string, detail: Record<string, unknown>): void {
    const key = JSON.stringify([what, detail]);
    if (this.#told.get(bulletinId) === key) return;
    this.#told.set(bulletinId, key);
    const { world, audit } = this.#parts;
    world.logger.info(what === 'removePersonalData' ? 'personal data were removed' : 'personal data must wait', {
      bulletinId,
      ...detail,
    });
    audit.note({ what, on: { bulletinId }, detail });
  }
}

function recordingsIn({ runningOrder, variants }: Broadcast): string[] {
  const orders = [runningOrder, ...Object.values(variants)];
  return orders.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'audio' ? [item.recordingId] : [])));
}

/** True when a rule would still play a bulletin. */
function isDue(rule: Rule, bulletin: Bulletin, zone: string, now: number): boolean {
  if (!rule.active || rule.retiredAt !== null || rule.bulletinId !== bulletin.id) return false;
  const ends = Math.min(bulletin.validTo ?? Number.POSITIVE_INFINITY, now + AHEAD_MS);
  return occurrencesBetween(rule.pattern, zone, now, ends).some(({ atMs }) => isValidAt(bulletin, atMs));
}

/** Who else needs which recordings. Ended bulletins are asked about together, and do not hold one another. */
async function usesOf(
  tx: Executor,
  endedIds: ReadonlySet<string>,
  ended: readonly Ended[],
  broadcasts: readonly Broadcast[],
): Promise<Map<string, Set<RecordingUse>>> {
  const uses = new Map<string, Set<RecordingUse>>();
  const add = (use: RecordingUse, ids: ReadonlyArray<string | null>) => {
    for (const id of ids) if (id !== null) uses.set(id, (uses.get(id) ?? new Set()).add(use));
  };
  for (const bulletin of await listBulletins(tx)) {
    if (endedIds.has(bulletin.id)) continue;
    const said = [bulletin, ...bulletin.versions].map((one) => one.recordingId);
    add('bulletin', said);
  }
  for (const { openingChimeId, closingChimeId } of await listProgrammes(tx)) {
    add('chime', [openingChimeId, closingChimeId]);
  }
  for (const { parts } of await listTemplates(tx)) add('template', chimesOf(parts));
  for (const { fallbackRecordingId } of await listRelays(tx)) add('relay', [fallbackRecordingId]);
  add('bank', await listBank(tx));
  add('fm', await interferenceRecordings(tx));
  add('alert', await alertedRecordings(tx));
  add('inbox', await undecidedRecordings(tx));
  for (const broadcast of broadcasts) add('broadcast', recordingsIn(broadcast));
  for (const id of ended.flatMap((one) => one.recordingIds)) if (!(await mayRemove(tx, id))) add('check', [id]);
  return uses;
}
