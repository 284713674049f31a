import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type House, openServer } from '#http';
import { type Network, readNetworks } from '#kernel';
import { Doorkeeper, SIGN_IN_RULES, type SignInRules } from '#people';
import { Authenticator } from '../../support/authenticator.ts';
import { Commune } from '../../support/commune.ts';

export const PASSWORD = 'mưa nắng là việc của trời';

/** A browser somewhere: it keeps its cookies, as the station sets them. */
export class Visitor {
  readonly cookies = new Map<string, string>();
  /** Cookies with everything that was said of them. */
  told: string[] = [];
  readonly #base: string;
  readonly from: string;
  readonly #isSecure: boolean;

  constructor(base: string, from: string, isSecure: boolean) {
    this.#base = base;
    this.from = from;
    this.#isSecure = isSecure;
  }

  async ask(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
    const response = await fetch(`${this.#base}/api/v1${path}`, {
      method,
      headers: {
        'x-forwarded-for': this.from,
        ...(this.#isSecure ? { 'x-forwarded-proto': 'https' } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    this.told = response.headers.getSetCookie();
    for (const line of this.told) {
      const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? [];
      if (value === '') this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    const answer = (await response.json()) as { code?: string; stage?: string; [field: string]: unknown };
    return {
      status: response.status,
      code: answer.code ?? '',
      body: answer,
      retry: response.headers.get('retry-after'),
    };
  }

  signIn(name: string, password = PASSWORD) {
    return this.ask('POST', '/session', { name, password });
  }

  /** Whether the station knows whoever sits here: its own answer to a plain question. */
  async isIn(): Promise<boolean> {
    return (await this.ask('GET', '/sessions')).status === 200;
  }
}

/** A station with its door open, behind a proxy that says from where each comes; the slow function is quick, and counted. */
export async function signInScene(rules: Partial<SignInRules> = {}) {
  const commune = new Commune({ wallMs: Date.UTC(2026, 10, 23) });
  const { house: built } = await commune.start();
  const slow = { calls: 0 };
  const doorkeeper = new Doorkeeper(
    built.world,
    built.store,
    undefined,
    { ...SIGN_IN_RULES, ...rules },
    async (secret) => {
      slow.calls += 1;
      return Buffer.from(secret.padEnd(32));
    },
  );
  const trustedProxies = readNetworks('127.0.0.1') as readonly Network[];
  const house: House = { ...built, doorkeeper, settings: { ...built.settings, trustedProxies } };
  const folder = await mkdtemp(join(tmpdir(), 'loaxa-attack-'));
  const server = await openServer(house, folder, '127.0.0.1', 0);
  const base = `http://127.0.0.1:${server.port}`;
  const visitor = (from: string, isSecure = false) => new Visitor(base, from, isSecure);
  return {
    commune,
    clock: commune.clock,
    house,
    slow,
    visitor,
    /** The first account, with all rights, on the duty computer. */
    async duty(): Promise<Visitor> {
      const own = visitor('10.0.0.5');
      await own.ask('POST', '/set-up', { token: await doorkeeper.newLink('set_up'), name: 'Lan', password: PASSWORD });
      return own;
    },
    /** Sets up the app; answers it, and the codes on paper. */
    async enrol(own: Visitor) {
      const { body } = await own.ask('POST', '/factors/totp', {});
      const app = new Authenticator(String(body['key']));
      const code = () => app.code(commune.clock.wallMs());
      const done = await own.ask('POST', '/factors/totp/confirm', { code: code() });
      return { code, paper: done.body['recoveryCodes'] as string[] };
    },
    async close() {
      await server.stop();
      commune.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export type Scene = Awaited<ReturnType<typeof signInScene>>;
