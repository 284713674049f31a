import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ChildProcess, OpenFile, ProcessSpec, World } from '#kernel';
import { StationError } from '#kernel';
import { setState } from '../../src/media/recording-store.ts';
import { BUNDLED, chunksOf, hear, make, openRoom, type Room, SPEECH, sha256, world } from './media-room.ts';

let room: Room;
const speech = make('wav', `${SPEECH} -t 6 {out}`);
beforeEach(async () => {
  room = await openRoom();
});
afterEach(() => room.close());

const leftovers = () => room.files().filter((name) => name.includes('making-') || name.endsWith('.part'));

/** A world whose ffmpegs are shown to `onStart` as they start. */
function watched(onStart: (child: ChildProcess, spec: ProcessSpec, count: number) => ChildProcess | undefined): World {
  let count = 0;
  const start = (spec: ProcessSpec) => {
    const child = world.processes.start(spec);
    count += 1;
    return onStart(child, spec, count) ?? child;
  };
  return { ...world, processes: { start } };
}

/** Runs a program that kills itself, as if somebody else had done it. */
const killed = (spec: ProcessSpec) =>
  world.processes.start({ ...spec, command: 'sh', args: ['-c', 'kill -9 $$'], noNetwork: false });

async function reopen(more: Parameters<typeof openRoom>[0]): Promise<void> {
  await room.media.stop();
  await room.store.close();
  room = await openRoom({ folder: room.folder, ...more });
}

async function upload(bytes: Uint8Array): Promise<string> {
  const { id } = await room.media.createUpload({ title: 'x', totalBytes: bytes.length });
  const { recordingId } = await room.media.append(id, 0, chunksOf(bytes));
  return recordingId ?? '';
}

test.each([1, 2, 3, 4])(
  'ffmpeg number %d is killed with -9: the check is done once more and succeeds',
  async (which) => {
    await reopen({ world: watched((_child, spec, count) => (count === which ? killed(spec) : undefined)) });
    expect(await room.check(speech)).toMatchObject({ state: 'ready', reason: null });
    expect(leftovers()).toEqual([]);
  },
);

test('ffmpeg is killed again and again: the recording is refused with a reason', async () => {
  await reopen({ world: watched((_child, spec) => killed(spec)) });
  expect(await room.check(speech)).toMatchObject({ state: 'refused', reason: { code: 'MEDIA_TOO_HEAVY' } });
  expect(leftovers()).toEqual([]);
});

test('stopping the station stops ffmpeg; the next start does the check again', async () => {
  const long = make('wav', `${SPEECH} -t 120 {out}`);
  let stop: Promise<void> | undefined;
  const children: ChildProcess[] = [];
  await reopen({
    world: watched((child, _spec, count) => {
      children.push(child);
      if (count === 3) stop = room.media.stop();
      return undefined;
    }),
  });
  const id = await upload(long);
  expect((await room.media.whenChecked(id)).state).toBe('received');
  await stop;
  expect(children.length).toBeGreaterThanOrEqual(3);
  for (const child of children) await child.ended;
  expect(leftovers()).toEqual([]);
  await reopen({});
  expect((await room.media.whenChecked(id)).state).toBe('ready');
});

test('a crash in mid-check leaves nothing behind after the next start', async () => {
  const { id } = await room.check(speech);
  await setState(room.store.db, id, 'checking');
  writeFileSync(join(room.folder, 'renditions', `making-${id}.opus`), 'half');
  writeFileSync(join(room.folder, 'uploads', 'upl_unknown.part'), 'stray');
  await reopen({});
  expect(await room.media.whenChecked(id)).toMatchObject({ state: 'ready', reason: null });
  expect(leftovers()).toEqual([]);
});

