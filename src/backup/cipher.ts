/**
 * Backups under a passphrase (docs/backup.md): scrypt makes the key, AES-256-GCM seals pieces of 64 KiB. The nonce of a
 * piece holds its number and whether it is the last one, so that no piece can be changed, moved, doubled or cut off.
 */
import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import { type Random, StationError } from '#kernel';
import { damaged } from './damage.ts';
import { Puller } from './puller.ts';

const MAGIC = Buffer.from('LOAXA BACKUP 1\n', 'latin1');
const SALT_BYTES = 16;
const PREFIX_BYTES = 7;
export const SEALED_HEADER_BYTES = MAGIC.length + 3 + SALT_BYTES + PREFIX_BYTES;
export const PIECE_BYTES = 65_536;
export const TAG_BYTES = 16;
const KEY_BYTES = 32;
const CIPHER = 'aes-256-gcm';
/** 2^17 × 8 × 128 bytes: 128 MiB for each guess, as OWASP asks. */
const COST = { log2N: 17, r: 8, p: 1 };
/** A header that asks for more is none of ours: it would only take the memory. */
const MOST_LOG2_N = 20;
/** Fewer characters are guessed by a machine that has the file. */
const LEAST_PASSPHRASE = 12;

/** The first line of a passphrase file. Throws BACKUP_PASSPHRASE_SHORT. */
export function passphraseIn(file: Uint8Array | null): string {
  const line =
    Buffer.from(file ?? [])
      .toString('utf8')
      .replace(/^\uFEFF/, '')
      .split(/\r?\n/)[0] ?? '';
  const passphrase = line.normalize('NFC');
  if ([...passphrase].length < LEAST_PASSPHRASE)
    throw new StationError('BACKUP_PASSPHRASE_SHORT', { least: LEAST_PASSPHRASE });
  return passphrase;
}

/** True when a file begins like a sealed backup. */
export function isSealed(head: Uint8Array): boolean {
  return Buffer.from(head).subarray(0, MAGIC.length).equals(MAGIC);
}

function keyOf(passphrase: string, salt: Uint8Array, { log2N, r, p }: typeof COST): Promise<Buffer> {
  const N = 2 ** log2N;
  return new Promise((resolve, reject) =>
    scrypt(passphrase, salt, KEY_BYTES, { N, r, p, maxmem: 256 * N * r }, (error, key) =>
      error ? reject(error) : resolve(key),
    ),
  );
}

function nonceOf(prefix: Uint8Array, counter: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(PREFIX_BYTES + 5);
  nonce.set(prefix);
  nonce.writeUInt32BE(counter, PREFIX_BYTES);
  nonce[PREFIX_BYTES + 4] = isLast ? 1 : 0;
  return nonce;
}

/** Seals what is written to it. `end` must be called, or the file is one that was cut off. */
export class Sealer {
  readonly header: Uint8Array;
  readonly #key: Uint8Array;
  readonly #prefix: Uint8Array;
  #counter = 0;
  #held = Buffer.alloc(0);

  private constructor(header: Uint8Array, key: Uint8Array, prefix: Uint8Array) {
    this.header = header;
    this.#key = key;
    this.#prefix = prefix;
  }

  /** `cost` is for tests, which cannot wait. */
  static async open(random: Random, passphrase: string, cost: typeof COST = COST): Promise<Sealer> {
    const salt = random.bytes(SALT_BYTES);
    const prefix = random.bytes(PREFIX_BYTES);
    const header = Buffer.concat([MAGIC, Uint8Array.of(cost.log2N, cost.r, cost.p), salt, prefix]);
    return new Sealer(header, await keyOf(passphrase, salt, cost), prefix);
  }

  /** Takes bytes; gives the pieces that are certainly not the last. */
  take(bytes: Uint8Array): Uint8Array {
    this.#held = Buffer.concat([this.#held, bytes]);
    const pieces: Uint8Array[] = [];
    let at = 0;
    for (; this.#held.length - at > PIECE_BYTES; at += PIECE_BYTES)
      pieces.push(this.#seal(this.#held.subarray(at, at + PIECE_BYTES), false));
    this.#held = this.#held.subarray(at);
    return Buffer.concat(pieces);
  }

  /** The last piece. */
  end(): Uint8Array {
    return this.#seal(this.#held, true);
  }

  #seal(piece: Uint8Array, isLast: boolean): Uint8Array {
    const cipher = createCipheriv(CIPHER, this.#key, nonceOf(this.#prefix, this.#counter, isLast));
    this.#counter += 1;
    cipher.setAAD(this.header);
    return Buffer.concat([cipher.update(piece), cipher.final(), cipher.getAuthTag()]);
  }
}

/** What a sealed stream holds, piece by piece; nothing of a piece is given before it is proved. */
export async function* opened(source: AsyncIterable<Uint8Array>, passphrase: string): AsyncGenerator<Uint8Array> {
  const puller = new Puller(source);
  try {
    yield* piecesIn(puller, passphrase);
  } finally {
    await puller.close();
  }
}

async function* piecesIn(puller: Puller, passphrase: string): AsyncGenerator<Uint8Array> {
  const header = Buffer.from(await puller.take(SEALED_HEADER_BYTES));
  const [log2N = 0, r = 0, p = 0] = header.subarray(MAGIC.length);
  const isOurs = isSealed(header) && header.length === SEALED_HEADER_BYTES;
  if (!isOurs || log2N < 1 || log2N > MOST_LOG2_N || r !== COST.r || p !== COST.p) throw damaged('header');
  const salt = header.subarray(MAGIC.length + 3, MAGIC.length + 3 + SALT_BYTES);
  const prefix = header.subarray(MAGIC.length + 3 + SALT_BYTES);
  const key = await keyOf(passphrase, salt, { log2N, r, p });
  for (let counter = 0; ; counter += 1) {
    const sealed = await puller.take(PIECE_BYTES + TAG_BYTES);
    const isLast = await puller.isOver();
    if (sealed.length < TAG_BYTES) throw damaged('cut');
    const decipher = createDecipheriv(CIPHER, key, nonceOf(prefix, counter, isLast));
    decipher.setAAD(header);
    decipher.setAuthTag(sealed.subarray(sealed.length - TAG_BYTES));
    let piece: Buffer;
    try {
      piece = Buffer.concat([decipher.update(sealed.subarray(0, sealed.length - TAG_BYTES)), decipher.final()]);
    } catch (error) {
      // Nobody can tell a wrong passphrase from a first piece that was changed.
      throw counter === 0 ? new StationError('BACKUP_PASSPHRASE', {}, error) : damaged('piece');
    }
    yield piece;
    if (isLast) return;
  }
}
