import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocket, WebSocketServer } from 'ws';
import type { Plane } from '#admin';
import type { FanOut, LinkDriver } from '#delivery';
import { type Endpoint, findEndpoint, findEndpoints } from '#endpoint';
import { sessionOf } from './guard.ts';
import type { House } from './house.ts';
import { admitMicrophone, microphoneOf, serveSource } from './live-routes.ts';
import type { NewsLine } from './news/news-desk.ts';
import { admitListener, NEWS_PATH } from './news/news-routes.ts';
import { isSourceCall } from './source-call.ts';
import { StandingBook, sameHolder } from './standing.ts';
import { binaryFrame, textFrame } from './text-frame.ts';
import { webApp } from './web-app.ts';

/** Where speakers listen to sound that is being made right now. */
const STREAM_PATH = /^\/link\/v1\/stream\/([\w-]{1,64})$/;
/** A speaker's frame is small: reports, heartbeats. */
const MAX_FRAME_BYTES = 512 * 1024;
/** A microphone that sends too much is told so in words: only what would hurt is cut off unread. */
const MAX_MICROPHONE_BYTES = 4 * 1024 * 1024;
/** A console says its clock, and nothing else. */
const MAX_NEWS_BYTES = 64;
/** Who connects and says nothing is let go after this. */
const SPEECHLESS_MS = 10_000;

export interface WebServer {
  readonly port: number;
  /** Stops listening, ends every conversation, and waits until all is quiet. */
  stop(): Promise<void>;
}

/**
 * Opens a door on one port (0: any free one): REST, console, streams and the speakers' WebSocket; or, where administration
 * has a door of its own, one of the two.
 */
export async function openServer(
  house: House,
  consoleFolder: string,
  host: string,
  port: number,
  plane: Plane = 'only',
): Promise<WebServer> {
  const book = standingBook(house);
  const server = createServer(
    { headersTimeout: 10_000, requestTimeout: 0, keepAliveTimeout: 15_000, maxHeaderSize: 16_384 },
    webApp(house, consoleFolder, plane, book),
  );
  const sockets = acceptUpgrades(server, house, plane, book);
  const sources = plane === 'admin' ? new Set<Socket>() : takeSources(server, house);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  book.start();
  const deaf = house.bell.hear(() => book.look());
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      deaf();
      await book.stop();
      for (const group of sockets) {
        for (const socket of group.clients) socket.terminate();
        group.close();
      }
      for (const source of sources) source.destroy();
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    },
  };
}

/** What stays open at this door, and how it is told whether it still may. */
function standingBook({ world, store, link, live }: House): StandingBook {
  const endpoints = (ids: readonly string[]) => findEndpoints(store.db, ids);
  return new StandingBook({
    world,
    endpoints,
    async also() {
      await live.rightsChanged(null);
      const joined = link.joinedIds();
      const known = joined.length > 0 ? await endpoints(joined) : new Map<string, Endpoint>();
      // A speaker that is claimed anew is let go at that moment; one that is out of use has no key any more.
      for (const id of joined) if (!known.get(id)?.publicKey) link.dismiss(id);
    },
  });
}

/**
 * Source clients of live voice send a request that has no end and no length, which ends every HTTP parser: they are told
 * by their first bytes, before HTTP sees them. Answers the open ones, and those that have not said anything yet.
 */
function takeSources(server: Server, house: House): Set<Socket> {
  const ours = new Set<Socket>();
  const serveHttp = server.listeners('connection') as Array<(socket: Socket) => void>;
  server.removeAllListeners('connection');
  server.on('connection', (socket: Socket) => {
    const spoke = new AbortController();
    let seen: Buffer = Buffer.alloc(0);
    const gone = () => {
      spoke.abort();
      ours.delete(socket);
      socket.destroy();
    };
    const look = (chunk: Buffer) => {
      seen = seen.length === 0 ? chunk : Buffer.concat([seen, chunk]);
      const isSource = isSourceCall(seen);
      if (isSource === null) return;
      spoke.abort();
      socket.pause();
      socket.off('data', look).off('end', gone).off('error', gone);
      if (isSource && house.command.isFenced()) return gone();
      if (isSource) return void serveSource(house, socket, seen);
      socket.off('close', gone);
      ours.delete(socket);
      socket.unshift(seen);
      for (const serve of serveHttp) serve.call(server, socket);
      socket.resume();
    };
    ours.add(socket);
    socket.on('data', look).on('end', gone).on('error', gone).on('close', gone);
    void house.world.clock.sleep(SPEECHLESS_MS, spoke.signal).then((isLate) => isLate && gone());
  });
  return ours;
}

