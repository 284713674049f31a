/** Live voice through the real door: microphones and encoder programs, heard in what goes out. */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import type { LiveSession } from '#live';
import { writeWav } from '../support/wav.ts';
import { heardIn, type LiveRoom, onsetMs, openLiveRoom, shareOf, sine } from './live-room.ts';
import { FFMPEG } from './scene.ts';

const TONE_HZ = 700;
let room: LiveRoom;
const children: ChildProcess[] = [];
beforeAll(async () => {
  room = await openLiveRoom();
});
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
});
afterAll(() => room.close());

const later = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isIn = (session: LiveSession, ...states: string[]) =>
  expect.poll(() => states.includes(session.state), { timeout: 15_000, interval: 20 }).toBe(true);

interface Told {
  state?: string;
  level?: { rmsDb: number };
  warning?: string;
  end?: string;
  refused?: string;
  detail?: { vi: string } | null;
  text?: { vi: string; en: string };
}

/** A microphone page: what it hears from the station, and how it speaks. */
async function page(session: LiveSession, headers: Record<string, string> = {}) {
  const url = `ws://${room.host}/api/v1/live/sessions/${session.invitation.id}/microphone`;
  const own = { cookie: `loaxa_session=${room.cookie}`, origin: `http://${room.host}` };
  const socket = new WebSocket(url, { headers: { ...own, ...headers } });
  const told: Told[] = [];
  socket.on('message', (data) => told.push(JSON.parse(String(data)) as Told));
  socket.on('error', () => undefined);
  const closed = new Promise<void>((resolve) => socket.on('close', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    socket.on('open', () => resolve());
    socket.on('unexpected-response', (_request, response) => reject(new Error(String(response.statusCode))));
  });
  let isSpeaking = true;
  return {
    socket,
    told,
    closed,
    say: (message: unknown) => socket.send(typeof message === 'string' ? message : JSON.stringify(message)),
    /** Sends sound at its own pace until `stop`. */
    async speak(sound: (ms: number, fromMs: number) => Uint8Array, pieceMs = 20) {
      const began = performance.now();
      for (let at = 0; isSpeaking && socket.readyState === WebSocket.OPEN; at += pieceMs) {
        await later(Math.max(0, began + at + pieceMs - performance.now()));
        socket.send(sound(pieceMs, at));
      }
    },
    stop: () => {
      isSpeaking = false;
    },
  };
}

