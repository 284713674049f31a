/**
 * A station for the console alone: HTTP by the contract, everything in memory. Each answer is checked against the
 * contract's schema before it is sent, so the fake cannot drift from what the real station promises.
 */

import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { extname, join, normalize } from 'node:path';
import { gzipSync } from 'node:zlib';
import { errorStatus, StationError } from '#kernel';
import { problemSchema, type Route, type RouteName, routes } from '../../src/http/contract.ts';
import { FakeHouse } from './fake-house.ts';
import { FakeNews } from './fake-news.ts';

const CSP =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; media-src 'self'; " +
  "manifest-src 'self'; worker-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";
const TYPES: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.webmanifest': 'application/manifest+json',
};
const SESSION = 'loaxa_session=fake';
const BYTES_BEFORE_CUT = 300_000;
const CUT_MS = 1500;

export class FakeStation {
  readonly house = new FakeHouse();
  readonly news = new FakeNews();
  /** Cuts every connection while true, as a dead network does. */
  unplugged = false;
  /** Cuts the network in the middle of the bytes of that many uploads, for a moment each. */
  uploadCuts = 0;
  /** Loses the answers to creating requests on this path, after the work was done. */
  losesAnswersTo = '';
  /** What was asked, in order: "post /bulletins". */
  readonly asked: string[] = [];
  readonly #answers = new Map<string, { print: string; status: number; body: unknown }>();
  readonly #folder: string;
  readonly #server: Server;

