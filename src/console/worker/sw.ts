/**
 * The service worker: the console opens without the station, and phones share sound to it. It keeps the files of the build and
 * nothing else; answers of the API never pass through it.
 */
import { empty, put } from '../kept/box.ts';
import { wayOf } from './ways.ts';

/** What `vite.config.ts` writes here: the files of this build, and a name that changes when any of them does. */
declare const __SHELL__: { readonly version: string; readonly files: readonly string[] };

/** The part of a worker's world that is used; the types of the page know none of it. */
interface Worker {
  readonly location: Location;
  readonly clients: { claim(): Promise<void> };
  skipWaiting(): Promise<void>;
  addEventListener(of: 'install' | 'activate', act: (event: Waiting) => void): void;
  addEventListener(of: 'message', act: (event: MessageEvent) => void): void;
  addEventListener(of: 'fetch', act: (event: Waiting & Fetching) => void): void;
}
interface Waiting {
  waitUntil(work: Promise<unknown>): void;
}
interface Fetching {
  readonly request: Request;
  respondWith(answer: Promise<Response>): void;
}
const worker = globalThis as unknown as Worker;

const PREFIX = 'loaxa-shell-';
const CACHE = PREFIX + __SHELL__.version;
/** A line that is worse than none: after that the kept page is shown. */
const PAGE_WITHIN_MS = 4000;
/** As many files as somebody shares in one go. */
const MOST_SHARED = 10;

worker.addEventListener('install', (event) => {
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll([...__SHELL__.files])));
});

worker.addEventListener('activate', (event) => {
  const clear = async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(PREFIX) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await worker.clients.claim();
  };
  event.waitUntil(clear());
});

/** The person pressed "Tải lại": never by itself, somebody may be writing. */
worker.addEventListener('message', ({ data }) => {
  if (data === 'take-over') void worker.skipWaiting();
});

worker.addEventListener('fetch', (event) => {
  const { request } = event;
  const way = wayOf(
    { method: request.method, url: request.url, isPage: request.mode === 'navigate' },
    worker.location.origin,
  );
  if (way === 'page') event.respondWith(page(request));
  if (way === 'asset') event.respondWith(asset(request));
  if (way === 'share') event.respondWith(share(request));
});

async function page(request: Request): Promise<Response> {
  try {
    return await fetch(request, { signal: AbortSignal.timeout(PAGE_WITHIN_MS) });
  } catch (error) {
    const kept = await caches.match('/');
    if (kept) return kept;
    throw error;
  }
}

async function asset(request: Request): Promise<Response> {
  return (await caches.match(request)) ?? fetch(request);
}

/** The page takes the files from the drawer when it opens, and sends them like any other. */
async function share(request: Request): Promise<Response> {
  const files = (await request.formData()).getAll('sound').filter((one) => one instanceof File);
  await empty('shared');
  for (const [at, file] of files.slice(0, MOST_SHARED).entries()) await put('shared', String(at), file);
  return Response.redirect('/#tai-len', 303);
}
