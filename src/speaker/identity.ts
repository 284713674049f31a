import { posix } from 'node:path';
import { type Files, type Logger, StationError, type World } from '#kernel';
import { newKeyPair } from '#link';
import { Backoff } from './backoff.ts';
import type { StationDoor } from './station-door.ts';

/** Who this speaker is, and whose orders it obeys. */
export interface Identity {
  readonly endpointId: string;
  /** The station's public key: orders that it did not sign are not obeyed. */
  readonly stationKey: string;
  readonly privatePem: string;
}

interface Kept {
  readonly publicKey: string;
  readonly privatePem: string;
  /** The code that this key pair was, or is being, claimed with. Dead once used. */
  readonly claimCode: string;
  /** Null while the claim is under way: a lost answer is asked for again with the same key. */
  readonly claimed: { readonly endpointId: string; readonly stationKey: string } | null;
}

const fileOf = (folder: string) => posix.join(folder, 'identity.json');

async function read(files: Files, folder: string, logger: Logger): Promise<Kept | null> {
  const bytes = await files.read(fileOf(folder));
  if (!bytes) return null;
  try {
    const kept = JSON.parse(Buffer.from(bytes).toString()) as Kept;
    if (typeof kept.privatePem === 'string' && typeof kept.publicKey === 'string') return kept;
  } catch {
    // Told below.
  }
  logger.error('identity file was damaged and cannot be used; a new claim code is needed');
  return null;
}

/**
 * Gives the identity on disk, or trades `claimCode` for one. A code that was used already is not used again, so it may
 * stay on the command line; another code makes this a new speaker, and `fresh` says so. Throws CLAIM_WRONG when the
 * station refuses the code, LINK_REFUSED when there is neither identity nor code.
 */
export async function identify(
  world: World,
  door: StationDoor,
  folder: string,
  claimCode: string | null,
  signal: AbortSignal,
): Promise<{ identity: Identity; fresh: boolean } | null> {
  const { files, logger } = world;
  let kept = await read(files, folder, logger);
  if (kept?.claimed && (claimCode === null || claimCode === kept.claimCode)) {
    return { identity: { ...kept.claimed, privatePem: kept.privatePem }, fresh: false };
  }
  const code = claimCode ?? kept?.claimCode;
  if (code === undefined) throw new StationError('LINK_REFUSED');
  const write = (next: Kept) => files.replace(fileOf(folder), Buffer.from(JSON.stringify(next)));
  if (kept?.claimCode !== code) {
    const replaced = kept;
    kept = { ...newKeyPair(), claimCode: code, claimed: null };
    // A speaker that works keeps its identity until the new one is sure.
    if (!replaced?.claimed) await write(kept);
  }
  const backoff = new Backoff(world.random, 1_000, 30_000);
  while (!signal.aborted) {
    const answer = await door.claim(code, kept.publicKey);
    if ('endpointId' in answer) {
      const claimed = { endpointId: answer.endpointId, stationKey: answer.stationKey };
      await write({ ...kept, claimed });
      logger.info('speaker was claimed', { endpointId: claimed.endpointId });
      return { identity: { ...claimed, privatePem: kept.privatePem }, fresh: true };
    }
    if (answer.refused === 'claim_wrong') throw new StationError('CLAIM_WRONG');
    logger.warn('claim was not answered; it is tried again', { why: answer.refused });
    await world.clock.sleep(backoff.nextMs(), signal);
  }
  return null;
}
