import { StationError } from '#kernel';
import { FIRST_RIGHTS } from '#people';
import type { RouteAnswer } from '../../src/http/contract.ts';
import type { FakeHandlers } from './fake-house.ts';

export const SIGN_IN_TOKEN = 'fake-sign-in-token';
export const SET_UP_TOKEN = 'fake-set-up-token';
const FAKE_PASSWORD = 'mot cau rat de nho';
/** The one code that the fake app shows. */
const FAKE_CODE = '123456';
const FAKE_RECOVERY_CODES = Array.from({ length: 10 }, (_, at) => `K7QX-M2RD-9WZ${at}`);

const HOUR_MS = 3600_000;
type Session = RouteAnswer<'getSession'>;

/** Who is signed in at the fake station, and by what. */
export class FakeSignIn {
  /** The account of An, by link or by name; whoever else signs in has his own. */
  owner = 'acc_an';
  name: string | null = 'Nguyễn Văn An';
  hasTotp: boolean;
  /** Whether the session has proved a second factor. */
  isStrong: boolean;
  stage: Session['stage'] = 'in';
  /** By a printed link: no account, nothing to set up. */
  isLink: boolean;
  recoveryLeft = 0;
  /** Verbs that this person does not hold. */
  readonly without = new Set<string>();
  /** Rights that the first account does not hold by itself. */
  readonly also: Array<(typeof FIRST_RIGHTS)[number]> = [];
  readonly others: RouteAnswer<'listSessions'> = [];

  constructor() {
    [this.hasTotp, this.isLink, this.isStrong] = [false, true, true];
  }

  session(): Session {
    const until = this.isStrong ? Date.now() + HOUR_MS : null;
    return {
      owner: this.owner,
      name: this.name,
      stage: this.stage,
      rights: this.stage === 'in' ? [...FIRST_RIGHTS, ...this.also].filter(({ verb }) => !this.without.has(verb)) : [],
      factors: this.hasTotp ? ['totp', ...(this.recoveryLeft > 0 ? (['recovery'] as const) : [])] : [],
      passkeyHosts: [],
      strongUntil: until,
      freshUntil: until,
      mustEnrol: !this.isLink && !this.hasTotp,
      hasAccount: !this.isLink,
    };
  }

  #prove(): Session {
    this.isStrong = true;
    this.stage = 'in';
    return this.session();
  }

  readonly handlers: FakeHandlers = {
    getSession: () => this.session(),
    signIn: ({ body }) => {
      if ('token' in body && body.token !== SIGN_IN_TOKEN) throw new StationError('AUTH_LINK_USED');
      if ('password' in body && body.password !== FAKE_PASSWORD) throw new StationError('AUTH_WRONG');
      if ('name' in body) this.owner = `acc_${body.name}`;
      this.isLink = 'token' in body;
      this.stage = this.hasTotp && !this.isLink ? 'factor' : 'in';
      this.isStrong = this.isLink;
      return this.session();
    },
    proveFactor: ({ body }) => {
      if ('passkey' in body) throw new StationError('PASSKEY_WRONG');
      if ('code' in body ? body.code !== FAKE_CODE : !FAKE_RECOVERY_CODES.includes(body.recoveryCode)) {
        throw new StationError('FACTOR_WRONG');
      }
      if ('recoveryCode' in body) this.recoveryLeft -= 1;
      return this.#prove();
    },
    signOut: () => ({}),
    setUp: ({ body }) => {
      if (body.token !== SET_UP_TOKEN) throw new StationError('AUTH_LINK_USED');
      if (body.password.length < 15) throw new StationError('AUTH_WEAK_PASSWORD', { least: 15 });
      this.isLink = false;
      this.isStrong = false;
      this.name = body.name;
      return this.session();
    },
    acceptInvite: () => {
      this.isLink = false;
      this.isStrong = false;
      return this.session();
    },
    changePassword: ({ body }) => {
      if (body.old !== FAKE_PASSWORD) throw new StationError('PASSWORD_WRONG');
      this.stage = 'in';
      this.others.splice(0);
      return this.session();
    },
    listSessions: () => [
      {
        id: 'ses_this',
        isThis: true,
        createdAt: Date.now() - HOUR_MS,
        seenAt: Date.now(),
        isStrong: this.isStrong,
        address: '10.0.0.5',
        agent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/150.0 Safari/537.36',
      },
      ...this.others,
    ],
    endSession: ({ params }) => {
      this.others.splice(
        this.others.findIndex((one) => one.id === params.id),
        1,
      );
      return {};
    },
    endOtherSessions: () => {
      this.others.splice(0);
      return {};
    },
    getFactors: () => ({
      totpSince: this.hasTotp ? Date.now() - HOUR_MS : null,
      recoveryLeft: this.recoveryLeft,
      passkeys: [],
    }),
    beginTotp: () => ({
      key: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ',
      address: `otpauth://totp/LoaXa:an?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=LoaXa`,
    }),
    confirmTotp: ({ body }) => {
      if (body.code !== FAKE_CODE) throw new StationError('FACTOR_WRONG');
      const isFirst = this.recoveryLeft === 0;
      this.hasTotp = true;
      this.recoveryLeft = isFirst ? 10 : this.recoveryLeft;
      return { session: this.#prove(), recoveryCodes: isFirst ? FAKE_RECOVERY_CODES : null };
    },
    dropTotp: () => {
      this.hasTotp = false;
      return {};
    },
    renewRecoveryCodes: () => {
      if (!this.isStrong) throw new StationError('SECOND_FACTOR_NEEDED');
      this.recoveryLeft = 10;
      return { recoveryCodes: FAKE_RECOVERY_CODES };
    },
  };
}
