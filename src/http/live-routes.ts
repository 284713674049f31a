import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Plane } from '#admin';
import { NOBODY, type Who } from '#audit';
import { type Bilingual, errorStatus, isStationError, plainAddress, StationError } from '#kernel';
import { formatOf, type MicrophoneEvents, type MicrophoneLine, type SourceEnd, type TalkerMessage } from '#live';
import { whoOf } from './audit-desk.ts';
import { addressBehind } from './client-address.ts';
import { sessionOf } from './guard.ts';
import type { House } from './house.ts';
import { codeOf } from './problem.ts';
import { basicOf, ChunkedBody, readSourceHead, type SourceHead } from './source-call.ts';

const ENCODER: Who = { kind: 'encoder', id: null, name: null };
const MICROPHONE = /^\/api\/v1\/live\/sessions\/(liv_[0-9a-z]{1,40})\/microphone$/;
const MOUNT = /^\/live\/(mnt_[0-9a-z]{1,40})$/;
/** A client that has not said by then what it wants is let go. */
const HEAD_MS = 10_000;
/** So often a client may ask what the station can do before it sends anything. */
const MOST_QUESTIONS = 4;

/** The session whose microphone an upgrade asks for; null: it asks for something else. */
export function microphoneOf(url: string | undefined): string | null {
  return MICROPHONE.exec(url ?? '')?.[1] ?? null;
}

/**
 * Lets a browser's microphone in: a page of our own host, and the person who opened the session. Answers how to serve
 * the socket, or the HTTP status of a refusal that a stranger gets before there is a socket.
 */
export async function admitMicrophone(
  house: House,
  request: Pick<IncomingMessage, 'headers' | 'socket'>,
  sessionId: string,
  plane: Plane,
): Promise<((line: MicrophoneLine) => MicrophoneEvents) | '401 Unauthorized' | '403 Forbidden'> {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const isOurs = origin !== undefined && origin.replace(/^https?:\/\//, '') === host;
  if (!isOurs || (site !== undefined && site !== 'same-origin')) return '403 Forbidden';
  const address = addressBehind(house.settings.trustedProxies, request);
  const word = await house.admin.judge({ plane, wish: 'work', address, isBreakGlass: false });
  if (word !== 'yes') return '403 Forbidden';
  const token = sessionOf(request);
  const visitor = token === null ? null : await house.doorkeeper.visitorOf(token);
  if (!visitor) return '401 Unauthorized';
  const act = { who: whoOf(visitor), from: plainAddress(request.socket.remoteAddress ?? ''), where: null };
  const on = { sessionId };
  try {
    const serve = await house.live.microphone(visitor, sessionId);
    return (line) => {
      house.audit.note({ ...act, what: 'connectMicrophone', on });
      const events = serve(line);
      const closed = () => {
        house.audit.note({ ...act, what: 'disconnectMicrophone', on });
        events.closed();
      };
      return { ...events, closed };
    };
  } catch (error) {
    await house.audit.refused({ ...act, what: 'connectMicrophone', on, outcome: codeOf(error) });
    if (!isStationError(error)) throw error;
    // A browser does not show its page the answer to a refused upgrade: the sentence goes over the socket.
    return (line) => {
      line.send(JSON.stringify({ refused: error.code, text: error.text } satisfies TalkerMessage));
      line.close();
      return { text: () => undefined, binary: () => undefined, closed: () => undefined };
    };
  }
}

const REASON_PHRASES: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'No live session is open for this mount',
  404: 'Not Found',
  409: 'Live session is over',
  415: 'Unsupported Media Type',
};

const CAPABILITIES = [
  'HTTP/1.1 200 OK',
  'Server: LoaXa',
  'Allow: PUT, SOURCE, OPTIONS',
  'Content-Length: 0',
  'Connection: keep-alive',
  '',
  '',
].join('\r\n');

function answerOf(status: number, text: Bilingual | null): string {
  const body = text === null ? '' : `${text.vi}\n${text.en}\n`;
  return [
    `HTTP/1.1 ${status} ${REASON_PHRASES[status] ?? (status < 300 ? 'OK' : 'Refused')}`,
    ...(status === 401 ? ['WWW-Authenticate: Basic realm="LoaXa"'] : []),
    'Server: LoaXa',
    'Content-Type: text/plain; charset=utf-8',
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
    '',
    body,
  ].join('\r\n');
}

/**
 * Serves an Icecast source client (PUT, or the old SOURCE) on its bare socket, of which `first` was read already: what it
 * sends is a request without a length, which no HTTP parser takes.
 */