describe('a microphone in a browser', () => {
  test.each([48_000, 16_000])('at %i Hz is heard, in time, and what went out is kept', async (rateHz) => {
    const session = await room.open();
    const heard = room.listen(session.invitation.id);
    const mic = await page(session);
    mic.say({ format: 's16le', rateHz });
    let loudFromMs = Number.POSITIVE_INFINITY;
    let loudAt = 0;
    const speaking = mic.speak((ms, fromMs) => {
      if (fromMs < loudFromMs) return new Uint8Array((rateHz / 1000) * ms * 2);
      if (loudAt === 0) loudAt = performance.now() - ms;
      return sine(TONE_HZ, rateHz, ms, fromMs);
    });
    await isIn(session, 'on_air');
    await later(500);
    loudFromMs = 0;
    await later(2500);
    mic.say({ finish: true });
    await speaking;
    await session.done;
    await mic.closed;

    const states = mic.told.flatMap((one) => (one.state === undefined ? [] : [one.state]));
    expect(states).toEqual(expect.arrayContaining(['opened', 'counting_in', 'on_air']));
    expect(mic.told.at(-1)).toMatchObject({ end: 'finished' });
    const levels = mic.told.flatMap((one) => (one.level ? [one.level.rmsDb] : []));
    expect(Math.max(...levels)).toBeCloseTo(20 * Math.log10(12_000 / 32_768 / Math.SQRT2), 0);

    const { samples, rateHz: outHz } = heardIn(
      heard.map((one) => one.bytes),
      room.ffmpeg.path,
    );
    const onset = onsetMs(samples, outHz) ?? Number.NaN;
    expect(shareOf(TONE_HZ, samples, outHz, onset + 100, 2000)).toBeGreaterThan(0.98);

    // The frame that holds the first sound, and when it came out of the encoder.
    const first = heard[0]?.first ?? 0;
    const frame = first + Math.floor(onset / 24);
    const piece = heard.find((one) => frame < one.first + one.bytes.length / 144);
    const latencyMs = (piece?.atMs ?? Number.NaN) - loudAt;
    console.log(`microphone ${rateHz} Hz: ${Math.round(latencyMs)} ms from the first sample to its frame`);
    expect(latencyMs).toBeLessThan(400);

    const kept = session.facts.recorded;
    const file = readFileSync(room.live.recordingPath(session.invitation.id));
    expect(kept?.bytes).toBe(file.length);
    expect(kept?.ms).toBeGreaterThan(2500);
    const onDisk = heardIn([file], room.ffmpeg.path);
    expect(
      shareOf(TONE_HZ, onDisk.samples, onDisk.rateHz, (onsetMs(onDisk.samples, 24_000) ?? 0) + 100, 2000),
    ).toBeGreaterThan(0.98);
    expect(room.air.concluded.at(-1)).toBeGreaterThan(0);
  });

  test('a dropped line may come back, and the talk goes on', async () => {
    const session = await room.open();
    const heard = room.listen(session.invitation.id);
    const tone = (ms: number, fromMs: number) => sine(TONE_HZ, 48_000, ms, fromMs);
    const one = await page(session);
    one.say({ format: 's16le', rateHz: 48_000 });
    const speaking = one.speak(tone);
    await isIn(session, 'on_air');
    await later(500);
    one.stop();
    one.socket.terminate();
    await speaking;
    await isIn(session, 'lost');
    await later(1000);
    const two = await page(session);
    two.say({ format: 's16le', rateHz: 44_100 });
    const again = two.speak((ms, fromMs) => sine(TONE_HZ, 44_100, ms, fromMs));
    await isIn(session, 'on_air');
    await later(1000);
    session.end('finished');
    await again;
    await session.done;
    const { samples, rateHz } = heardIn(
      heard.map((piece) => piece.bytes),
      room.ffmpeg.path,
    );
    const lengthMs = (samples.length / rateHz) * 1000;
    expect(shareOf(TONE_HZ, samples, rateHz, lengthMs - 700, 500)).toBeGreaterThan(0.98);
    // Silence stands for the time that was lost: the numbers of the frames go on with the clock.
    expect(
      heard.every(
        (piece, at) =>
          at === 0 || piece.first === (heard[at - 1]?.first ?? 0) + (heard[at - 1]?.bytes.length ?? 0) / 144,
      ),
    ).toBe(true);
  });

  test.each<[string, Record<string, string>, string]>([
    ['without a session', { cookie: '' }, '401'],
    ['from another site', { origin: 'http://evil.example' }, '403'],
    ['from a neighbour', { 'sec-fetch-site': 'same-site' }, '403'],
  ])('is not let in %s', async (_who, headers, status) => {
    const session = await room.open();
    await expect(page(session, headers)).rejects.toThrow(status);
    session.end('finished');
    await session.done;
  });

  test.each<[string, (mic: Awaited<ReturnType<typeof page>>) => void, string | undefined]>([
    ['no greeting', (mic) => mic.socket.send(new Uint8Array(960)), undefined],
    ['a wrong greeting', (mic) => mic.say({ format: 's16le', rateHz: 8000 }), undefined],
    ['text that is no JSON', (mic) => mic.say('{'), undefined],
    [
      'words in between',
      (mic) => {
        mic.say({ format: 's16le', rateHz: 48_000 });
        mic.say('xin chào');
      },
      'refused_input',
    ],
    [
      'an odd piece',
      (mic) => {
        mic.say({ format: 's16le', rateHz: 48_000 });
        mic.socket.send(new Uint8Array(961));
      },
      'refused_input',
    ],
    [
      'two megabytes at once',
      (mic) => {
        mic.say({ format: 's16le', rateHz: 48_000 });
        mic.socket.send(new Uint8Array(2 * 1024 * 1024));
      },
      'refused_input',
    ],
  ])('that sends %s is refused with a sentence', async (_what, send, end) => {
    const session = await room.open();
    const mic = await page(session);
    send(mic);
    await mic.closed;
    const last = mic.told.at(-1);
    expect(last?.end).toBe(end);
    if (end === undefined) expect(last).toMatchObject({ refused: 'not_understood' });
    expect((last?.detail ?? last?.text)?.vi.length).toBeGreaterThan(20);
    session.end('finished');
    await session.done;
  });

  test('the kill switch silences at once, and the page is told', async () => {
    const session = await room.open();
    const mic = await page(session);
    mic.say({ format: 's16le', rateHz: 48_000 });
    const speaking = mic.speak((ms, fromMs) => sine(TONE_HZ, 48_000, ms, fromMs));
    await isIn(session, 'on_air');
    await room.live.kill({ owner: 'acc_other', name: 'Trực', isStrong: true, isFresh: true }, session.invitation.id);
    expect(room.feeds.find(session.invitation.id)).toBeNull();
    expect(room.air.halted.at(-1)).toBe('stopped_by_operator');
    await speaking;
    await session.done;
    expect(mic.told.at(-1)).toMatchObject({ end: 'killed' });
  });
});

