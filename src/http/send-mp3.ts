import { resolve } from 'node:path';
import type { Response } from 'express';
import { notFound } from '#kernel';

/** Sends an MP3 file, whole or the part that a player asks for. A part that it does not have is 416, a lost file 404. */
export function sendMp3(response: Response, path: string): Promise<void> {
  return new Promise((done, reject) => {
    response
      .type('audio/mpeg')
      .set('cache-control', 'private, no-cache')
      .sendFile(resolve(path), { maxAge: 0, etag: true, dotfiles: 'allow' }, (error) => {
        const status = (error as { status?: unknown } | undefined)?.status;
        // A listener who moves the slider breaks off the old answer: that is no fault.
        if (!error || response.headersSent) done();
        else if (status === 416) done(void response.status(416).end());
        else reject(status === 404 ? notFound('page') : error);
      });
  });
}
