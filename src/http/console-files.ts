import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import express, { type Express, type RequestHandler } from 'express';

const zip = promisify(gzip);
/** A file of the build has its content in its name. */
const FOR_EVER = 'public, max-age=31536000, immutable';
/** What shrinks; pictures and fonts are packed already. */
const TEXT = /^\/(?:(?:assets\/)?[\w-][\w.-]*\.(?:js|css|html|svg|webmanifest))?$/;

/** Serves the built console: packed where the browser understands that, which on a slow line is half of the wait. Without a build there is none. */
export function serveConsole(app: Express, folder: string): void {
  if (!existsSync(folder)) return;
  app.use(packed(folder));
  app.use(
    '/assets',
    express.static(join(folder, 'assets'), {
      setHeaders: (response) => void response.setHeader('cache-control', FOR_EVER),
    }),
  );
  app.use(express.static(folder, { setHeaders: (response) => void response.setHeader('cache-control', 'no-cache') }));
}

/** Packs each file once; what it does not find is left to whoever comes next. */
function packed(folder: string): RequestHandler {
  const kept = new Map<string, Promise<Uint8Array | null>>();
  const pack = async (name: string) => zip(await readFile(join(folder, name)), { level: 9 });
  return async (request, response, next) => {
    const isAsked = request.method === 'GET' && TEXT.test(request.path);
    if (!isAsked || request.acceptsEncodings('gzip', 'identity') !== 'gzip') return next();
    const name = request.path === '/' ? '/index.html' : request.path;
    const found = kept.get(name) ?? pack(name).catch(() => null);
    kept.set(name, found);
    const bytes = await found;
    if (bytes === null) {
      kept.delete(name);
      return next();
    }
    response
      .set({
        'content-encoding': 'gzip',
        'cache-control': name.startsWith('/assets/') ? FOR_EVER : 'no-cache',
        vary: 'Accept-Encoding',
      })
      .type(name.slice(name.lastIndexOf('.')))
      .send(Buffer.from(bytes));
  };
}