describe('an encoder program', () => {
  const push = (mountPath: string, password: string, words: string[], more: string[] = []) => {
    const wav = join(room.folder, 'tone.wav');
    const samples = Float32Array.from(
      { length: 44_100 * 12 },
      (_, at) => 0.4 * Math.sin((2 * Math.PI * TONE_HZ * at) / 44_100),
    );
    writeFileSync(wav, writeWav(samples, { rateHz: 44_100 }));
    const url = `icecast://source:${password}@${room.host}${mountPath}`;
    const child = spawn(FFMPEG, ['-v', 'error', '-re', '-i', wav, ...words, ...more, url]);
    children.push(child);
    let said = '';
    child.stderr.on('data', (text) => (said += text));
    return { child, said: () => said, over: new Promise<number | null>((resolve) => child.on('close', resolve)) };
  };

  test.each<[string, string[], string[]]>([
    ['MP3 by PUT', ['-c:a', 'libmp3lame', '-b:a', '128k', '-f', 'mp3'], []],
    ['MP3 by the old SOURCE', ['-c:a', 'libmp3lame', '-b:a', '128k', '-f', 'mp3'], ['-legacy_icecast', '1']],
    ['Ogg Opus', ['-c:a', 'libopus', '-content_type', 'application/ogg', '-f', 'ogg'], []],
    ['Ogg Vorbis', ['-c:a', 'libvorbis', '-content_type', 'audio/ogg', '-f', 'ogg'], []],
    ['AAC', ['-c:a', 'aac', '-content_type', 'audio/aac', '-f', 'adts'], []],
    ['FLAC', ['-c:a', 'flac', '-content_type', 'audio/flac', '-f', 'flac'], []],
  ])('%s is heard', async (_what, words, more) => {
    const { mount, password } = await room.addMount();
    const session = await room.open('mount', mount.id);
    const heard = room.listen(session.invitation.id);
    const pushed = push(`/live/${mount.id}`, password, words, more);
    await isIn(session, 'on_air');
    await later(3000);
    session.end('finished');
    await session.done;
    await pushed.over;
    const { samples, rateHz } = heardIn(
      heard.map((piece) => piece.bytes),
      room.ffmpeg.path,
    );
    const onset = onsetMs(samples, rateHz) ?? Number.NaN;
    expect(shareOf(TONE_HZ, samples, rateHz, onset + 200, 2000)).toBeGreaterThan(0.97);
  });

  const call = (text: string | Uint8Array, more: Uint8Array | null = null) =>
    new Promise<string>((resolve) => {
      const socket = connect(room.port, '127.0.0.1');
      let answer = '';
      socket
        .on('data', (data) => (answer += data))
        .on('close', () => resolve(answer))
        .on('error', () => undefined);
      socket.write(text);
      if (more) socket.write(more);
    });
  const head = (method: string, path: string, who: string, type = 'audio/mpeg') =>
    `${method} ${path} HTTP/1.0\r\nAuthorization: Basic ${Buffer.from(who).toString('base64')}\r\nContent-Type: ${type}\r\n\r\n`;

  test('is refused without an open session, with a wrong password, at a wrong mount, with a strange format', async () => {
    const { mount, password } = await room.addMount();
    const path = `/live/${mount.id}`;
    for (const [asked, status] of [
      [head('SOURCE', path, `source:${password}`), 403],
      [head('PUT', path, `source:${password}`), 403],
      [head('SOURCE', path, 'source:hackme'), 401],
      [head('SOURCE', '/live/mnt_0', `source:${password}`), 401],
      [head('SOURCE', '/stream', `source:${password}`), 401],
      [`SOURCE ${path} HTTP/1.0\r\n\r\n`, 401],
      [head('SOURCE', path, `source:${password}`, 'video/mp4'), 415],
      ['SOURCE nonsense\r\n\r\n', 400],
    ] as const) {
      const answer = await call(asked);
      expect([asked.split('\r')[0], Number(answer.split(' ')[1])]).toEqual([asked.split('\r')[0], status]);
      if (status === 403) expect(answer).toContain('Hãy mở phiên');
    }
    const pushed = push(path, password, ['-c:a', 'libmp3lame', '-f', 'mp3']);
    expect(await pushed.over).not.toBe(0);
    expect(pushed.said()).toContain('403');
  });

  test('on libshout asks first what the station can do, then comes without its password, then with it', async () => {
    const { mount, password } = await room.addMount();
    await room.open('mount', mount.id);
    const socket = connect(room.port, '127.0.0.1').on('error', () => undefined);
    let answer = '';
    socket.on('data', (data) => (answer += data));
    const saysAfter = async (text: string, wanted: RegExp) => {
      answer = '';
      socket.write(text);
      await expect.poll(() => answer).toMatch(wanted);
    };
    const upgrade = 'Connection: Upgrade\r\nUpgrade: TLS/1.0, HTTP/1.1\r\n';
    await saysAfter(`OPTIONS * HTTP/1.1\r\nHost: x\r\n${upgrade}\r\n`, /^HTTP\/1\.1 200 [\s\S]*Allow: .*PUT/);
    const path = `/live/${mount.id}`;
    await saysAfter(`PUT ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n`, /^HTTP\/1\.1 401 [\s\S]*Basic/);
    const asked = head('PUT', path, `source:${password}`).trimEnd().replace('1.0', '1.1');
    const again = connect(room.port, '127.0.0.1').on('error', () => undefined);
    answer = '';
    again.on('data', (data) => (answer += data));
    again.write(`${asked}\r\nExpect: 100-continue\r\n\r\n`);
    await expect.poll(() => answer).toMatch(/^HTTP\/1\.1 100 /);
    await room.live.revoke(room.visitor, mount.id);
    await expect.poll(() => again.closed).toBe(true);
    socket.destroy();
  });

  test('that sends noise in place of a format ends with a sentence, and the station lives', async () => {
    const { mount, password } = await room.addMount();
    const session = await room.open('mount', mount.id);
    const noise = Uint8Array.from({ length: 200_000 }, (_, at) => (at * 2_654_435_761) >>> 13);
    const answer = await call(head('SOURCE', `/live/${mount.id}`, `source:${password}`, 'audio/ogg'), noise);
    await session.done;
    expect(answer).toMatch(/^HTTP\/1\.0 200 /);
    expect(session.facts).toMatchObject({ endReason: 'refused_input', onAirAt: null });
  });

  test('that pushes a file faster than real time is refused', async () => {
    const { mount, password } = await room.addMount();
    const session = await room.open('mount', mount.id);
    const noise = new Uint8Array(2 * 1024 * 1024);
    await call(head('PUT', `/live/${mount.id}`, `source:${password}`), noise);
    await session.done;
    expect(session.facts.endReason).toBe('refused_input');
  });

  test('chunked, and ended by its last chunk, is finished; a revoked mount is silent', async () => {
    const { mount, password } = await room.addMount();
    const session = await room.open('mount', mount.id);
    const asked = head('PUT', `/live/${mount.id}`, `source:${password}`).replace('1.0', '1.1').trimEnd();
    await call(`${asked}\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n`);
    await session.done;
    expect(session.facts.endReason).toBe('finished');
    await room.live.revoke(room.visitor, mount.id);
    expect(await call(head('PUT', `/live/${mount.id}`, `source:${password}`))).toMatch(/ 401 /);
  });
});

