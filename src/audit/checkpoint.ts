import { isSigned, signText } from '#link';
import { canonical, type Data, NO_HASH, sha256 } from './canonical.ts';

/** Every so many entries the station puts its name below them. */
export interface Checkpoint {
  readonly type: 'checkpoint';
  readonly v: 1;
  readonly number: number;
  readonly at: number;
  /** Which life of the station. */
  readonly epoch: number;
  /** The last entry that it covers. */
  readonly seq: number;
  /** How many entries it covers: those after the checkpoint before. */
  readonly entries: number;
  /** Hash of that last entry. */
  readonly head: string;
  /** Hash of the checkpoint before. */
  readonly prev: string;
  /** The public key that verifies it. */
  readonly key: string;
  readonly signature: string;
}

export interface KeptCheckpoint {
  readonly number: number;
  readonly seq: number;
  readonly at: number;
  readonly body: string;
  readonly hash: string;
}

/** Where a chain begins: no entry and no checkpoint. */
export const BEGINNING = { number: 0, seq: 0, hash: NO_HASH } as const;

/** Who signs. */
export interface Signer {
  readonly publicKey: string;
  readonly privatePem: string;
  readonly epoch: number;
}

/** Signs all that came after the checkpoint `before`. */
export function checkpointAfter(
  before: { readonly number: number; readonly seq: number; readonly hash: string },
  head: { readonly seq: number; readonly hash: string },
  entries: number,
  { publicKey: key, privatePem, epoch }: Signer,
  at: number,
): KeptCheckpoint {
  const number = before.number + 1;
  const said = { type: 'checkpoint', v: 1, number, at, epoch, seq: head.seq, entries, head: head.hash } as const;
  const unsigned = { ...said, prev: before.hash, key };
  const signature = signText(privatePem, 'checkpoint', canonical(unsigned));
  const body = canonical({ ...unsigned, signature } satisfies Checkpoint as unknown as Data);
  return { number, seq: head.seq, at, body, hash: sha256(body) };
}

/** True when a kept checkpoint is this station's own and as it was signed. */
export function isOwnCheckpoint({ body, hash }: Pick<KeptCheckpoint, 'body' | 'hash'>, publicKey: string): boolean {
  const { signature, ...unsigned } = JSON.parse(body) as Checkpoint;
  if (sha256(body) !== hash || unsigned.key !== publicKey) return false;
  return isSigned(publicKey, 'checkpoint', canonical(unsigned as unknown as Data), signature);
}

/** The line that ends an export: signed, so that a file that was cut off is seen to be. */
export function endLine(
  told: {
    readonly at: number;
    readonly whole: boolean;
    readonly entries: number;
    readonly checkpoints: number;
    readonly first: number;
    readonly last: number;
    readonly head: string;
  },
  { publicKey: key, privatePem }: Signer,
): string {
  const unsigned = { type: 'end', v: 1, ...told, key } as const;
  return canonical({ ...unsigned, signature: signText(privatePem, 'audit-export', canonical(unsigned)) });
}
