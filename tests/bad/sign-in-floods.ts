/**
 * Who tries to guess a way in, ten thousand times, and what must be seen of it. Runners: tests/unit/people/floods.test.ts
 * (all of it, in the room itself) and tests/unit/http/sign-in-attacks.test.ts (a part of it, through the door).
 */
interface Flood {
  readonly attack: string;
  readonly name: (turn: number) => string;
  readonly password: (turn: number) => string;
  readonly source: (turn: number) => string;
  readonly everyMs: number;
  /** Of 10,000 tries so many at most were looked at: each costs the slow function once. */
  readonly lookedAtMost: number;
  /** How long the owner, who comes from a strange computer afterwards, waits at most. */
  readonly strangerWaitsMostMs: number;
}

export const TRIES = 10_000;
/** The account of the duty officer; it knows the duty computer. */
export const DUTY = 'Trực đài';
export const DUTY_SOURCE = '10.0.0.5';
export const personNamed = (turn: number) => `Người ${turn}`;

const guess = (turn: number) => `mật khẩu thứ ${turn} để đoán`;
const SAME = () => 'truyenthanhxa2026!';
const ONE = () => '203.0.113.9';
const MANY = (turn: number) => `198.51.${Math.floor((turn % 500) / 250)}.${(turn % 250) + 1}`;
const MINUTE_MS = 60_000;

export const FLOODS: readonly Flood[] = [
  {
    attack: '10,000 passwords for one account, from one address',
    ...{ name: () => DUTY, password: guess, source: ONE, everyMs: 100 },
    ...{ lookedAtMost: 15, strangerWaitsMostMs: 5000 },
  },
  {
    attack: '10,000 passwords for one account, from 500 addresses',
    ...{ name: () => DUTY, password: guess, source: MANY, everyMs: 100 },
    ...{ lookedAtMost: 320, strangerWaitsMostMs: 5000 },
  },
  {
    attack: 'one password for 10,000 accounts, from one address',
    ...{ name: personNamed, password: SAME, source: ONE, everyMs: 100 },
    ...{ lookedAtMost: 35, strangerWaitsMostMs: 5000 },
  },
  {
    attack: 'one password for 10,000 accounts, from 500 addresses',
    ...{ name: personNamed, password: SAME, source: MANY, everyMs: 100 },
    ...{ lookedAtMost: 320, strangerWaitsMostMs: 5000 },
  },
  {
    attack: '10,000 names that nobody has, from one address',
    ...{ name: (turn) => `Không có ${turn}`, password: SAME, source: ONE, everyMs: 100 },
    ...{ lookedAtMost: 35, strangerWaitsMostMs: 5000 },
  },
  {
    attack: 'the duty computer’s own address, behind which the guesser sits too',
    ...{ name: () => DUTY, password: guess, source: () => DUTY_SOURCE, everyMs: 100 },
    ...{ lookedAtMost: 15, strangerWaitsMostMs: 15 * MINUTE_MS },
  },
  {
    attack: '10,000 passwords all in one moment, from 500 addresses',
    ...{ name: () => DUTY, password: guess, source: MANY, everyMs: 0 },
    ...{ lookedAtMost: 100, strangerWaitsMostMs: 5000 },
  },
];
