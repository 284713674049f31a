/**
 * A drill of mistakes at the console, before a real station (its clock stands still): what a tired person does wrong at four
 * in the morning, and that nothing wrong comes of it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openServer } from '#http';
import type { GrantAsked } from '#people';
import { listAreas, listZones } from '#place';
import { type Bulletin, listBulletins } from '#programme';
import type { Station } from '#station';
import { Commune } from '../support/commune.ts';
import { type BrowserContext, browse, mayNotBrowse, type Page } from './chromium.ts';

/** Seven in the morning of the village. */
const SEVEN = Date.UTC(2026, 10, 23);
const PASSWORD = 'mưa nắng là việc của trời';
const shots = process.env['LOAXA_SCREENSHOTS'];

describe.skipIf(mayNotBrowse())('a mistake', { timeout: 60_000 }, () => {
  const built = mkdtempSync(join(tmpdir(), 'loaxa-mistakes-'));
  let browser: { context: BrowserContext; close: () => Promise<void> } | undefined;
  let commune: Commune;
  let house: Station['house'];
  let server: Awaited<ReturnType<typeof openServer>>;
  let page: Page;
  let complaints: string[];

  beforeAll(async () => {
    await build({ configFile: 'vite.config.ts', logLevel: 'error', build: { outDir: built } });
    browser = await browse({ width: 360, height: 740 });
  }, 60_000);
  afterAll(async () => {
    await browser?.close();
    rmSync(built, { recursive: true, force: true });
  });

  beforeEach(async () => {
    commune = new Commune({ wallMs: SEVEN });
    ({ house } = await commune.start());
    await commune.addVillages(['Đông', 'Tây']);
    await commune.addBulletin({ title: 'Tin lúa xuân', durationMs: 60_000 });
    server = await openServer(house, built, '127.0.0.1', 0);
    complaints = [];
    page = await newTab();
    await signIn(page);
  });
  afterEach(async () => {
    for (const tab of browser?.context.pages() ?? []) if (tab.url() !== 'about:blank') await tab.close();
    await browser?.context.clearCookies();
    await server.stop();
    commune.kill();
    expect(complaints).toEqual([]);
  });

  async function newTab(): Promise<Page> {
    if (!browser) throw new Error('the browser did not start');
    const tab = await browser.context.newPage();
    tab.setDefaultTimeout(8000);
    tab.on('pageerror', (error) => complaints.push(String(error)));
    tab.on('dialog', (dialog) => {
      complaints.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    return tab;
  }
  const at = (hash: string) => `http://127.0.0.1:${server.port}/#${hash}`;
  async function signIn(tab: Page): Promise<void> {
    await tab.goto(at(`sign-in=${await house.doorkeeper.newLink('sign_in')}`));
    await tab.getByRole('heading', { name: 'Các buổi phát trong ngày' }).waitFor();
  }
  async function look(tab: Page, name: string): Promise<void> {
    if (!shots) return;
    for (const [width, height] of [
      [360, 740],
      [1366, 768],
    ] as const) {
      await tab.setViewportSize({ width, height });
      await tab.screenshot({ path: join(shots, `mistake-${name}-${width}.png`), fullPage: true });
    }
    await tab.setViewportSize({ width: 360, height: 740 });
  }
  const zones = () => listZones(commune.store.db);
  const areas = () => listAreas(commune.store.db);
  const planned = () => house.playout.open().length;

  const zoneForm = (tab: Page) =>
    tab.locator('form').filter({ has: tab.getByRole('button', { name: 'Lưu vùng phát' }) });

  /** Opens the form that changes the zone of all villages. */
  async function openZone(tab: Page): Promise<void> {
    await tab.goto(at('cum-loa'));
    const card = tab.getByRole('listitem').filter({ has: tab.getByRole('heading', { name: 'Toàn xã' }) });
    await card.getByRole('button', { name: 'Sửa' }).click();
    await tab.getByRole('button', { name: 'Lưu vùng phát' }).waitFor();
  }
  /** The form that airs the recording, with everything but where. */
  async function openPlay(tab: Page): Promise<void> {
    await tab.goto(at('tai-len'));
    await tab.getByRole('link', { name: 'Tin lúa xuân' }).click();
    await tab.getByRole('combobox', { name: 'Chương trình' }).selectOption({ index: 1 });
  }

  it('of pressing twice makes one thing', async () => {
    await page.goto(at('cum-loa'));
    await page.getByRole('button', { name: 'Thêm địa bàn', exact: true }).click();
    await page.getByLabel('Tên địa bàn').fill('Thôn Bấm Đúp');
    await page.getByRole('button', { name: 'Thêm địa bàn này' }).dblclick();
    await page.getByRole('listitem').filter({ hasText: 'Thôn Bấm Đúp' }).waitFor();
    expect((await areas()).filter(({ name }) => name === 'Thôn Bấm Đúp')).toHaveLength(1);
  });

  it('of playing twice makes one broadcast', async () => {
    await openPlay(page);
    await page.getByRole('checkbox', { name: /Toàn xã/ }).check();
    await page.getByRole('button', { name: 'Xem trước khi phát' }).click();
    await page.getByRole('button', { name: 'Phát ngay' }).dblclick();
    await page.getByText('Trạm đã nhận lệnh').waitFor();
    expect(planned()).toBe(1);
  });

  it('of going back and forth after sending sends nothing again', async () => {
    await openPlay(page);
    await page.getByRole('checkbox', { name: /Toàn xã/ }).check();
    await page.getByRole('button', { name: 'Xem trước khi phát' }).click();
    await page.getByRole('button', { name: 'Phát ngay' }).click();
    await page.getByText('Trạm đã nhận lệnh').waitFor();
    for (let times = 0; times < 3; times++) {
      await page.goBack();
      await page.goForward();
    }
    await page.reload();
    await page.getByRole('heading', { name: 'Bước 2: về bản tin' }).waitFor();
    expect(planned()).toBe(1);
  });

  it('of saving in a tab that is old is told, and undoes nobody’s work', async () => {
    const other = await newTab();
    await openZone(page);
    await openZone(other);
    await zoneForm(other).getByLabel('Tên vùng phát').fill('Toàn xã và chợ');
    await other.getByRole('button', { name: 'Lưu vùng phát' }).click();
    await other.getByRole('heading', { name: 'Toàn xã và chợ' }).waitFor();
    await zoneForm(page).getByRole('checkbox', { name: 'Tây' }).uncheck();
    await page.getByRole('button', { name: 'Lưu vùng phát' }).click();
    await page.getByText('Trong lúc bạn sửa, người khác đã đổi: tên').waitFor();
    await look(page, 'stale');
    expect((await zones())[0]).toMatchObject({ name: 'Toàn xã và chợ', endpointIds: expect.any(Array) });
    expect((await zones())[0]?.endpointIds).toHaveLength(2);
    // Leaving and opening it again shows what is there now, and then it is taken.
    await page.reload();
    const card = page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: 'Toàn xã và chợ' }) });
    await card.getByRole('button', { name: 'Sửa' }).click();
    await zoneForm(page).getByRole('checkbox', { name: 'Tây' }).uncheck();
    await page.getByRole('button', { name: 'Lưu vùng phát' }).click();
    await expect.poll(async () => (await zones())[0]?.endpointIds.length).toBe(1);
  });

  it('of not saying where is asked about, and nothing is chosen for anybody', async () => {
    await openPlay(page);
    expect(await page.getByRole('checkbox', { checked: true, name: /Toàn xã/ }).count()).toBe(0);
    await page.getByRole('button', { name: 'Xem trước khi phát' }).click();
    await page.getByText('Hãy chọn ít nhất một vùng phát.').waitFor();
    expect(planned()).toBe(0);
  });

  it('of working on after the session has ended leads to the door, and saves nothing', async () => {
    await openZone(page);
    await zoneForm(page).getByLabel('Tên vùng phát').fill('Tên sửa dở');
    const cookie = (await browser?.context.cookies())?.find(({ name }) => name === 'loaxa_session');
    await house.doorkeeper.signOut(cookie?.value ?? '');
    // The console looks every few seconds by itself: the press counts even when it noticed first.
    await page.getByText('Lưu vùng phát').dispatchEvent('click');
    await page.getByRole('button', { name: 'Đăng nhập' }).waitFor();
    expect((await zones())[0]?.name).toBe('Toàn xã');
    await signIn(page);
    expect((await zones())[0]?.name).toBe('Toàn xã');
  });

  it('of answering a dialog whose hour is over airs nothing', async () => {
    await openPlay(page);
    await page.getByRole('checkbox', { name: /Toàn xã/ }).check();
    await page.getByRole('radio', { name: /Một lần/ }).check();
    await page.getByRole('combobox', { name: 'Giờ', exact: true }).selectOption('07');
    await page.getByRole('combobox', { name: 'Phút', exact: true }).selectOption('10');
    await page.getByRole('button', { name: 'Xem trước khi lưu' }).click();
    await page.getByRole('button', { name: 'Đặt giờ phát' }).waitFor();
    await commune.clock.advance(20 * 60_000);
    await page.getByRole('button', { name: 'Đặt giờ phát' }).click();
    await page
      .getByText(/đã qua/)
      .first()
      .waitFor();
    await look(page, 'late-dialog');
    expect(planned()).toBe(0);
  });

  async function account(name: string, rights: readonly GrantAsked[]): Promise<void> {
    const { store, doorkeeper } = house;
    const { token } = await store.transact((tx) => doorkeeper.addPerson(tx, { name, rights }, 'link'));
    await doorkeeper.acceptInvite(token, PASSWORD);
  }
  /** Signs in by password in a browser of its own. */
  async function elsewhere(name: string): Promise<{ tab: Page; leave: () => Promise<void> }> {
    const other = await browse({ width: 360, height: 740 });
    const tab = await other.context.newPage();
    tab.setDefaultTimeout(8000);
    await tab.goto(at(''));
    await tab.getByLabel('Tên đăng nhập').fill(name);
    await tab.getByLabel('Mật khẩu', { exact: true }).fill(PASSWORD);
    await tab.getByRole('button', { name: 'Đăng nhập' }).click();
    await tab.getByRole('button', { name: 'Đăng nhập' }).waitFor({ state: 'detached' });
    return { tab, leave: other.close };
  }
  /** What a page asks of the API with its own cookie, whatever its buttons offer. */
  const post = (tab: Page, path: string, body: unknown) =>
    tab.evaluate(
      async ([where, text]) => {
        const headers = { 'content-type': 'application/json', 'idempotency-key': String(Math.random()).slice(2) };
        const response = await fetch(`/api/v1${where}`, { method: 'POST', headers, body: text as string });
        return { status: response.status, text: await response.text() };
      },
      [path, JSON.stringify(body)],
    );

  it('of approving one’s own work from another browser is refused, and a colleague may approve it', async () => {
    const rights = (['read', 'edit', 'approve'] as const).map((verb) => ({ verb, areaId: null }));
    await account('mai', rights);
    await account('hoa', rights);
    const first = await elsewhere('mai');
    const [known] = await listBulletins(commune.store.db);
    const { programmeId, recordingId } = known as Bulletin;
    const made = await post(first.tab, '/bulletins', { title: 'Mai tự viết', programmeId, recordingId });
    const { id: subject } = JSON.parse(made.text);
    await post(first.tab, `/approvals/${subject}/submit`, {});
    const card = await first.tab.evaluate(async (where) => (await fetch(where)).text(), `/api/v1/approvals/${subject}`);
    const { sha256, standing } = JSON.parse(card);
    expect(standing.state).toBe('waiting');
    const approval = { items: [{ subject, sha256 }] };
    await first.leave();

    const again = await elsewhere('mai');
    await again.tab.goto(at('duyet'));
    await again.tab.getByText('Mai tự viết').first().waitFor();
    expect(await again.tab.getByRole('button', { name: 'Duyệt', exact: true }).count()).toBe(0);
    await look(again.tab, 'own-work');
    const own = JSON.parse((await post(again.tab, '/approvals/approve', approval)).text);
    expect(own).toMatchObject({ approved: [], refused: [{ subject, code: 'APPROVAL_OWN' }] });
    await again.leave();

    const colleague = await elsewhere('hoa');
    const others = JSON.parse((await post(colleague.tab, '/approvals/approve', approval)).text);
    expect(others).toMatchObject({ approved: [subject], refused: [] });
    await colleague.leave();
  });

  it('of pressing stop with a right in one village only silences that village, at the first two presses', async () => {
    const areaId = commune.areaIds.get('Đông') ?? '';
    const [east] = commune.villages;
    await account('tu', [
      { verb: 'read', areaId: null },
      { verb: 'operate', areaId },
    ]);
    const { tab, leave } = await elsewhere('tu');
    await tab.getByRole('button', { name: 'Dừng tất cả' }).click();
    await tab
      .getByRole('combobox', { name: 'Ở đâu' })
      .getByText('Địa bàn của tôi: Đông')
      .waitFor({ state: 'attached' });
    await look(tab, 'stop-own');
    await tab.getByRole('button', { name: 'Dừng ngay' }).click();
    await tab.getByText('Đã gửi lệnh im lặng').waitFor();
    const held = await commune.store.db.selectFrom('quiet_spans').select('endpoint_id').execute();
    expect(held).toEqual([{ endpoint_id: east?.endpointId }]);
    await leave();
  });

  it('of pasting nonsense keeps it as text, or says no', async () => {
    await page.goto(at('cum-loa'));
    const nonsense = '<img src=x onerror=alert(1)>';
    await page.getByRole('button', { name: 'Thêm địa bàn', exact: true }).click();
    await page.getByLabel('Tên địa bàn').fill(nonsense);
    await page.getByRole('button', { name: 'Thêm địa bàn này' }).click();
    await page.getByRole('listitem').filter({ hasText: nonsense }).waitFor();
    expect(await page.locator('img[src=x]').count()).toBe(0);
    await page.goto(at('hom-nay/../../etc/passwd%00<script>'));
    await page.getByRole('heading', { level: 1 }).first().waitFor();
  });
});
