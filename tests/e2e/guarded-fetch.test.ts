/** The way out to sources, on real sockets: what is judged is what is connected to, whatever names and servers say. */
import { createServer, type RequestListener, type Server } from 'node:http';
import { type AddressInfo, createServer as createRawServer, type Server as RawServer } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { guardedFetch, realWorld } from '#system';
import { isTrouble, openDoor, readWhole } from '../../src/relay/door.ts';

const { clock } = realWorld();
const open: Array<Server | RawServer> = [];
const signal = new AbortController().signal;
const POLICY = { privateAllowed: false, ownPorts: [] };

afterEach(async () => {
  for (const server of open.splice(0)) {
    if ('closeAllConnections' in server) server.closeAllConnections();
    await new Promise((done) => server.close(done));
  }
});

async function listen<Made extends Server | RawServer>(server: Made): Promise<number> {
  open.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return (server.address() as AddressInfo).port;
}

const serve = (listener: RequestListener) => listen(createServer(listener));

/** A resolver that answers from a table, each time the next row. */
function names(table: Record<string, string[][]>) {
  const asked: string[] = [];
  const lookUp: Parameters<typeof guardedFetch>[0] = (name, answer) => {
    asked.push(name);
    const rows = table[name] ?? [];
    const addresses = rows.length > 1 ? rows.shift() : rows[0];
    if (!addresses) return answer(Object.assign(new Error('no such name'), { code: 'ENOTFOUND' }));
    answer(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { lookUp, asked };
}

const problemOf = async (url: string, table: Record<string, string[][]>, policy = POLICY) => {
  const found = await openDoor(guardedFetch(names(table).lookUp), clock, policy).get(url, signal);
  if (isTrouble(found)) return found.problem;
  found.close();
  return 'connected';
};

test('a name that leads to this server, in part or later, is refused in the lookup and nothing is connected', async () => {
  let visits = 0;
  const port = await serve((_request, response) => {
    visits += 1;
    response.end('secret');
  });
  const ask = (addresses: string[]) => problemOf(`http://radio.test:${port}/`, { 'radio.test': [addresses] });
  expect(await ask(['127.0.0.1'])).toBe('loopback');
  expect(await ask(['::ffff:127.0.0.1'])).toBe('loopback');
  expect(await ask(['::1'])).toBe('loopback');
  expect(await ask(['10.0.0.1'])).toBe('private');
  expect(await ask(['169.254.169.254'])).toBe('special');
  expect(await ask(['64:ff9b::7f00:1'])).toBe('special');
  // One bad address among good ones, in either place.
  expect(await ask(['203.0.114.7', '127.0.0.1'])).toBe('loopback');
  expect(await ask(['127.0.0.1', '203.0.114.7'])).toBe('loopback');
  expect(await problemOf(`http://nowhere.test:${port}/`, {})).toBe('name');
  expect(visits).toBe(0);
});

test('a name that was public when it was saved and private when it is called is refused then', async () => {
  let visits = 0;
  const port = await serve((_request, response) => {
    visits += 1;
    response.end('secret');
  });
  const { lookUp, asked } = names({ 'radio.test': [['127.0.0.1'], ['127.0.0.1']] });
  let judged = 0;
  // The first answer counts as public, the second (time to live 0) does not.
  const fetch = guardedFetch(lookUp);
  const ask = async () => {
    judged += 1;
    const isFirst = judged === 1;
    const url = new URL(`http://radio.test:${port}/`);
    const answer = await fetch({ url, headers: {}, mayReach: () => isFirst, signal });
    if ('status' in answer) answer.close();
    return 'failed' in answer ? answer.failed : answer.status;
  };
  expect(await ask()).toBe(200);
  expect(await ask()).toBe('refused_address');
  expect(asked).toHaveLength(2);
  expect(visits).toBe(1);
});

test('the literal address is judged though no name is looked up', async () => {
  const port = await serve((_request, response) => response.end('secret'));
  for (const host of ['127.0.0.1', '[::1]', '[::ffff:127.0.0.1]']) {
    const url = new URL(`http://${host}:${port}/`);
    expect(await guardedFetch()({ url, headers: {}, mayReach: () => false, signal })).toEqual({
      failed: 'refused_address',
    });
  }
});

test('redirects: each target is judged, and the fourth is too many', async () => {
  const visits: string[] = [];
  let target = '';
  const port = await serve((request, response) => {
    visits.push(request.url ?? '');
    if (request.url === '/end') response.end('sound');
    else response.writeHead(302, { location: target.replace('N', String(visits.length)) }).end();
  });
  // Loopback stands for the open internet; what is private is judged by the true rules.
  const real = guardedFetch(names({ 'radio.test': [['127.0.0.1']] }).lookUp);
  const door = openDoor(
    (ask) => real({ ...ask, mayReach: (a) => a === '127.0.0.1' || ask.mayReach(a) }),
    clock,
    POLICY,
  );
  const go = async (to: string) => {
    target = to;
    visits.length = 0;
    const found = await door.get(`http://radio.test:${port}/start`, signal);
    if (isTrouble(found)) return found.problem;
    const bytes = await readWhole(found, 100, clock, 1000);
    return bytes instanceof Uint8Array ? Buffer.from(bytes).toString() : bytes.problem;
  };
  expect(await go('/end')).toBe('sound');
  expect(await go('http://127.0.0.1/admin')).toBe('loopback');
  expect(await go('http://10.0.0.1/admin')).toBe('private');
  expect(await go('http://169.254.169.254/latest/meta-data')).toBe('special');
  expect(await go('http://a:b@radio.test/')).toBe('userinfo');
  expect(await go('file:///etc/passwd')).toBe('scheme');
  expect(visits).toEqual(['/start']);
  expect(await go('/again/N')).toBe('redirects');
  expect(visits).toHaveLength(4);
});

test('a Shoutcast server that greets with ICY is understood, also when it never says how long it is', async () => {
  let asked = '';
  const port = await listen(
    createRawServer((socket) => {
      socket.on('error', () => {});
      socket.on('data', (bytes) => {
        asked += bytes.toString();
        socket.write('ICY 200 OK\r\nicy-name: Đài xã\r\nicy-br:48\r\ncontent-type:audio/mpeg\r\n\r\nfirst');
        setTimeout(() => socket.end('last'), 50);
      });
    }),
  );
  const url = new URL(`http://127.0.0.1:${port}/;`);
  const answer = await guardedFetch()({ url, headers: { 'icy-metadata': '0' }, mayReach: () => true, signal });
  if ('failed' in answer) throw new Error(answer.failed);
  expect(answer.status).toBe(200);
  expect(answer.header('content-type')).toBe('audio/mpeg');
  expect(answer.header('icy-br')).toBe('48');
  let heard = '';
  for await (const chunk of answer.body) heard += Buffer.from(chunk).toString();
  expect(heard).toBe('firstlast');
  expect(asked).toMatch(/icy-metadata: 0/i);
});

test('too much, too slow, broken and refused are values', async () => {
  const port = await serve((request, response) => {
    if (request.url === '/large') response.end(Buffer.alloc(300_000));
    else if (request.url === '/broken') {
      response.writeHead(200, { 'content-length': '1000' }).write('a');
      setTimeout(() => response.destroy(), 50);
    } else if (request.url === '/gone') response.writeHead(404).end();
    else response.writeHead(200).write('a');
  });
  const door = openDoor(
    async (ask) => guardedFetch(names({ 'radio.test': [['127.0.0.1']] }).lookUp)({ ...ask, mayReach: () => true }),
    clock,
    POLICY,
  );
  const read = async (path: string) => {
    const found = await door.get(`http://radio.test:${port}${path}`, signal);
    if (isTrouble(found)) return found.problem;
    const bytes = await readWhole(found, 256 * 1024, clock, 400);
    return bytes instanceof Uint8Array ? bytes.length : bytes.problem;
  };
  expect(await read('/large')).toBe('too_large');
  expect(await read('/broken')).toBe('broken');
  expect(await read('/slow')).toBe('late');
  expect(await read('/gone')).toBe('status');
  for (const server of open.splice(0)) {
    (server as Server).closeAllConnections();
    server.close();
  }
  expect(await read('/large')).toBe('unreachable');
});
