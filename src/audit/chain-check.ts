import type { Bilingual } from '#kernel';
import type { Executor } from '#store';
import { entriesAfter, findEntry, lastCheckpoint } from './audit-store.ts';
import { type Data, NO_HASH, sha256 } from './canonical.ts';
import { type Checkpoint, isOwnCheckpoint, type KeptCheckpoint } from './checkpoint.ts';
import type { Entry, Kept } from './entry.ts';

/** Where the chain in the database is broken, and how. */
export interface ChainFault {
  readonly seq: number;
  readonly problem: Bilingual;
}

const PAGE = 1000;

const fault = (seq: number, vi: string, en: string): ChainFault => ({ seq, problem: { vi, en } });

/** What is wrong with one entry behind another; null: nothing. Pure. */
function faultAfter(last: { readonly seq: number; readonly hash: string }, kept: Kept): ChainFault | null {
  const { seq, prev } = JSON.parse(kept.body) as Entry & Data;
  if (kept.seq !== last.seq + 1)
    return fault(kept.seq, 'có mục bị mất ngay trước mục này', 'entries before it are missing');
  if (sha256(kept.body) !== kept.hash) return fault(kept.seq, 'nội dung mục này đã bị sửa', 'it was changed');
  if (seq !== kept.seq) return fault(kept.seq, 'số thứ tự đã bị sửa', 'its number was changed');
  if (prev !== last.hash) return fault(kept.seq, 'không nối với mục trước', 'it does not follow the one before');
  return null;
}

/** What is wrong with a checkpoint and the entry that it names. Pure. */
function checkpointFault(checkpoint: KeptCheckpoint, named: Kept | null, publicKey: string): ChainFault | null {
  const said = JSON.parse(checkpoint.body) as Checkpoint;
  if (!isOwnCheckpoint(checkpoint, publicKey) || said.seq !== checkpoint.seq || said.number !== checkpoint.number)
    return fault(checkpoint.seq, 'chữ ký của mốc không đúng', 'the signature of the checkpoint is wrong');
  if (!named) return fault(checkpoint.seq, 'mục cuối mà mốc ghi không còn', 'the last entry of the checkpoint is gone');
  if (named.hash !== said.head || sha256(named.body) !== named.hash)
    return fault(checkpoint.seq, 'mục này không còn như lúc ký mốc', 'it is not what the checkpoint signed');
  return null;
}

/** Checks the chain from the last checkpoint on; null: it is sound. A row that is no JSON is a fault like any other. */
export async function checkTail(db: Executor, publicKey: string): Promise<ChainFault | null> {
  const checkpoint = await lastCheckpoint(db);
  let last = { seq: checkpoint?.seq ?? 0, hash: NO_HASH };
  try {
    if (checkpoint) {
      const named = await findEntry(db, checkpoint.seq);
      const wrong = checkpointFault(checkpoint, named, publicKey);
      if (wrong) return wrong;
      last = { seq: checkpoint.seq, hash: named?.hash ?? NO_HASH };
    }
    for (;;) {
      const page = await entriesAfter(db, last.seq, PAGE);
      for (const kept of page) {
        const wrong = faultAfter(last, kept);
        if (wrong) return wrong;
        last = kept;
      }
      if (page.length < PAGE) return null;
    }
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return fault(last.seq + 1, 'không đọc được', 'it cannot be read');
  }
}