export async function serveSource(house: House, socket: Duplex, first: Uint8Array): Promise<void> {
  const bye = (answer: string) => socket.end(answer, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  try {
    let called = await headOf(house, socket, first);
    for (let asked = 0; called?.head.method === 'OPTIONS'; asked += 1) {
      if (asked >= MOST_QUESTIONS) return void bye(answerOf(400, null));
      socket.write(CAPABILITIES);
      called = await headOf(house, socket, called.rest);
    }
    if (called === null) return void bye(answerOf(400, null));
    const { head, rest } = called;
    const note = encoderNotes(house, head, socket);
    const attach = await admit(house, head).catch(async (error: unknown) => {
      await note.refused(error);
      throw error;
    });
    if (socket.destroyed) return;
    note.connected();
    const mustContinue = /100-continue/i.test(head.headers.get('expect') ?? '');
    // Others wait for the whole answer before they send: it is said at once.
    socket.write(mustContinue ? 'HTTP/1.1 100 Continue\r\n\r\n' : 'HTTP/1.0 200 OK\r\nServer: LoaXa\r\n\r\n');
    carry(socket, head, rest, attach, (answer) => (mustContinue ? bye(answer) : socket.end(() => socket.destroy())));
  } catch (error) {
    if (!isStationError(error)) house.world.logger.error('a source was not served', { error: String(error) });
    bye(isStationError(error) ? answerOf(errorStatus(error.code), error.text) : answerOf(500, null));
  }
}

/** Reads on until the head is whole; null when it is none, or does not come. */
async function headOf(
  house: House,
  socket: Duplex,
  first: Uint8Array,
): Promise<{ head: SourceHead; rest: Uint8Array } | null> {
  const late = new AbortController();
  void house.world.clock.sleep(HEAD_MS, late.signal).then((isLate) => isLate && socket.destroy());
  let seen = Buffer.from(first);
  try {
    for (;;) {
      const head = readSourceHead(seen);
      if (head === 'bad') return null;
      if (head) return { head, rest: seen.subarray(head.bytes) };
      const more = await nextPiece(socket);
      if (more === null) return null;
      seen = Buffer.concat([seen, more]);
    }
  } finally {
    late.abort();
  }
}

function nextPiece(socket: Duplex): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const settle = (piece: Buffer | null) => {
      socket.pause();
      socket.off('data', settle).off('end', over).off('close', over);
      resolve(piece);
    };
    const over = () => settle(null);
    socket.on('data', settle).on('end', over).on('close', over).resume();
  });
}

/** What the audit log is told of an encoder program: that it came, was refused, or went. */
function encoderNotes({ audit }: House, { path }: SourceHead, socket: Duplex) {
  const from = plainAddress('remoteAddress' in socket ? String(socket.remoteAddress) : '');
  const mountId = MOUNT.exec(path)?.[1];
  const act = { who: ENCODER, from, where: null, on: mountId === undefined ? {} : { mountId } };
  return {
    refused: (error: unknown) => audit.refused({ ...act, what: 'connectEncoder', who: NOBODY, outcome: codeOf(error) }),
    connected() {
      audit.note({ ...act, what: 'connectEncoder' });
      socket.once('close', () => audit.note({ ...act, what: 'disconnectEncoder' }));
    },
  };
}

async function admit(house: House, { path, headers }: SourceHead) {
  const mount = MOUNT.exec(path)?.[1];
  const who = basicOf(headers.get('authorization'));
  if (mount === undefined || who === null) throw new StationError('LIVE_MOUNT_WRONG');
  return house.live.push(mount, who.password, () => formatOf(headers.get('content-type') ?? ''));
}

/** Carries what comes to the session until either side is done. */
function carry(
  socket: Duplex,
  head: SourceHead,
  rest: Uint8Array,
  attach: Awaited<ReturnType<typeof admit>>,
  bye: (answer: string) => void,
): void {
  let last = answerOf(200, null);
  let isOver = false;
  const source: SourceEnd = attach({
    tell(message) {
      if ('refused' in message) last = answerOf(409, message.text);
      if ('end' in message && message.detail !== null) last = answerOf(400, message.detail);
    },
    close() {
      if (isOver) return;
      isOver = true;
      bye(last);
    },
  });
  const body = /chunked/i.test(head.headers.get('transfer-encoding') ?? '') ? new ChunkedBody() : null;
  const take = (bytes: Uint8Array) => {
    if (!body) return source.bytes(bytes);
    body.push(bytes, (piece) => source.bytes(piece));
    if (body.state === 'over') source.finish();
    if (body.state === 'bad') source.refuse('not_understood');
  };
  const gone = () => source.closed();
  socket.on('data', take).on('end', gone).on('close', gone);
  if (rest.length > 0) take(rest);
  socket.resume();
}
