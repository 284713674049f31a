/** What somebody may try at the door of a station, and what must be seen of it, over HTTP. */
import { describe, expect, test } from 'vitest';
import type { SignInRules } from '#people';
import { DUTY_SOURCE, FLOODS } from '../../bad/sign-in-floods.ts';
import { PASSWORD, type Scene, signInScene } from './sign-in-scene.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const OTHER = 'nước chảy đá mòn, có chí thì nên';

async function within(rules: Partial<SignInRules>, work: (scene: Scene) => Promise<void>): Promise<void> {
  const scene = await signInScene(rules);
  try {
    await work(scene);
  } finally {
    await scene.close();
  }
}

describe('while somebody guesses, the duty computer signs in', () => {
  /** Through the door a part of it is enough: the whole is counted in tests/unit/people/floods.test.ts. */
  const TRIES = 200;
  test.each(FLOODS)('$attack', async (flood) =>
    within({}, async ({ duty, visitor, clock, slow }) => {
      const own = await duty();
      const name = (turn: number) => (flood.name(turn) === flood.name(turn + 1) ? 'Lan' : flood.name(turn));
      let looked = 0;
      const seen = new Set<string>();
      for (let turn = 0; turn < TRIES; turn += 1) {
        const before = slow.calls;
        const tried = await visitor(flood.source(turn)).signIn(name(turn), flood.password(turn));
        looked += slow.calls - before;
        seen.add(tried.code);
        if (tried.code === 'RATE_LIMITED') expect(slow.calls).toBe(before);
        if (flood.everyMs > 0) await clock.advance(flood.everyMs);
        if (turn % 40 === 39) {
          own.cookies.delete('loaxa_session');
          expect(await own.signIn('Lan'), `after ${turn + 1} tries`).toMatchObject({ status: 200 });
        }
      }
      expect(own.from).toBe(DUTY_SOURCE);
      expect([...seen].sort()).toEqual(['AUTH_WRONG', 'RATE_LIMITED']);
      expect(looked).toBeLessThanOrEqual(flood.lookedAtMost);
    }),
  );
});

type Attack = readonly [what: string, rules: Partial<SignInRules>, attack: (scene: Scene) => Promise<void>];

