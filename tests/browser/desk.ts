import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import type { GateRules } from '#gate';
import { openServer } from '#http';
import { ROLES } from '#people';
import type { Station } from '#station';
import { Authenticator } from '../support/authenticator.ts';
import { Commune } from '../support/commune.ts';
import { browse, type Page } from './chromium.ts';
import { type Hands, handsOf } from './hands.ts';

const PASSWORD = 'mưa nắng là việc của trời';
const shots = process.env['LOAXA_SCREENSHOTS'];

/** A person at a screen of their own. */
export interface Desk extends Hands {
  readonly page: Page;
  /** Opens a page of the console by its word in the address. */
  go(hash: string): Promise<void>;
  /** Comes back the next day. */
  signIn(): Promise<void>;
  /** A code of the app on this person's phone. */
  code(): string;
  look(name: string): Promise<void>;
}

/**
 * The console before a real station whose clock the test moves, with real village agents and ears at their loudspeakers: what a
 * person does on the screen is judged by what is heard.
 */
export function desksAtACommune() {
  const built = mkdtempSync(join(tmpdir(), 'loaxa-desks-'));
  const leaving: Array<() => Promise<void>> = [];
  let commune: Commune | undefined;
  let house: Station['house'];
  let port = 0;
  let complaints: string[] = [];

  beforeAll(() => build({ configFile: 'vite.config.ts', logLevel: 'error', build: { outDir: built } }), 60_000);
  afterAll(() => rmSync(built, { recursive: true, force: true }));
  afterEach(async () => {
    for (const leave of leaving.splice(0).toReversed()) await leave();
    commune?.kill();
    const heard = complaints;
    complaints = [];
    expect(heard).toEqual([]);
  });

  /** A commune of so many villages with everything switched on, at this instant. */
  async function open(wallMs: number, villages: readonly string[], rules: GateRules): Promise<Commune> {
    commune = new Commune({ wallMs, rules });
    ({ house } = await commune.start());
    await commune.addVillages(villages);
    await commune.powerAllOn();
    const server = await openServer(house, built, '127.0.0.1', 0);
    port = server.port;
    leaving.push(() => server.stop());
    return commune;
  }

  /** Signs somebody in by password in a browser of their own; who holds strong rights sets up the second step on the way. */
  async function desk(
    name: string,
    role: keyof typeof ROLES,
    [width, height]: readonly [number, number],
  ): Promise<Desk> {
    const rights = ROLES[role].verbs.map((verb) => ({ verb, areaId: null }));
    const { store, doorkeeper } = house;
    const { token } = await store.transact((tx) => doorkeeper.addPerson(tx, { name, rights }, 'link'));
    await doorkeeper.acceptInvite(token, PASSWORD);
    const { context, close } = await browse({ width, height });
    leaving.push(close);
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    page.on('pageerror', (error) => complaints.push(String(error)));
    const go = async (hash: string) => void (await page.goto(`http://127.0.0.1:${port}/#${hash}`));
    const signIn = async () => {
      await go('');
      await page.getByLabel('Tên đăng nhập').fill(name);
      await page.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
      await page.getByRole('button', { name: 'Đăng nhập' }).click();
      await page.getByRole('button', { name: 'Đăng nhập' }).waitFor({ state: 'detached' });
    };
    await signIn();
    let app: Authenticator | null = null;
    const enrol = page.getByRole('heading', { name: 'Cài bước xác minh thứ hai' });
    await enrol.or(page.locator('main h1:visible').first()).first().waitFor();
    if (await enrol.isVisible()) {
      await page.getByText('Không quét được?').click();
      app = new Authenticator((await page.locator('code.key').innerText()).replaceAll(' ', ''));
      await page.getByLabel('Mã 6 số').fill(app.code(house.world.clock.wallMs()));
      await page.getByRole('button', { name: 'Xong, bật bước hai' }).click();
      await page.getByRole('button', { name: 'Đã in hoặc chép lại' }).click();
    }
    await page.locator('main h1:visible').first().waitFor();
    return {
      // On the old PC nobody touches the mouse.
      ...handsOf(page, width < 1000 ? 'touch' : 'keyboard'),
      page,
      go,
      signIn,
      code() {
        if (app === null) throw new Error(`${name} has no app`);
        return app.code(house.world.clock.wallMs());
      },
      async look(what) {
        if (shots) await page.screenshot({ path: join(shots, `${what}-${width}.png`), fullPage: true });
      },
    };
  }
  return { open, desk };
}
