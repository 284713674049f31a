import type { Executor } from '#store';
import {
  checkpointBefore,
  checkpointFrom,
  checkpointOfSeq,
  checkpointsAfter,
  entriesAfter,
  lastCheckpoint,
  removedTo,
} from './audit-store.ts';
import { canonical } from './canonical.ts';
import { BEGINNING, endLine, type KeptCheckpoint, type Signer } from './checkpoint.ts';
import { entryLine, type Kept } from './entry.ts';

const PAGE = 1000;

/** Which stretch of time; nothing: everything there is. */
export interface Span {
  readonly from?: number | undefined;
  readonly to?: number | undefined;
}

/** How far a reader of lines has come. */
export interface Place {
  readonly seq: number;
  readonly number: number;
}

/** The next lines behind a place, entries and checkpoints in their order, and where that leaves the reader. */
export async function nextLines(
  db: Executor,
  after: Place,
  toSeq: number,
  most: number,
): Promise<{ lines: string[]; at: Place; entries: readonly Kept[]; checkpoints: readonly KeptCheckpoint[] }> {
  const entries = (await entriesAfter(db, after.seq, most)).filter((one) => one.seq <= toSeq);
  const upTo = entries.at(-1)?.seq ?? after.seq;
  const checkpoints = await checkpointsAfter(db, after.number, upTo, most);
  // When many checkpoints were left behind, entries wait for them.
  const shown =
    checkpoints.length < most ? entries : entries.filter((one) => one.seq <= (checkpoints.at(-1)?.seq ?? 0));
  const waiting = [...checkpoints];
  const lines: string[] = [];
  const due = (seq: number) => {
    while ((waiting[0]?.seq ?? Number.POSITIVE_INFINITY) <= seq) lines.push(waiting.shift()?.body ?? '');
  };
  due(after.seq);
  for (const entry of shown) {
    lines.push(entryLine(entry));
    due(entry.seq);
  }
  const seq = shown.at(-1)?.seq ?? after.seq;
  return { lines, at: { seq, number: checkpoints.at(-1)?.number ?? after.number }, entries: shown, checkpoints };
}

/**
 * The log as lines of JSON that verify by themselves: what it is, the checkpoint that it hangs on, entries and
 * checkpoints, and a signed end. A span begins and ends at checkpoints. Never more than a page in memory.
 */
export async function* exportLines(
  db: Executor,
  { from, to }: Span,
  told: { readonly at: number; readonly station: string },
  signer: Signer,
): AsyncGenerator<string> {
  const removed = await removedTo(db);
  const before = from === undefined ? null : await checkpointBefore(db, from);
  const oldest = removed > 0 ? await checkpointOfSeq(db, removed) : null;
  const anchor = (before?.seq ?? 0) > removed ? before : oldest;
  const last = (to === undefined ? null : await checkpointFrom(db, to)) ?? (await lastCheckpoint(db));
  const whole = from === undefined && to === undefined;
  const span = { from: from ?? null, to: to ?? null };
  yield `${canonical({ type: 'export', v: 1, ...told, ...span, whole, key: signer.publicKey })}\n`;
  if (anchor) yield `${anchor.body}\n`;
  const first = anchor ?? BEGINNING;
  let at: Place = { seq: first.seq, number: first.number };
  let [head, entries, checkpoints] = [anchor?.hash ?? BEGINNING.hash, 0, 0];
  while (last && at.seq < last.seq) {
    const page = await nextLines(db, at, last.seq, PAGE);
    if (page.lines.length === 0) break;
    yield `${page.lines.join('\n')}\n`;
    at = page.at;
    entries += page.entries.length;
    checkpoints += page.checkpoints.length;
    head = page.checkpoints.at(-1)?.hash ?? head;
  }
  const end = { at: told.at, whole, entries, checkpoints, first: first.seq, last: at.seq, head };
  yield `${endLine(end, signer)}\n`;
}