/** Who speaks over a WebSocket: speakers on their link, speakers that listen to live sound, microphones of browsers. */
function acceptUpgrades(server: Server, house: House, plane: Plane, book: StandingBook): WebSocketServer[] {
  const { link, fanOut } = house;
  const microphones = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: MAX_MICROPHONE_BYTES,
  });
  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_FRAME_BYTES });
  const news = new WebSocketServer({ noServer: true, perMessageDeflate: false, maxPayload: MAX_NEWS_BYTES });
  server.on('upgrade', (request, socket, head) => {
    // From here on the socket is ours alone: who breaks off must not take the station along.
    socket.on('error', () => socket.destroy());
    const liveSessionId = microphoneOf(request.url);
    if (liveSessionId !== null && !house.command.isFenced()) {
      void carryMicrophone({ house, microphones, plane, book }, liveSessionId, request, socket, head);
      return;
    }
    if (request.url === NEWS_PATH) {
      void carryNews({ house, news, plane, book }, request, socket, head);
      return;
    }
    const streamId = STREAM_PATH.exec(request.url ?? '')?.[1];
    // A browser page has no business on the speakers' link: only browsers send an Origin.
    const isLink = request.url === '/link/v1' || streamId !== undefined;
    if (!isLink || plane === 'admin' || request.headers.origin !== undefined) {
      refuse(socket, '404 Not Found');
      return;
    }
    if (streamId === undefined) {
      sockets.handleUpgrade(request, socket, head, (webSocket) => carryFrames(webSocket, socket, link));
      return;
    }
    const token = /^Bearer ([\w-]{20,128})$/.exec(request.headers.authorization ?? '')?.[1];
    const endpointId = token === undefined ? null : link.holderOf(token);
    if (endpointId === null) refuse(socket, '403 Forbidden');
    else
      sockets.handleUpgrade(request, socket, head, (webSocket) => {
        const opened = findEndpoint(house.store.db, endpointId);
        const release = book.hold({
          endpointId,
          stillMay: (now) => sameHolder(opened, now, 'publicKey'),
          end: () => webSocket.terminate(),
        });
        webSocket.on('close', release);
        carryLumps(webSocket, socket, (channel) => fanOut.accept(streamId, endpointId, channel));
      });
  });
  return [sockets, microphones, news];
}

function carryFrames(webSocket: WebSocket, socket: Duplex, link: LinkDriver): void {
  const events = link.accept({
    send(frame) {
      if (typeof frame === 'string') webSocket.send(frame);
      // ws writes each frame whole, so that one made elsewhere may stand between two of its own.
      else if (webSocket.readyState === WebSocket.OPEN) socket.write(textFrame(frame));
    },
    close: () => webSocket.close(),
    bufferedBytes: () => webSocket.bufferedAmount,
  });
  webSocket.on('message', (data, isBinary) => {
    if (isBinary) webSocket.close(1003);
    else events.text(data.toString());
  });
  webSocket.on('close', () => events.closed());
  webSocket.on('error', () => webSocket.terminate());
}

/** A stream goes one way: a speaker that listens has nothing to say. */
function carryLumps(
  webSocket: WebSocket,
  socket: Duplex,
  accept: (channel: Parameters<FanOut['accept']>[2]) => { closed(): void },
): void {
  const listener = accept({
    send(lump) {
      if (webSocket.readyState === WebSocket.OPEN) socket.write(binaryFrame(lump));
    },
    // A listener that is let go does not read: a polite close would wait behind what it did not read.
    close: () => webSocket.terminate(),
    bufferedBytes: () => socket.writableLength,
  });
  webSocket.on('message', () => webSocket.close(1003));
  webSocket.on('close', () => listener.closed());
  webSocket.on('error', () => webSocket.terminate());
}

async function carryMicrophone(
  { house, microphones, plane, book }: { house: House; microphones: WebSocketServer; plane: Plane; book: StandingBook },
  sessionId: string,
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const admitted = await admitMicrophone(house, request, sessionId, plane).catch((error: unknown) => {
    house.world.logger.error('a microphone was not served', { error: String(error) });
    return '500 Internal Server Error' as const;
  });
  if (typeof admitted === 'string') return refuse(socket, admitted);
  microphones.handleUpgrade(request, socket, head, (webSocket) => {
    const events = admitted({
      send: (text) => webSocket.send(text),
      close: () => webSocket.close(1000),
      bufferedBytes: () => webSocket.bufferedAmount,
    });
    const token = sessionOf(request);
    const release = book.hold({
      endpointId: null,
      stillMay: async () => token !== null && (await house.doorkeeper.visitorOf(token)) !== null,
      end: () => webSocket.terminate(),
    });
    webSocket.on('close', release);
    webSocket.on('message', (data, isBinary) => {
      if (isBinary) events.binary(data as Buffer);
      else events.text(data.toString());
    });
    webSocket.on('close', () => events.closed());
    webSocket.on('error', () => webSocket.terminate());
  });
}

/** Tells a console what changed, until its session ends, its rights change, or it does not read. */
async function carryNews(
  { house, news, plane, book }: { house: House; news: WebSocketServer; plane: Plane; book: StandingBook },
  request: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): Promise<void> {
  const admitted = await admitListener(house, request, plane).catch((error: unknown) => {
    house.world.logger.error('a console was not told the news', { error: String(error) });
    return '500 Internal Server Error' as const;
  });
  if (typeof admitted === 'string') return refuse(socket, admitted);
  news.handleUpgrade(request, socket, head, (webSocket) => {
    const line: NewsLine = {
      send: (text) => webSocket.send(text),
      drop: () => webSocket.terminate(),
      bufferedBytes: () => webSocket.bufferedAmount,
    };
    const release = book.hold({
      endpointId: null,
      stillMay: () => admitted.stillMay(),
      end: () => webSocket.terminate(),
    });
    const leave = house.news.accept(line, admitted.heard);
    webSocket.on('message', (data, isBinary) => (isBinary ? line.drop() : house.news.asked(line, data.toString())));
    webSocket.on('close', () => {
      leave();
      release();
    });
    webSocket.on('error', () => webSocket.terminate());
  });
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n\r\n`, () => socket.destroy());
}
