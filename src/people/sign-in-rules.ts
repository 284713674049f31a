/** What the station asks of whoever signs in. Settings of the machine fill it in. */
export interface SignInRules {
  readonly station: string;
  readonly passwordLeast: number;
  /** Of small letters, capitals, digits and signs: how many kinds a password needs. 0: none in particular. */
  readonly passwordKinds: number;
  /** After this a password must be changed at the next sign-in. Null: never. */
  readonly passwordMaxAgeMs: number | null;
  readonly sessionIdleMs: number;
  readonly sessionMaxMs: number;
  /** How long a second factor counts for emergencies. */
  readonly strongMs: number;
  /** How long it counts for people, security and maintenance. */
  readonly freshMs: number;
}

export const SIGN_IN_RULES: SignInRules = {
  station: 'LoaXa',
  passwordLeast: 15,
  passwordKinds: 0,
  passwordMaxAgeMs: null,
  sessionIdleMs: 12 * 3600_000,
  sessionMaxMs: 7 * 24 * 3600_000,
  strongMs: 12 * 3600_000,
  freshMs: 15 * 60_000,
};