test.each([
  ['goes on for ever', 'while :; do echo out_time_us=0 >&2; sleep 1; done'],
  ['writes nothing and says that all is well', 'exit 0'],
  ['crashes', 'kill -SEGV $$'],
])('an ffmpeg that %s does no harm', async (name, script) => {
  const clock = { ...world.clock, monoMs: () => world.clock.monoMs() * 100, sleep: quick };
  const start = (spec: ProcessSpec) =>
    world.processes.start({ ...spec, command: 'sh', args: ['-c', script], noNetwork: false });
  await reopen({ world: { ...world, ...(name.includes('ever') ? { clock } : {}), processes: { start } } });
  const recording = await room.check(speech);
  expect(recording.state).toBe('refused');
  expect(recording.reason?.code).toBe(name.includes('ever') ? 'MEDIA_TOO_HEAVY' : 'MEDIA_DAMAGED');
  expect(leftovers()).toEqual([]);
});

/** A hundred times as fast as the wall. */
function quick(ms: number, signal?: AbortSignal): Promise<boolean> {
  return world.clock.sleep(ms / 100, signal);
}

test('an upload goes on where it broke off, over a restart', async () => {
  const { id } = await room.media.createUpload({ title: 'x', totalBytes: speech.length, sha256: sha256(speech) });
  async function* broken() {
    yield speech.subarray(0, 70_000);
    throw new Error('the phone left the village');
  }
  await expect(room.media.append(id, 0, broken())).rejects.toThrow('village');
  expect(await room.media.uploadStatus(id)).toMatchObject({ receivedBytes: 70_000, recordingId: null });
  await reopen({});
  await expect(room.media.append(id, 0, chunksOf(speech))).rejects.toMatchObject({
    code: 'UPLOAD_OFFSET',
    values: { expected: 70_000 },
  });
  const done = await room.media.append(id, 70_000, chunksOf(speech.subarray(70_000)));
  expect(await room.media.whenChecked(done.recordingId ?? '')).toMatchObject({
    state: 'ready',
    sha256: sha256(speech),
  });
  await expect(room.media.append(id, 0, chunksOf(speech))).rejects.toMatchObject({ code: 'UPLOAD_FINISHED' });
});

