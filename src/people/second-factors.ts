import { newSecret, StationError, type World } from '#kernel';
import type { Store } from '#store';
import {
  confirmTotp,
  dropTotp,
  findPendingTotp,
  findRecovery,
  findTotp,
  putPendingTotp,
  useRecovery,
  useTotpStep,
  writeRecovery,
} from './factor-store.ts';
import type { Passkey } from './passkey-store.ts';
import { Passkeys } from './passkeys.ts';
import type { SlowHash } from './password-hash.ts';
import { newRecoveryCode, RECOVERY_CODES, recoveryTag } from './recovery-codes.ts';
import { base32, stepOfCode, TOTP_SECRET_BYTES, totpAddress } from './totp.ts';
import type { Signed } from './webauthn.ts';

/** By what somebody can prove a second time who they are. */
export type FactorKind = 'totp' | 'passkey' | 'recovery';

/** What somebody gives as the second step. */
export type Given = { readonly code: string } | { readonly recoveryCode: string } | { readonly passkey: Signed };

export interface Factors {
  readonly totpSince: number | null;
  readonly passkeys: readonly Passkey[];
  readonly recoveryLeft: number;
}

/** A key that is shown and not confirmed within this time is forgotten. */
const PENDING_MS = 30 * 60_000;
const bytesOf = (text: string) => Buffer.from(text, 'base64url');

/** Second factors of accounts: an authenticator app, passkeys, and ten codes on paper for when those are lost. */
export class SecondFactors {
  readonly passkeys: Passkeys;
  readonly #world: World;
  readonly #store: Store;
  readonly #slow: SlowHash;

  constructor(world: World, store: Store, slow: SlowHash) {
    this.#world = world;
    this.#store = store;
    this.#slow = slow;
    this.passkeys = new Passkeys(world, store);
  }

  async of(accountId: string): Promise<Factors> {
    const { db } = this.#store;
    const [totp, passkeys] = [await findTotp(db, accountId), await this.passkeys.of(accountId)];
    const recovery = await findRecovery(db, accountId);
    return { totpSince: totp?.confirmedAt ?? null, passkeys, recoveryLeft: recovery?.left ?? 0 };
  }

  /** What may be asked of an account; nothing while it has neither app nor passkey. */
  async kinds(accountId: string): Promise<FactorKind[]> {
    const { totpSince, passkeys, recoveryLeft } = await this.of(accountId);
    const has = { totp: totpSince !== null, passkey: passkeys.length > 0 };
    if (!has.totp && !has.passkey) return [];
    return [
      ...(has.passkey ? (['passkey'] as const) : []),
      ...(has.totp ? (['totp'] as const) : []),
      ...(recoveryLeft > 0 ? (['recovery'] as const) : []),
    ];
  }

  /** A fresh key for an authenticator app. It counts once a code of it is given back. */
  async beginTotp(accountId: string, name: string, station: string): Promise<{ key: string; address: string }> {
    const secret = this.#world.random.bytes(TOTP_SECRET_BYTES);
    const text = Buffer.from(secret).toString('base64url');
    await putPendingTotp(this.#store.db, accountId, text, this.#world.clock.wallMs());
    return { key: base32(secret), address: totpAddress(secret, station, name) };
  }

  /**
   * Takes the app into use by its first code, which is used up by that. Answers recovery codes where there are none yet.
   * Throws FACTOR_WRONG.
   */
  async confirmTotp(accountId: string, code: string): Promise<readonly string[] | null> {
    const now = this.#world.clock.wallMs();
    const pending = await findPendingTotp(this.#store.db, accountId);
    if (!pending || pending.at + PENDING_MS <= now) throw new StationError('FACTOR_WRONG');
    const step = stepOfCode(bytesOf(pending.secret), code, now, 0);
    if (step === null) throw new StationError('FACTOR_WRONG');
    const done = await this.#store.transact((tx) => confirmTotp(tx, accountId, { secret: pending.secret, step, now }));
    if (!done) throw new StationError('FACTOR_WRONG');
    return this.recoveryIfNone(accountId);
  }

  async dropTotp(accountId: string): Promise<void> {
    await dropTotp(this.#store.db, accountId);
  }

  /** True when this proves a second time who somebody is, in this session and never again. */
  isRight(accountId: string, sessionId: string, given: Given): Promise<boolean> {
    if ('passkey' in given) return this.passkeys.isProof(accountId, sessionId, given.passkey);
    return 'code' in given ? this.isCode(accountId, given.code) : this.isRecovery(accountId, given.recoveryCode);
  }

  /** True when this is a code of the app that was not used before; it is now. */
  async isCode(accountId: string, code: string): Promise<boolean> {
    const totp = await findTotp(this.#store.db, accountId);
    if (!totp) return false;
    const step = stepOfCode(bytesOf(totp.secret), code, this.#world.clock.wallMs(), totp.lastStep);
    return step !== null && useTotpStep(this.#store.db, accountId, step);
  }

  /** True when this is a recovery code that was not used before; it is now. */
  async isRecovery(accountId: string, code: string): Promise<boolean> {
    const recovery = await findRecovery(this.#store.db, accountId);
    if (!recovery) return false;
    const tag = await recoveryTag(this.#slow, code, recovery.salt);
    return useRecovery(this.#store.db, accountId, tag, this.#world.clock.wallMs());
  }

  /** Ten fresh codes; those made before are worth nothing. */
  async renewRecovery(accountId: string): Promise<readonly string[]> {
    const { clock, random } = this.#world;
    const salt = newSecret(random, 128);
    const codes = Array.from({ length: RECOVERY_CODES }, () => newRecoveryCode(random));
    const tags = await Promise.all(codes.map((code) => recoveryTag(this.#slow, code, salt)));
    await this.#store.transact((tx) => writeRecovery(tx, accountId, { salt, tags, now: clock.wallMs() }));
    return codes;
  }

  /** Codes for an account that has none yet; null when it has. */
  async recoveryIfNone(accountId: string): Promise<readonly string[] | null> {
    return (await findRecovery(this.#store.db, accountId)) ? null : this.renewRecovery(accountId);
  }
}