const ATTACKS: readonly Attack[] = [
  [
    'a code that was seen over the shoulder opens nothing a second time',
    {},
    async ({ duty, enrol, visitor }) => {
      const { code } = await enrol(await duty());
      const seen = code();
      const [owner, thief] = [visitor('10.0.0.6'), visitor('203.0.113.9')];
      for (const one of [owner, thief]) expect((await one.signIn('Lan')).body.stage).toBe('factor');
      expect((await owner.ask('POST', '/session/factor', { code: seen })).status).toBe(200);
      expect((await thief.ask('POST', '/session/factor', { code: seen })).code).toBe('FACTOR_WRONG');
      expect(await thief.isIn()).toBe(false);
    },
  ],
  [
    'six digits cannot be run through, from however many addresses, and the duty computer takes the second step meanwhile',
    {},
    async ({ duty, enrol, visitor, clock }) => {
      const own = await duty();
      const { code } = await enrol(own);
      await clock.advance(2 * MINUTE_MS);
      let looked = 0;
      for (let turn = 0; turn < 150; turn += 1) {
        const thief = visitor(`198.51.100.${(turn % 50) + 1}`);
        if (turn < 50) await thief.signIn('Lan');
        else thief.cookies.set('loaxa_session', thieves[turn % 50] ?? '');
        thieves[turn % 50] = thief.cookies.get('loaxa_session') ?? '';
        const digits = String(100_000 + turn);
        looked += (await thief.ask('POST', '/session/factor', { code: digits })).code === 'FACTOR_WRONG' ? 1 : 0;
      }
      expect(looked).toBe(20);
      own.cookies.delete('loaxa_session');
      expect((await own.signIn('Lan')).body.stage).toBe('factor');
      expect((await own.ask('POST', '/session/factor', { code: code() })).status).toBe(200);
    },
  ],
  [
    'codes of an app that was given up, and paper that was made anew, are worth nothing',
    {},
    async ({ duty, enrol, visitor, clock }) => {
      const own = await duty();
      const old = await enrol(own);
      expect((await own.ask('DELETE', '/factors/totp')).status).toBe(200);
      await clock.advance(2 * MINUTE_MS);
      const fresh = await enrol(own);
      const { body } = await own.ask('POST', '/factors/recovery-codes', {});
      const thief = visitor('203.0.113.9');
      await thief.signIn('Lan');
      expect((await thief.ask('POST', '/session/factor', { code: old.code() })).code).toBe('FACTOR_WRONG');
      const paper = { recoveryCode: old.paper[0] };
      expect((await thief.ask('POST', '/session/factor', paper)).code).toBe('FACTOR_WRONG');
      expect((await thief.ask('POST', '/session/factor', { code: fresh.code() })).status).toBe(200);
      expect((body['recoveryCodes'] as string[]).includes(old.paper[0] ?? '')).toBe(false);
    },
  ],
  [
    'a code on paper opens once, however it is written',
    {},
    async ({ duty, enrol, visitor }) => {
      const { paper } = await enrol(await duty());
      const [code = ''] = paper;
      const [first, second] = [visitor('10.0.0.6'), visitor('10.0.0.7')];
      for (const one of [first, second]) await one.signIn('Lan');
      const sloppy = code.toLowerCase().replaceAll('-', ' ');
      expect((await first.ask('POST', '/session/factor', { recoveryCode: sloppy })).status).toBe(200);
      expect((await second.ask('POST', '/session/factor', { recoveryCode: code })).code).toBe('FACTOR_WRONG');
    },
  ],
  [
    'an account that was reset is opened by none of what it had',
    {},
    async ({ duty, enrol, visitor, house }) => {
      const own = await duty();
      const { code, paper } = await enrol(own);
      const half = visitor('10.0.0.6');
      await half.signIn('Lan');
      const [lan] = await house.doorkeeper.people();
      await house.store.transact((tx) => house.doorkeeper.resetFactors(tx, lan?.id ?? ''));
      expect(await own.isIn()).toBe(false);
      for (const given of [{ code: code() }, { recoveryCode: paper[0] }]) {
        expect((await half.ask('POST', '/session/factor', given)).code).toBe('AUTH_REQUIRED');
      }
    },
  ],
  [
    'whoever is new chooses the password: the link works once, and before that no password opens',
    {},
    async ({ house, visitor }) => {
      const { token } = await house.store.transact((tx) =>
        house.doorkeeper.addPerson(tx, { name: 'Nam', rights: [] }, 'link'),
      );
      const [nam, thief] = [visitor('10.0.0.6'), visitor('203.0.113.9')];
      for (const guess of [' ', 'Nam', token]) expect((await thief.signIn('Nam', guess)).code).toBe('AUTH_WRONG');
      expect((await nam.ask('POST', '/invite', { token, password: PASSWORD })).status).toBe(200);
      expect((await thief.ask('POST', '/invite', { token, password: OTHER })).code).toBe('AUTH_LINK_USED');
      expect((await thief.signIn('Nam', OTHER)).code).toBe('AUTH_WRONG');
    },
  ],
  [
    'where passwords have an end, an old one opens the change of it and nothing else',
    { passwordMaxAgeMs: HOUR_MS },
    async ({ duty, visitor, clock }) => {
      await duty();
      await clock.advance(HOUR_MS);
      const own = visitor('10.0.0.6');
      expect((await own.signIn('Lan')).body.stage).toBe('password');
      expect(await own.isIn()).toBe(false);
      expect((await own.ask('GET', '/station')).code).toBe('AUTH_REQUIRED');
      const same = { old: PASSWORD, password: PASSWORD };
      expect((await own.ask('POST', '/session/password', same)).code).toBe('PASSWORD_SAME');
      expect((await own.ask('POST', '/session/password', { old: PASSWORD, password: OTHER })).body.stage).toBe('in');
      expect(await own.isIn()).toBe(true);
    },
  ],
  [
    'a session that somebody planted is not the one that signing in opens',
    {},
    async ({ duty, visitor }) => {
      await duty();
      const [victim, thief] = [visitor('10.0.0.6'), visitor('203.0.113.9')];
      const planted = 'A'.repeat(43);
      victim.cookies.set('loaxa_session', planted);
      thief.cookies.set('loaxa_session', planted);
      await victim.signIn('Lan');
      expect(victim.cookies.get('loaxa_session')).not.toBe(planted);
      expect(await victim.isIn()).toBe(true);
      expect(await thief.isIn()).toBe(false);
    },
  ],
  [
    'the half session of somebody else, planted, does not become whole for the thief',
    {},
    async ({ duty, enrol, visitor, clock }) => {
      const { code } = await enrol(await duty());
      const [thief, victim] = [visitor('203.0.113.9'), visitor('10.0.0.6')];
      await thief.signIn('Lan');
      const half = thief.cookies.get('loaxa_session') ?? '';
      victim.cookies.set('loaxa_session', half);
      await clock.advance(MINUTE_MS);
      expect((await victim.ask('POST', '/session/factor', { code: code() })).status).toBe(200);
      expect(await thief.isIn()).toBe(false);
      expect((await thief.ask('GET', '/session')).code).toBe('AUTH_REQUIRED');
    },
  ],
  [
    'a session that was stolen ends when its owner signs out, changes the password, or is closed',
    {},
    async ({ duty, visitor, house }) => {
      const boss = await duty();
      const { id, token } = await house.store.transact((tx) =>
        house.doorkeeper.addPerson(tx, { name: 'Nam', rights: [] }, 'link'),
      );
      const nam = visitor('10.0.0.6');
      await nam.ask('POST', '/invite', { token, password: PASSWORD });
      const steal = () => {
        const thief = visitor('203.0.113.9');
        for (const [name, value] of nam.cookies) thief.cookies.set(name, value);
        return thief;
      };
      const first = steal();
      expect(await first.isIn()).toBe(true);
      await nam.ask('DELETE', '/session');
      expect(await first.isIn()).toBe(false);
      await nam.signIn('Nam');
      const second = steal();
      await nam.ask('POST', '/session/password', { old: PASSWORD, password: OTHER });
      expect(await second.isIn()).toBe(false);
      const third = steal();
      expect(await third.isIn()).toBe(true);
      await house.store.transact((tx) => house.doorkeeper.setClosed(tx, id, true));
      for (const one of [third, nam]) expect(await one.isIn()).toBe(false);
      expect(await boss.isIn()).toBe(true);
    },
  ],
  [
    'a screen that nobody touches ends by itself, though its page goes on asking',
    { sessionIdleMs: HOUR_MS },
    async ({ duty, clock }) => {
      const own = await duty();
      for (let minutes = 5; minutes < 60; minutes += 5) {
        await clock.advance(5 * MINUTE_MS);
        expect((await own.ask('GET', '/sessions', undefined, { 'x-idle-seconds': String(minutes * 60) })).status).toBe(
          200,
        );
      }
      await clock.advance(5 * MINUTE_MS);
      expect((await own.ask('GET', '/sessions', undefined, { 'x-idle-seconds': '3600' })).code).toBe('AUTH_REQUIRED');
    },
  ],
  [
    'a screen that is used ends all the same after its longest time',
    { sessionIdleMs: 20 * MINUTE_MS, sessionMaxMs: HOUR_MS },
    async ({ duty, clock }) => {
      const own = await duty();
      for (let minutes = 10; minutes < 60; minutes += 10) {
        await clock.advance(10 * MINUTE_MS);
        expect((await own.ask('GET', '/sessions', undefined, { 'x-idle-seconds': '0' })).status).toBe(200);
      }
      await clock.advance(10 * MINUTE_MS);
      expect((await own.ask('GET', '/sessions', undefined, { 'x-idle-seconds': '0' })).code).toBe('AUTH_REQUIRED');
    },
  ],
  [
    'behind a proxy that says https the cookies are Secure and of this host alone; a plain one beside them counts for nothing',
    {},
    async ({ duty, visitor }) => {
      await duty();
      const own = visitor('10.0.0.6', true);
      await own.signIn('Lan');
      expect([...own.cookies.keys()].sort()).toEqual(['__Host-loaxa_device', '__Host-loaxa_session']);
      for (const line of own.told) {
        expect(line).toMatch(/^__Host-loaxa_\w+=[\w-]{43};/);
        for (const word of ['Secure', 'HttpOnly', 'SameSite=Strict', 'Path=/']) expect(line).toContain(`; ${word}`);
        expect(line).not.toContain('Domain');
      }
      own.cookies.set('loaxa_session', 'B'.repeat(43));
      expect(await own.isIn()).toBe(true);
    },
  ],
  [
    'whoever is no proxy of ours gets plain cookies, whatever it says',
    {},
    async ({ duty, house }) => {
      const own = await duty();
      expect([...own.cookies.keys()].sort()).toEqual(['loaxa_device', 'loaxa_session']);
      expect(house.settings.trustedProxies).toHaveLength(1);
    },
  ],
  [
    'the last one who manages people is neither closed, removed nor stripped of the right',
    {},
    async ({ duty, enrol, house }) => {
      const own = await duty();
      await enrol(own);
      const [lan] = await house.doorkeeper.people();
      const path = `/people/${lan?.id}`;
      const asked = [
        await own.ask('POST', `${path}/closed`, { closed: true }),
        await own.ask('DELETE', path),
        await own.ask('PUT', `${path}/rights`, { rights: [] }),
      ];
      expect(asked.map(({ status }) => status)).toEqual([409, 409, 409]);
      expect(await own.isIn()).toBe(true);
      expect((await own.ask('GET', '/people')).status).toBe(200);
    },
  ],
];
/** Half sessions of the guessers of codes. */
const thieves: string[] = [];

describe('an attack, and what is seen of it', () => {
  test.each(ATTACKS)('%s', async (_what, rules, attack) => within(rules, attack));
});
