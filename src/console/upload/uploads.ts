import { signal } from '@preact/signals';
import { call } from '../api/client.ts';
import { Refused } from '../api/failure.ts';
import { repeatKey } from '../api/repeat-key.ts';
import { recordings } from '../live/lists.ts';
import { go, where } from '../where.ts';
import { begunUpload, forgetUpload, rememberUpload } from './begun.ts';
import { digestOf } from './digest.ts';
import { sendSlice } from './send-slice.ts';
import { type Arrived, type TransferPort, transfer } from './transfer.ts';

export type UploadState = 'waiting' | 'announcing' | 'sending' | 'lost' | 'done' | 'stopped' | 'failed';
export interface Sending {
  readonly mark: number;
  readonly file: File;
  readonly state: UploadState;
  readonly sentBytes: number;
  readonly failure: unknown;
  readonly recordingId: string | null;
}

/** The files of this page, oldest first; one is sent at a time. They go on while other pages are looked at. */
export const uploads = signal<readonly Sending[]>([]);
const giveUps = new Map<number, AbortController>();
let marks = 0;

/** What is to be done with the recording that comes of a file, where that is not to look at it. */
const afterwards = new Map<number, (recordingId: string) => void>();

export function addFiles(files: readonly File[], then?: (recordingId: string) => void): void {
  const fresh = files.map((file) => ({
    mark: ++marks,
    file,
    state: 'waiting' as const,
    sentBytes: 0,
    failure: null,
    recordingId: null,
  }));
  uploads.value = [...uploads.value, ...fresh];
  if (then) for (const { mark } of fresh) afterwards.set(mark, then);
  void sendNext();
}

export function stopUpload(mark: number): void {
  change(mark, { state: 'stopped' });
  giveUps.get(mark)?.abort();
}

export function sendAgain(mark: number): void {
  change(mark, { state: 'waiting', failure: null });
  void sendNext();
}

export function removeUpload(mark: number): void {
  afterwards.delete(mark);
  uploads.value = uploads.value.filter((upload) => upload.mark !== mark);
}

function sendingNow(): boolean {
  return uploads.value.some(({ state }) => state === 'announcing' || state === 'sending' || state === 'lost');
}

addEventListener('beforeunload', (event) => {
  if (sendingNow()) event.preventDefault();
});

function change(mark: number, now: Partial<Sending>): void {
  uploads.value = uploads.value.map((upload) => (upload.mark === mark ? { ...upload, ...now } : upload));
}

async function sendNext(): Promise<void> {
  const next = uploads.value.find(({ state }) => state === 'waiting');
  if (!next || sendingNow()) return;
  const { mark, file } = next;
  const giveUp = new AbortController();
  giveUps.set(mark, giveUp);
  try {
    const recordingId = await transfer(file.size, portFor(mark, file, giveUp.signal));
    forgetUpload(file);
    change(mark, { state: 'done', sentBytes: file.size, recordingId });
    void recordings.refresh();
    const then = afterwards.get(mark);
    if (then) then(recordingId);
    else if (where.value.page === 'tai-len' && where.value.thing === '') go('tai-len', recordingId);
  } catch (failure) {
    if (!giveUp.signal.aborted) {
      // A full disk may have room later; after any other refusal the file starts anew.
      if (!(failure instanceof Refused && failure.status >= 500)) forgetUpload(file);
      change(mark, { state: 'failed', failure });
    }
  } finally {
    giveUps.delete(mark);
    void sendNext();
  }
}

function portFor(mark: number, file: File, giveUp: AbortSignal): TransferPort {
  const key = repeatKey();
  return {
    async announce() {
      const begun = await resume(file);
      if (begun) return begun;
      const sha256 = await digestOf(file);
      const body = { title: titleOf(file.name), totalBytes: file.size, ...(sha256 === null ? {} : { sha256 }) };
      const arrived = await call('createUpload', { body, key: key.of(body) });
      rememberUpload(file, arrived.id);
      return arrived;
    },
    whereIs: (id) => call('getUpload', { params: { id } }),
    send: (id, from, to) =>
      sendSlice(id, from, file.slice(from, to), (sentBytes) => change(mark, { sentBytes }), giveUp),
    rest: (milliseconds) =>
      new Promise((resolve, reject) => {
        const timer = setTimeout(resolve, milliseconds);
        giveUp.addEventListener('abort', () => {
          clearTimeout(timer);
          reject(giveUp.reason);
        });
      }),
    told: (state, sentBytes) => {
      giveUp.throwIfAborted();
      change(mark, { state, sentBytes });
    },
  };
}

/** What the station still holds of an upload of this very file, or null. */
async function resume(file: File): Promise<Arrived | null> {
  const id = begunUpload(file);
  if (id === undefined) return null;
  try {
    const arrived = await call('getUpload', { params: { id } });
    return arrived.recordingId === null && arrived.totalBytes === file.size ? arrived : null;
  } catch (error) {
    if (error instanceof Refused && error.status !== 401) return null;
    throw error;
  }
}

/** The name of a file as a title: no ending, no underlines. */
function titleOf(fileName: string): string {
  const bare = fileName
    .replace(/\.[^.]+$/, '')
    .replace(/[_\s]+/g, ' ')
    .trim();
  return (bare === '' ? fileName : bare).slice(0, 200);
}