test('two senders at once: one wins, the other is told the offset, the bytes are right', async () => {
  const { id } = await room.media.createUpload({ title: 'x', totalBytes: speech.length, sha256: sha256(speech) });
  const ends = await Promise.allSettled([
    room.media.append(id, 0, chunksOf(speech, 1000)),
    room.media.append(id, 0, chunksOf(new Uint8Array(speech.length), 1000)),
    room.media.append(id, 0, chunksOf(speech, 1000)),
  ]);
  expect(ends.map((end) => end.status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  const { recordingId } = await room.media.uploadStatus(id);
  expect((await room.media.whenChecked(recordingId ?? '')).state).toBe('ready');
});

test('bytes that differ from what was announced are thrown away, and the upload can start over', async () => {
  const { id } = await room.media.createUpload({ title: 'x', totalBytes: speech.length, sha256: sha256(speech) });
  const wrong = Uint8Array.from(speech);
  wrong[5000] = 255 - (wrong[5000] ?? 0);
  await expect(room.media.append(id, 0, chunksOf(wrong))).rejects.toMatchObject({ code: 'UPLOAD_CHECKSUM' });
  expect(await room.media.uploadStatus(id)).toMatchObject({ receivedBytes: 0, recordingId: null });
  expect(room.files()).toEqual([]);
  expect((await room.media.append(id, 0, chunksOf(speech))).recordingId).not.toBeNull();
});

test('what is too large is refused before and while it comes', async () => {
  const announce = (totalBytes: number) => room.media.createUpload({ title: 'x', totalBytes });
  await expect(announce(2 * 1024 ** 3)).rejects.toMatchObject({ code: 'UPLOAD_TOO_LARGE' });
  await expect(announce(1.5)).rejects.toMatchObject({ code: 'REQUEST_INVALID' });
  const { id } = await announce(100);
  await expect(room.media.append(id, 0, chunksOf(new Uint8Array(101)))).rejects.toMatchObject({
    code: 'REQUEST_TOO_LARGE',
  });
  await expect(room.media.append('upl_none', 0, chunksOf(speech))).rejects.toMatchObject({ code: 'NOT_FOUND' });
});

test('U40: a disk that fills up in mid-upload leaves nothing and lets the upload start over', async () => {
  let roomBytes = 200_000;
  const open = async (path: string, mode: 'read' | 'write'): Promise<OpenFile> => {
    const file = await world.files.open(path, mode);
    return {
      ...file,
      async write(bytes, position) {
        roomBytes -= bytes.length;
        if (roomBytes < 0) throw new StationError('STORAGE_FULL');
        await file.write(bytes, position);
      },
    };
  };
  await reopen({ world: { ...world, files: { ...world.files, open } } });
  const { id } = await room.media.createUpload({ title: 'x', totalBytes: speech.length });
  await expect(room.media.append(id, 0, chunksOf(speech))).rejects.toMatchObject({ code: 'STORAGE_FULL' });
  expect(room.files()).toEqual([]);
  roomBytes = Number.MAX_SAFE_INTEGER;
  const done = await room.media.append(id, 0, chunksOf(speech));
  expect((await room.media.whenChecked(done.recordingId ?? '')).state).toBe('ready');
});

test('a damaged or missing rendition is made again from the original, byte for byte', async () => {
  const recording = await room.check(speech);
  for (const made of recording.renditions) {
    const path = room.media.renditionPath(made.sha256);
    const bytes = readFileSync(path);
    bytes[bytes.length >> 1] = 255 - (bytes[bytes.length >> 1] ?? 0);
    writeFileSync(path, bytes);
    const again = await room.media.ensureRendition(recording.id, made.format);
    expect(again).toEqual(made);
    expect(sha256(readFileSync(path))).toBe(made.sha256);
  }
  expect(await room.media.get(recording.id)).toMatchObject({ state: 'ready' });
});

test('a refused file that is uploaded once more is checked once more', async () => {
  await reopen({ world: watched((_child, spec) => killed(spec)) });
  const first = await room.check(speech);
  await reopen({});
  const second = await room.check(speech);
  expect([first.state, second.state, second.id]).toEqual(['refused', 'ready', first.id]);
});

test('plain sound on demand', async () => {
  const { id } = await room.check(speech);
  const path = await room.media.pcm(id, 'wav');
  expect(Math.abs(hear(path, 'wav').ms - 6000)).toBeLessThan(5);
  for (const codec of ['alaw', 'mulaw'] as const) {
    expect(Math.abs(readFileSync(await room.media.pcm(id, codec)).length - 48_000)).toBeLessThan(40);
  }
  expect(await room.media.pcm(id, 'wav')).toBe(path);
  expect(leftovers()).toEqual([]);
});

test('the system ffmpeg and the bundled one are both found, and a wrong setting falls back', async () => {
  expect(room.ffmpeg).toMatchObject({ hasOpus: true, hasMp3: true });
  await reopen({ ffmpegPath: BUNDLED });
  expect(room.ffmpeg).toMatchObject({ source: 'setting', path: BUNDLED, hasOpus: true, hasMp3: true });
  expect(room.ffmpeg.version).toMatch(/^n7/);
  await reopen({ ffmpegPath: '/no/such/ffmpeg' });
  expect(room.ffmpeg.source).not.toBe('setting');
});

test('listing and renaming', async () => {
  const first = await room.check(speech, 'một');
  const second = await room.check(make('wav', `${SPEECH} -t 2 {out}`), 'hai');
  expect((await room.media.list()).map((one) => one.id)).toEqual([second.id, first.id]);
  expect((await room.media.list({ after: second.id, limit: 1 })).map((one) => one.title)).toEqual(['một']);
  expect((await room.media.rename(first.id, 'ba')).title).toBe('ba');
  await expect(room.media.get('rec_none')).rejects.toMatchObject({ code: 'NOT_FOUND' });
  expect(existsSync(join(room.folder, 'originals', first.sha256))).toBe(true);
});