describe('over REST', () => {
  const ask = async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`http://${room.host}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${room.cookie}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const isJson = response.headers.get('content-type')?.includes('json');
    const bytes = Buffer.from(await response.arrayBuffer());
    return { status: response.status, bytes, body: isJson ? JSON.parse(bytes.toString()) : null };
  };

  test('a session is opened, looked at, taken, finished, listened to and killed', async () => {
    const asked = { zoneIds: [room.zoneId], note: 'Họp thôn' };
    const opened = await ask('POST', '/live/sessions', asked);
    expect(opened).toMatchObject({ status: 201, body: { session: { state: 'opened', level: 'live_commune' } } });
    expect(opened.body.targets).toMatchObject([{ name: 'Loa', obstacle: null }]);
    const { id } = opened.body.session;
    const taken = await ask('POST', '/live/sessions', asked);
    expect([taken.status, taken.body.code]).toEqual([409, 'LIVE_TAKEN']);
    expect(taken.body.detail.vi).toContain('Lan');
    const session = room.live.find(id) as LiveSession;
    const mic = await page(session);
    mic.say({ format: 's16le', rateHz: 48_000 });
    const speaking = mic.speak((ms, fromMs) => sine(TONE_HZ, 48_000, ms, fromMs));
    await isIn(session, 'on_air');
    await later(1000);
    expect((await ask('GET', `/live/sessions/${id}/recording`)).status).toBe(404);
    expect((await ask('POST', `/live/sessions/${id}/finish`)).body).toMatchObject({ state: 'ended' });
    await speaking;
    await session.done;
    const row = (await ask('GET', `/live/sessions/${id}`)).body;
    expect(row).toMatchObject({ end: { reason: 'finished' }, recording: { bytes: session.facts.recorded?.bytes } });
    expect((await ask('GET', '/live/sessions')).body[0].id).toBe(id);
    const file = (await ask('GET', `/live/sessions/${id}/recording`)).bytes;
    expect(file.length).toBe(row.recording.bytes);
    expect((await ask('GET', `/live/sessions/${id}/recording`, undefined, { range: 'bytes=0-143' })).status).toBe(206);
    expect((await ask('GET', `/live/sessions/${id}/recording`, undefined, { authorization: '' })).status).toBe(401);
    const again = await ask('POST', '/live/sessions', asked);
    const killed = await ask('DELETE', `/live/sessions/${again.body.session.id}`);
    expect(killed.body).toMatchObject({ state: 'ended', end: { reason: 'killed' } });
    expect((await ask('DELETE', `/live/sessions/${again.body.session.id}`)).body.code).toBe('LIVE_OVER');
  });

  test('a mount is made, listed without its password, and revoked', async () => {
    const made = await ask('POST', '/live/mounts', { name: 'Phòng thu' });
    const { mount, password } = made.body;
    expect(password).toMatch(/^[\w-]{22}$/);
    const wrong = await ask('POST', '/live/sessions', { zoneIds: [room.zoneId], mountId: mount.id });
    expect(wrong.body.code).toBe('REQUEST_INVALID');
    const list = (await ask('GET', '/live/mounts')).body;
    expect(list).toContainEqual(mount);
    expect(JSON.stringify(list)).not.toContain(password);
    expect((await ask('DELETE', `/live/mounts/${mount.id}`)).status).toBe(200);
    expect((await ask('GET', '/live/mounts')).body).not.toContainEqual(mount);
  });
});

test('the door closes though a microphone, an encoder program and a silent caller are still there', async () => {
  const own = await openLiveRoom();
  const { mount, password } = await own.addMount();
  await own.open('mount', mount.id);
  const who = Buffer.from(`source:${password}`).toString('base64');
  const source = connect(own.port, '127.0.0.1').on('error', () => undefined);
  source.write(`SOURCE /live/${mount.id} HTTP/1.0\r\nAuthorization: Basic ${who}\r\nContent-Type: audio/mpeg\r\n\r\n`);
  await new Promise((resolve) => source.once('data', resolve));
  const silent = connect(own.port, '127.0.0.1').on('error', () => undefined);
  await own.live.kill(own.visitor, own.live.running()[0]?.invitation.id ?? '');
  const session = await own.open();
  const headers = { cookie: `loaxa_session=${own.cookie}`, origin: `http://${own.host}` };
  const path = `/api/v1/live/sessions/${session.invitation.id}/microphone`;
  const socket = new WebSocket(`ws://${own.host}${path}`, { headers });
  await new Promise((resolve) => socket.on('open', resolve));
  await own.close();
  await expect.poll(() => silent.closed && socket.readyState === WebSocket.CLOSED).toBe(true);
});
