import { newId, newSecret, notFound, StationError, type World } from '#kernel';
import type { Store } from '#store';
import {
  type Challenge,
  dropPasskey,
  insertPasskey,
  type Passkey,
  type Purpose,
  passkeysOf,
  putChallenge,
  renamePasskey,
  takeChallenge,
  usePasskey,
} from './passkey-store.ts';
import { hashOf } from './sessions.ts';
import { ALGORITHMS, isCounterLater, judgeMade, judgeSigned, type Made, rpIdOf, type Signed } from './webauthn.ts';

/** How a browser finds a key that is there already. */
interface Known {
  readonly credentialId: string;
  readonly transports: readonly string[];
}

/** What a browser is to make a key for. */
export interface MakeOptions {
  readonly challenge: string;
  readonly rpId: string;
  /** The account, as the device keeps it: base64url. */
  readonly userId: string;
  readonly algorithms: readonly number[];
  readonly known: readonly Known[];
}

/** What a browser is to have signed, and by which keys. */
export interface ProveOptions {
  readonly challenge: string;
  readonly rpId: string;
  readonly known: readonly Known[];
}

export interface MadeKey extends Made {
  readonly name: string;
  readonly transports: readonly string[];
}

/** So long a question may be answered: somebody looks for the stick, and types its PIN. */
const ANSWER_MS = 5 * 60_000;

const knownOf = ({ credentialId, transports }: Passkey): Known => ({ credentialId, transports });
const userIdOf = (accountId: string) => Buffer.from(accountId).toString('base64url');

/**
 * The passkeys of accounts. A question works once, for five minutes, in the session and on the page for which it was
 * asked. A key counts only when the device knew its owner: a stick that was left in the machine proves nothing.
 */
export class Passkeys {
  readonly #world: World;
  readonly #store: Store;

  constructor(world: World, store: Store) {
    this.#world = world;
    this.#store = store;
  }

  of(accountId: string): Promise<Passkey[]> {
    return passkeysOf(this.#store.db, accountId);
  }

  /** Asks for a fresh key. Throws PASSKEY_PLACE where browsers have none. */
  async askToMake(accountId: string, sessionId: string, origin: string): Promise<MakeOptions> {
    const rpId = mustPlace(origin);
    const known = (await this.of(accountId)).filter((key) => key.rpId === rpId).map(knownOf);
    const challenge = await this.#ask(sessionId, 'make', origin);
    return { challenge, rpId, userId: userIdOf(accountId), algorithms: [...ALGORITHMS], known };
  }

  /** Takes a fresh key into use. Throws PASSKEY_REFUSED. */
  async add(accountId: string, sessionId: string, made: MadeKey): Promise<void> {
    const { clock, random } = this.#world;
    const question = await this.#question(sessionId, 'make');
    if (!question) throw this.#refused(accountId, 'no open question');
    const judged = judgeMade(made, question);
    if ('fault' in judged) throw this.#refused(accountId, judged.fault);
    if (!judged.isVerified) throw this.#refused(accountId, 'owner not verified');
    const isNew = await insertPasskey(this.#store.db, {
      id: newId('passkey', clock, random),
      credentialId: made.credentialId,
      accountId,
      name: made.name,
      rpId: question.rpId,
      publicKey: judged.publicKey,
      transports: made.transports,
      counter: judged.counter,
      createdAt: clock.wallMs(),
      usedAt: null,
    });
    if (!isNew) throw this.#refused(accountId, 'kept already');
  }

  /** Asks for a proof by a key of this page. Throws PASSKEY_PLACE, or PASSKEY_ELSEWHERE when all were made elsewhere. */
  async askToProve(accountId: string, sessionId: string, origin: string): Promise<ProveOptions> {
    const rpId = mustPlace(origin);
    const all = await this.of(accountId);
    const known = all.filter((key) => key.rpId === rpId).map(knownOf);
    if (known.length === 0) {
      const hosts = [...new Set(all.map((key) => key.rpId))].join(', ');
      throw new StationError('PASSKEY_ELSEWHERE', { hosts: hosts || '–' });
    }
    return { challenge: await this.#ask(sessionId, 'prove', origin), rpId, known };
  }

  /** True when a key of this account answered the open question of this session, and its counter goes forward. */
  async isProof(accountId: string, sessionId: string, signed: Signed): Promise<boolean> {
    const question = await this.#question(sessionId, 'prove');
    const key = (await this.of(accountId)).find((one) => one.credentialId === signed.credentialId);
    if (!question) return this.#isNone(accountId, 'no open question');
    if (!key || key.rpId !== question.rpId) return this.#isNone(accountId, 'no such key here');
    const heard = judgeSigned(signed, question, key.publicKey);
    if ('fault' in heard) return this.#isNone(accountId, heard.fault);
    if (!heard.isVerified) return this.#isNone(accountId, 'owner not verified');
    if (!isCounterLater(heard.counter, key.counter))
      return this.#isNone(accountId, 'counter went back: is there a copy?');
    return usePasskey(this.#store.db, key, { counter: heard.counter, now: this.#world.clock.wallMs() });
  }

  async rename(accountId: string, id: string, name: string): Promise<void> {
    if (!(await renamePasskey(this.#store.db, accountId, id, name))) throw notFound('passkey');
  }

  async drop(accountId: string, id: string): Promise<void> {
    if (!(await dropPasskey(this.#store.db, accountId, id))) throw notFound('passkey');
  }

  async #ask(sessionId: string, purpose: Purpose, origin: string): Promise<string> {
    const { clock, random } = this.#world;
    const challenge = newSecret(random);
    const expiresAt = clock.wallMs() + ANSWER_MS;
    const asked = { sessionId, purpose, challengeSha256: hashOf(challenge), origin, expiresAt };
    await putChallenge(this.#store.db, asked);
    return challenge;
  }

  /** The open question of a session, which is used up by that. */
  async #question(sessionId: string, purpose: Purpose): Promise<(Challenge & { readonly rpId: string }) | null> {
    const asked = await takeChallenge(this.#store.db, sessionId, purpose);
    if (!asked || asked.expiresAt <= this.#world.clock.wallMs()) return null;
    const rpId = rpIdOf(asked.origin);
    return rpId === null ? null : { ...asked, rpId };
  }

  #isNone(accountId: string, fault: string): false {
    this.#world.logger.warn('passkey refused', { account: accountId, fault });
    return false;
  }

  #refused(accountId: string, fault: string): StationError {
    this.#isNone(accountId, fault);
    return new StationError('PASSKEY_REFUSED');
  }
}

function mustPlace(origin: string): string {
  const rpId = rpIdOf(origin);
  if (rpId === null) throw new StationError('PASSKEY_PLACE');
  return rpId;
}
