/** Programs that cannot start say why in both languages, in a sentence and not in a stack trace, and harm nothing. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newKey, RealStation, startMain, startSpeaker, until } from '../support/real-station.ts';

let station: RealStation;
beforeAll(async () => {
  station = await RealStation.open();
}, 60_000);
afterAll(() => station.close());

/** Runs a program that must fail, to its end. */
async function failure(child: ReturnType<typeof startMain>): Promise<{ code: number | null; text: string }> {
  try {
    await until('the program to give up', 20_000, () => child.isOver);
  } catch (error) {
    await child.end('SIGKILL');
    throw new Error(`it went on running: ${child.text}`, { cause: error });
  }
  const { text } = child;
  expect(text).not.toMatch(/\n\s+at |node:internal|\.ts:\d/);
  return { code: await child.ended(), text };
}

const elsewhere = (name: string) => ({ ...station.env, LOAXA_PORT: '0', LOAXA_DATA: join(station.folder, name) });

describe('the station', () => {
  test('names every wrong setting', async () => {
    const wrong = { LOAXA_PORT: 'cổng', LOAXA_ZONE: 'Mars/Phobos', LOAXA_LOUDNESS: '5', LOAXA_UPLOAD_MB: '0' };
    const { code, text } = await failure(startMain({ ...station.env, ...wrong }));
    expect(code).not.toBe(0);
    for (const name of Object.keys(wrong)) expect(text).toContain(name);
    expect(text).toContain('Cấu hình sai');
    expect(text).toContain('configuration is wrong');
  });

  test('does not know an option', async () => {
    const { code, text } = await failure(startMain(station.env, ['--prot', '80']));
    expect(code).toBe(64);
    expect(text).toContain('Tùy chọn không có: --prot');
    expect(text).toContain('No such option: --prot');
  });

  test('finds its port taken', async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, '127.0.0.1', resolve));
    const { port } = taken.address() as { port: number };
    const { code, text } = await failure(startMain({ ...elsewhere('busy'), LOAXA_PORT: String(port) }));
    await new Promise((resolve) => taken.close(resolve));
    expect(code).not.toBe(0);
    expect(text).toContain(String(port));
    expect(text).toContain('LOAXA_PORT');
    expect(text).toMatch(/đang được chương trình khác dùng/);
  });

  test('cannot listen on an address that is not of this machine', async () => {
    const { code, text } = await failure(startMain({ ...elsewhere('address'), LOAXA_HOST: '203.0.113.7' }));
    expect(code).not.toBe(0);
    expect(text).toContain('203.0.113.7');
    expect(text).toContain('Cấu hình sai');
  });

  test('finds a file where its data folder should be', async () => {
    writeFileSync(join(station.folder, 'file'), 'not a folder');
    const { code, text } = await failure(startMain(elsewhere('file')));
    expect(code).not.toBe(0);
    expect(text).toContain('LOAXA_DATA');
    expect(readFileSync(join(station.folder, 'file'), 'utf8')).toBe('not a folder');
  });

  test.each<[string, Uint8Array]>([
    ['something else', Buffer.from('Thư gửi Ủy ban nhân dân xã. '.repeat(400))],
    ['a database with a broken head', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(8176, 0x5a)])],
  ])('leaves a database file alone that is %s', async (name, bytes) => {
    const folder = join(station.folder, name);
    mkdirSync(folder);
    const path = join(folder, 'station.db');
    writeFileSync(path, bytes);
    const { code, text } = await failure(startMain(elsewhere(name)));
    expect(code).not.toBe(0);
    expect(text).toContain(path);
    expect(text).toContain('cơ sở dữ liệu');
    expect(text).toContain('database');
    expect(Buffer.compare(readFileSync(path), bytes)).toBe(0);
  });

  test('does not start a second time on the same data folder', async () => {
    const { code, text } = await failure(startMain({ ...station.env, LOAXA_PORT: '0' }));
    expect(code).not.toBe(0);
    expect(text).toContain(join(station.folder, 'data'));
    expect(text).toContain('đang chạy');
    expect(text).toContain('running');
    expect((await station.health())?.status).toBe(200);
    await station.api.call('addArea', { body: { kind: 'xã', name: 'vẫn chạy' }, key: newKey() });
  });

  test('starts again at once where another one was killed', async () => {
    await station.kill();
    await station.start();
    expect((await station.api.call('listAreas')).map(({ name }) => name)).toContain('vẫn chạy');
  });
});

describe('the village agent', () => {
  const server = () => ['--server', station.api.base];
  const sink = () => ['--sink', `wav:${join(station.folder, 'x.wav')}`];
  const data = () => ['--data', join(station.folder, 'agent')];

  test.each<[string, () => string[], string]>([
    ['nothing', () => [], '--server'],
    ['no address', () => ['--server', 'localhost', ...data(), ...sink()], '--server'],
    ['a file as address', () => ['--server', 'file:///etc/passwd', ...data(), ...sink()], '--server'],
    ['no folder', () => [...server(), ...sink()], '--data'],
    ['an unknown sink', () => [...server(), ...data(), '--sink', 'loa'], '--sink'],
    ['an empty sink', () => [...server(), ...data(), '--sink', 'wav:'], '--sink'],
    ['an odd code', () => [...server(), ...data(), ...sink(), '--claim', 'có dấu!'], '--claim'],
    ['an unknown option', () => [...server(), ...data(), ...sink(), '--volume', '11'], '--volume'],
  ])('is started with %s', async (_name, options, about) => {
    const { code, text } = await failure(startSpeaker(options()));
    expect(code).toBe(64);
    expect(text).toContain(about);
    expect(text).toContain('Cách dùng');
    expect(text).toContain('Usage');
  });

  test('has a wrong or a used claim code', async () => {
    const { claimCode } = await station.api.call('addEndpoint', { body: { name: 'Loa' } });
    const agent = (code: string, name: string) =>
      startSpeaker([...server(), ...sink(), '--data', join(station.folder, name), '--claim', code]);
    const wrong = await failure(agent('ABCD-EFGH', 'wrong'));
    expect(wrong.code).toBe(77);
    expect(wrong.text).toContain('Mã đăng ký loa không đúng');
    expect(wrong.text).toContain('claim code is wrong');
    const first = agent(claimCode ?? '', 'first');
    await until('the first to be claimed', 10_000, () => first.text.includes('speaker is running'));
    const second = await failure(agent(claimCode ?? '', 'second'));
    expect(second.code).toBe(77);
    await first.end('SIGTERM');
  });
});
