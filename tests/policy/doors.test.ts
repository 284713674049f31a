/** Nothing answers that stands in no table: every path of the real application, and every upgrade. */
import { connect } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Route, routes } from '../../src/http/contract.ts';
import { NEEDS } from '../../src/http/needs.ts';
import { webApp } from '../../src/http/web-app.ts';
import { type Door, openDoor } from '../unit/http/door.ts';
import { DOORS } from './doors.ts';

/** What express keeps of a path; its own types do not tell. */
interface Layer {
  readonly name: string;
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Record<string, boolean> };
  readonly handle: { readonly stack?: readonly Layer[] };
  readonly path?: string;
  match(path: string): boolean;
}

let door: Door;
beforeAll(async () => {
  door = await openDoor();
});
afterAll(() => door.close());

const plain = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');
const ofContract = Object.values<Route>(routes).map(({ method, path }) => `${method} /api/v1${plain(path)}`);
const ofDoors = DOORS.filter(({ how }) => how === 'get' || how === 'post').map(({ how, path }) => `${how} ${path}`);

/** Where a router hangs: the longest beginning of a known path that leads to it. */
function prefixOf(layer: Layer): string {
  const known = [...ofContract, ...ofDoors].map((one) => one.split(' ')[1] ?? '');
  const parts = known.flatMap((path) => path.split('/').map((_, at, all) => all.slice(0, at + 1).join('/')));
  const found = [...new Set(parts)].filter((part) => part !== '' && layer.match(part) && layer.path === part);
  return found.sort((a, b) => b.length - a.length)[0] ?? '/nowhere-in-the-tables';
}

function walk(stack: readonly Layer[], prefix: string): string[] {
  return stack.flatMap((layer): string[] => {
    const { route, handle } = layer;
    if (route) {
      const paths = typeof route.path === 'string' ? [route.path] : route.path;
      return paths.flatMap((path) => Object.keys(route.methods).map((method) => `${method} ${prefix}${path}`));
    }
    if (handle.stack) return walk(handle.stack, `${prefix}${prefixOf(layer)}`);
    return layer.name === 'serveStatic' ? [`get ${layer.match('/favicon.ico') ? '/' : '/assets'}`] : [];
  });
}

test('every path of the application stands in the contract or in the table of doors, and the other way round', () => {
  const app = webApp(door.house, '.') as unknown as { router: { stack: readonly Layer[] } };
  const found = new Set(walk(app.router.stack, ''));
  expect([...found].sort()).toEqual([...new Set([...ofContract, ...ofDoors])].sort());
  expect(found.size).toBeGreaterThan(100);
  expect(Object.keys(NEEDS).length).toBe(Object.keys(routes).length);
});

/** The first line that a stranger gets who asks for a WebSocket. */
function upgrade(path: string): Promise<string> {
  const { port } = new URL(door.base);
  return new Promise((resolve) => {
    const socket = connect(Number(port), '127.0.0.1');
    const head = ['Host: x', 'Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
    socket.on('connect', () =>
      socket.write(
        [`GET ${path} HTTP/1.1`, ...head, 'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==', '', ''].join('\r\n'),
      ),
    );
    socket.on('error', () => resolve('broken'));
    socket.once('data', (bytes) => {
      socket.destroy();
      resolve(bytes.toString('latin1').split('\r\n')[0] ?? '');
    });
  });
}

test('a WebSocket opens for a stranger on the speakers’ link alone, where the first word must be signed', async () => {
  const known = [...ofContract, ...ofDoors].map((one) => (one.split(' ')[1] ?? '').replaceAll(/:\w+/g, 'liv_1'));
  const upgrades = DOORS.filter(({ how }) => how === 'upgrade').map(({ path }) => path.replaceAll(/:\w+/g, 'liv_1'));
  const asked = [...new Set([...known, ...upgrades, '/ws', '/socket.io/', '/link/v2', '/link/v1/'])];
  const opened: string[] = [];
  for (const path of asked) {
    const line = await upgrade(path);
    expect(line, path).toMatch(/^HTTP\/1\.1 (101|401|403|404)/);
    if (line.includes(' 101 ')) opened.push(path);
  }
  expect(opened).toEqual(['/link/v1']);
  expect(asked.length).toBeGreaterThan(90);
});

test('without a session nothing of the contract is shown but what says so', async () => {
  const wrong: string[] = [];
  for (const [name, route] of Object.entries<Route>(routes)) {
    const path = route.path.replaceAll(/\{\w+\}/g, 'abc_1');
    const body = route.method === 'get' ? undefined : {};
    const { status } = await door.ask(route.method.toUpperCase(), `/api/v1${path}`, body, { authorization: '' });
    if ((status === 401) === (route.open === true)) wrong.push(`${name}: ${status}`);
  }
  expect(wrong).toEqual([]);
});