  constructor(folder: string) {
    this.#folder = folder;
    this.#server = createServer((request, response) => {
      this.#serve(request, response).catch((error: unknown) => {
        if (error instanceof StationError) answer(response, errorStatus(error.code), problemOf(error));
        else if (!response.destroyed) answer(response, 500, { fault: String(error) });
      });
    });
    this.house.live.attach(this.#server);
    this.news.attach(this.#server, () => this.unplugged);
  }

  async start(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    await this.news.stop();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    response.setHeader('Content-Security-Policy', CSP);
    response.setHeader('X-Content-Type-Options', 'nosniff');
    const url = new URL(request.url ?? '/', 'http://station');
    // biome-ignore lint/suspicious/noUnnecessaryConditions: tests pull the plug from outside
    if (this.unplugged) request.socket.destroy();
    else if (url.pathname.startsWith('/api/v1/')) await this.#api(request, response, url);
    else await this.#file(request, response, url.pathname);
  }

  async #file(request: IncomingMessage, response: ServerResponse, path: string): Promise<void> {
    const name = normalize(path === '/' ? '/index.html' : path);
    const bytes = await readFile(join(this.#folder, name)).catch(() => null);
    const isPacked = bytes !== null && String(request.headers['accept-encoding']).includes('gzip');
    if (isPacked) response.setHeader('content-encoding', 'gzip');
    response.writeHead(bytes ? 200 : 404, { 'content-type': TYPES[extname(name)] ?? 'text/plain' });
    response.end(isPacked ? gzipSync(bytes) : bytes);
  }

  async #api(request: IncomingMessage, response: ServerResponse, url: URL): Promise<void> {
    const [name, route, params] = routeOf(request.method ?? '', url.pathname.slice('/api/v1'.length));
    this.asked.push(`${route.method} ${route.path}`);
    const signedIn = request.headers.cookie?.includes(SESSION) ?? false;
    if (!signedIn && !route.open) throw new StationError('AUTH_REQUIRED');
    if (name === 'putUpload') return this.#upload(request, response, params);
    if (name === 'putAttachment') {
      const fileName = decodeURIComponent(String(request.headers['upload-name']));
      const bytes = (await bytesOf(request)).length;
      const card = this.house.approvals.attach(String(params['id']), { name: fileName, bytes });
      return answer(response, 200, routes.putAttachment.response.parse(card));
    }
    if (name === 'putMap') {
      const fileName = decodeURIComponent(String(request.headers['upload-name']));
      return answer(
        response,
        200,
        routes.putMap.response.parse(this.house.care.takeMap(fileName, await bytesOf(request))),
      );
    }
    if (route.contentType) return this.#special(response, route);
    const text = (await bytesOf(request)).toString();
    const input = {
      params: route.params?.parse(params),
      query: route.query?.parse(Object.fromEntries(url.searchParams)),
      body: route.body?.parse(JSON.parse(text)),
    };
    const act = () => {
      const handle = this.house.handlers[name] as ((input: unknown) => unknown) | undefined;
      if (!handle) throw new Error(`the fake station has no ${name}`);
      return { status: route.status ?? 200, body: route.response.parse(handle(input)) };
    };
    const done = route.status === 201 ? this.#once(request, `${url.pathname} ${text}`, act) : act();
    if (route.path === this.losesAnswersTo && route.status === 201) {
      request.socket.destroy();
      return;
    }
    if (name === 'signIn' || name === 'setUp' || name === 'acceptInvite')
      response.setHeader('Set-Cookie', `${SESSION}; HttpOnly; SameSite=Strict; Path=/`);
    if (name === 'signOut') response.setHeader('Set-Cookie', `${SESSION}; Path=/; Max-Age=0`);
    if (route.method !== 'get') this.news.touch();
    answer(response, done.status, done.body);
  }

  /** Whatever creates something must carry a key; the same key gives the same answer. */
  #once(request: IncomingMessage, print: string, act: () => { status: number; body: unknown }) {
    const key = request.headers['idempotency-key'];
    if (typeof key !== 'string' || key.length < 8) throw new StationError('IDEMPOTENCY_INVALID');
    const before = this.#answers.get(key);
    if (before && before.print !== print) throw new StationError('IDEMPOTENCY_CONFLICT');
    const done = before ?? { print, ...act() };
    this.#answers.set(key, done);
    return done;
  }

  async #upload(request: IncomingMessage, response: ServerResponse, params: Record<string, string>): Promise<void> {
    const id = String(params['id']);
    const offset = Number(request.headers['upload-offset']);
    if (this.uploadCuts > 0) {
      this.uploadCuts -= 1;
      const some = await bytesOf(request, BYTES_BEFORE_CUT);
      this.house.take(id, offset, some);
      this.unplugged = true;
      setTimeout(() => (this.unplugged = false), CUT_MS);
      request.socket.destroy();
      return;
    }
    answer(response, 200, routes.putUpload.response.parse(this.house.take(id, offset, await bytesOf(request))));
  }

  #special(response: ServerResponse, route: Route): void {
    response.writeHead(200, { 'content-type': route.contentType });
    response.end(route.path.endsWith('.csv') ? '\uFEFFid;state\r\n' : '');
  }
}

function routeOf(method: string, path: string): [RouteName, Route, Record<string, string>] {
  for (const [name, route] of Object.entries(routes) as Array<[RouteName, Route]>) {
    const pattern = new RegExp(`^${route.path.replace('.', '\\.').replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
    const match = pattern.exec(path);
    if (match && route.method === method.toLowerCase()) return [name, route, { ...match.groups }];
  }
  throw new StationError('NOT_FOUND', { what: path });
}

async function bytesOf(request: IncomingMessage, most = Number.POSITIVE_INFINITY): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request.iterator({ destroyOnReturn: false })) {
    chunks.push(chunk as Buffer);
    size += (chunk as Buffer).length;
    if (size >= most) break;
  }
  return Buffer.concat(chunks).subarray(0, most);
}

function problemOf(error: StationError): unknown {
  return problemSchema.parse({
    type: `urn:loaxa:error:${error.code}`,
    title: error.text.en,
    status: errorStatus(error.code),
    code: error.code,
    detail: error.text,
    ...(typeof error.values['field'] === 'string' ? { field: error.values['field'] } : {}),
  });
}

function answer(response: ServerResponse, status: number, body: unknown): void {
  if (response.headersSent) return;
  response.writeHead(status, { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' });
  response.end(JSON.stringify(body));
}
