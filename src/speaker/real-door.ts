import { WebSocket } from 'ws';
import type { Channel, ChannelEvents } from '#link';
import { claimReply, claimRequest } from '#link';
import type { AudioAnswer, ClaimAnswer, StationDoor, StreamEvents, StreamLine } from './station-door.ts';

const ANSWER_MS = 10_000;
const MOST_FRAME_BYTES = 16_777_216;
const MOST_LUMP_BYTES = 262_144;

/** The station over the network: one WebSocket and plain HTTP under the same address. */
export function realDoor(server: URL): StationDoor {
  const base = server.href.replace(/\/$/, '');
  return {
    connect: (events) => connect(`${base.replace(/^http/, 'ws')}/link/v1`, events),
    claim: (code, publicKey) => claim(`${base}/link/v1/claim`, code, publicKey),
    download: (sha256, fromByte, audioToken, signal) =>
      download(`${base}/link/v1/audio/${sha256}`, fromByte, audioToken, signal),
    stream: (streamId, audioToken, events) =>
      stream(`${base.replace(/^http/, 'ws')}/link/v1/stream/${streamId}`, audioToken, events),
  };
}

function connect(address: string, events: ChannelEvents): Promise<Channel | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(address, {
      perMessageDeflate: false,
      maxPayload: MOST_FRAME_BYTES,
      handshakeTimeout: ANSWER_MS,
      followRedirects: false,
    });
    const channel: Channel = {
      send(frame) {
        if (socket.readyState === WebSocket.OPEN) socket.send(frame, () => {});
      },
      close: () => closeSocket(socket),
      bufferedBytes: () => socket.bufferedAmount,
    };
    socket.on('open', () => resolve(channel));
    socket.on('message', (data, isBinary) => {
      if (!isBinary) events.text(data.toString());
    });
    // Every error is followed by a close.
    socket.on('error', () => {});
    socket.on('close', () => {
      resolve(null);
      events.closed();
    });
  });
}

function stream(address: string, audioToken: string, events: StreamEvents): Promise<StreamLine | null> {
  return new Promise((resolve) => {
    const socket = new WebSocket(address, {
      perMessageDeflate: false,
      maxPayload: MOST_LUMP_BYTES,
      handshakeTimeout: ANSWER_MS,
      followRedirects: false,
      headers: { authorization: `Bearer ${audioToken}` },
    });
    socket.on('open', () => resolve({ close: () => socket.terminate() }));
    socket.on('message', (data, isBinary) => {
      if (isBinary) events.lump(data as Uint8Array);
    });
    // Every error is followed by a close.
    socket.on('error', () => {});
    socket.on('close', () => {
      resolve(null);
      events.closed();
    });
  });
}

/** A peer that has gone does not answer a polite close. */
function closeSocket(socket: WebSocket): void {
  if (socket.readyState === WebSocket.CLOSED) return;
  socket.close();
  setTimeout(() => socket.terminate(), 1_000).unref();
}

async function claim(address: string, code: string, publicKey: string): Promise<ClaimAnswer> {
  const asked = claimRequest.safeParse({ code, publicKey });
  if (!asked.success) return { refused: 'claim_wrong' };
  try {
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(asked.data),
      redirect: 'error',
      signal: AbortSignal.timeout(ANSWER_MS),
    });
    if (response.status === 429 || response.status >= 500) return { refused: 'unreachable' };
    const answer: unknown = await response.json().catch(() => null);
    if (!response.ok) return { refused: isProblem(answer) ? 'claim_wrong' : 'not_a_station' };
    const reply = claimReply.safeParse(answer);
    // A captive portal answers everything with a page of its own.
    return reply.success ? reply.data : { refused: 'not_a_station' };
  } catch {
    return { refused: 'unreachable' };
  }
}

function isProblem(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'code' in answer;
}

async function download(
  address: string,
  fromByte: number,
  audioToken: string,
  signal: AbortSignal,
): Promise<AudioAnswer> {
  try {
    const response = await fetch(address, {
      headers: { authorization: `Bearer ${audioToken}`, range: `bytes=${fromByte}-` },
      redirect: 'error',
      signal,
    });
    const isFromStart = response.status === 200;
    if (!response.body || !(isFromStart || isPartFrom(response, fromByte))) {
      await response.body?.cancel();
      return { status: response.status };
    }
    return isFromStart ? skip(response.body, fromByte) : response.body;
  } catch {
    return { status: 0 };
  }
}

function isPartFrom(response: Response, fromByte: number): boolean {
  return response.status === 206 && (response.headers.get('content-range') ?? '').startsWith(`bytes ${fromByte}-`);
}

/** A server that knows no ranges sends the whole file. */
async function* skip(chunks: AsyncIterable<Uint8Array>, count: number): AsyncIterable<Uint8Array> {
  let left = count;
  for await (const chunk of chunks) {
    if (left < chunk.length) yield chunk.subarray(left);
    left = Math.max(0, left - chunk.length);
  }
}
