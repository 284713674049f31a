import { execFile } from 'node:child_process';
import { createSocket } from 'node:dgram';
import type { lookup as systemLookup } from 'node:dns';
import { close as closeFile, constants, mkdir, open as openFile, write } from 'node:fs';
import { connect, isIP, isIPv6, type LookupFunction } from 'node:net';
import { dirname } from 'node:path';
import { isatty, ReadStream } from 'node:tty';
import type { OpenWire, Wire, WireAddress, WireEvents } from '#delivery';
import type { Logger } from '#kernel';
import { judgedLookup, RefusedAddress, systemLookUp } from './judged-lookup.ts';
import { systemClock } from './system-clock.ts';

/** More than this never waits in us for a peer that does not read. */
const MOST_WAITING_BYTES = 65_536;
/** What was sent last may still leave for so long after `close`. */
const LINGER_MS = 500;
/** Serial lines are opened below these only. */
const SERIAL_DEVICE = /^\/dev\/(serial\/by-(id|path)\/[^/]+|tty[^/]+|pts\/\d+)$/;

/** An encoder that is off is tried again for days: the same problem is logged so often. */
const LOG_AGAIN_MS = 3600_000;

/**
 * Wires to encoders in the real world: TCP, UDP, serial lines and files that only grow. `mayReach` judges the address of
 * every TCP and UDP line in the socket's own lookup.
 */
export function openRealWire(logger?: Logger, mayReach: MayReach = () => true): OpenWire {
  /** When what was logged last, by address; monotonic. */
  const logged = new Map<string, { readonly problem: string; readonly monoMs: number }>();
  return (asked, given) => {
    const address = { ...asked, host: asked.host.replace(/^\[|\]$/g, '') };
    const { transport, host, port, path } = address;
    const where = `${transport} ${host} ${port} ${path}`;
    const events = once(given, (problem) => {
      const last = logged.get(where);
      const monoMs = systemClock.monoMs();
      if (last?.problem === problem && monoMs - last.monoMs < LOG_AGAIN_MS) return;
      logged.set(where, { problem, monoMs });
      logger?.info('wire to an encoder closed', { transport, host, port, path, problem });
    });
    return OPENERS[address.transport](address, events, mayReach);
  };
}

type MayReach = (address: string, port: number) => boolean;
type Opener = (address: WireAddress, events: WireEvents, mayReach: MayReach) => Wire;
const OPENERS: Readonly<Record<WireAddress['transport'], Opener>> = {
  tcp: tcpWire,
  udp: udpWire,
  serial: serialWire,
  file: fileWire,
};

/** After `closed` nothing else comes, whatever a socket still has to say. */
function once(events: WireEvents, onClosed: (problem: string) => void): WireEvents {
  let isOver = false;
  return {
    opened() {
      if (!isOver) events.opened();
    },
    bytes(bytes) {
      if (!isOver) events.bytes(bytes);
    },
    closed(problem) {
      if (isOver) return;
      isOver = true;
      if (problem !== null) onClosed(problem);
      events.closed(problem);
    },
  };
}

const said = (error: NodeJS.ErrnoException) =>
  error instanceof RefusedAddress ? REFUSED : (error.code ?? error.message);

const REFUSED = 'REFUSED_ADDRESS';

/** A wire that was never opened: its address may not be reached. */
function refusedWire(events: WireEvents): Wire {
  queueMicrotask(() => events.closed(REFUSED));
  return { send: () => false, close: () => events.closed(null) };
}

function tcpWire({ host, port }: WireAddress, events: WireEvents, mayReach: MayReach): Wire {
  const isRight = (address: string) => mayReach(address, port);
  // A literal address is connected to without any lookup.
  if (isIP(host) !== 0 && !isRight(host)) return refusedWire(events);
  const lookup = judgedLookup(systemLookUp, isRight);
  const socket = connect({ host, port, lookup, noDelay: true, keepAlive: true, keepAliveInitialDelay: 15_000 });
  return streamWire(socket, 'connect', events);
}

/** A duplex stream as a wire: a socket, or the handle of a serial line. */
function streamWire(stream: ReturnType<typeof connect>, openedBy: 'connect' | null, events: WireEvents): Wire {
  let problem: string | null = null;
  if (openedBy) stream.once(openedBy, () => events.opened());
  stream.on('data', (bytes: Buffer) => events.bytes(bytes));
  stream.on('error', (error) => {
    problem ??= said(error);
  });
  stream.on('close', () => events.closed(problem));
  return {
    send(bytes) {
      if (stream.writableLength + bytes.length > MOST_WAITING_BYTES) return false;
      stream.write(bytes);
      return true;
    },
    close() {
      stream.destroySoon();
      void systemClock.sleep(LINGER_MS).then(() => stream.destroy());
    },
  };
}

/** Where a socket that is bound to no address in particular stands; as a host to send to they are refused before. */
const OWN_END: ReadonlySet<string> = new Set(['0.0.0.0', '::']);

/** One datagram for each `send`. It is open at once: nobody knows whether somebody is there, until he answers. */
function udpWire({ host, port }: WireAddress, events: WireEvents, mayReach: MayReach): Wire {
  const isRight = (address: string) => mayReach(address, port);
  if (isIP(host) !== 0 && !isRight(host)) return refusedWire(events);
  const judged = judgedLookup(systemLookUp, isRight);
  // A socket of datagrams also asks for its own end of the line, which is no place to reach.
  const lookup: LookupFunction = (name, options, answer) =>
    OWN_END.has(name) ? answer(null, name, isIP(name)) : judged(name, options, answer);
  const socket = createSocket({ type: isIPv6(host) ? 'udp6' : 'udp4', lookup: lookup as typeof systemLookup });
  let waiting = 0;
  let isOver = false;
  const end = (problem: string | null) => {
    if (isOver) return;
    isOver = true;
    socket.close();
    events.closed(problem);
  };
  socket.on('connect', () => events.opened());
  socket.on('message', (bytes) => events.bytes(bytes));
  socket.on('error', (error) => end(said(error)));
  try {
    socket.connect(port, host);
  } catch (error) {
    queueMicrotask(() => end(error instanceof Error ? said(error) : String(error)));
  }
  return {
    send(bytes) {
      if (isOver || waiting + bytes.length > MOST_WAITING_BYTES) return false;
      waiting += bytes.length;
      socket.send(bytes, (error) => {
        waiting -= bytes.length;
        if (error) end(said(error));
      });
      return true;
    },
    close: () => end(null),
  };
}

/**
 * A serial line without any treatment of its bytes, at the speed that the port was set to. It is opened by the name that
 * it keeps when it is plugged in elsewhere.
 */
function serialWire({ path }: WireAddress, events: WireEvents): Wire {
  let inner: Wire | null = null;
  let isClosed = false;
  const fail = (problem: string) => events.closed(problem);
  const open = (fd: number) => {
    if (isClosed || !isatty(fd)) {
      closeFile(fd, () => {});
      if (!isClosed) fail(`${path} is no serial line`);
      return;
    }
    inner = streamWire(new ReadStream(fd), null, events);
    events.opened();
  };
  if (!SERIAL_DEVICE.test(path)) queueMicrotask(() => fail(`${path} is no name of a serial line`));
  else
    execFile('stty', ['-F', path, 'raw', '-echo', 'clocal', '-hupcl'], { timeout: 5000 }, (error) => {
      if (error) return fail(`${path}: ${error.message.trim().split('\n').at(-1)}`);
      const flags = constants.O_RDWR | constants.O_NOCTTY | constants.O_NONBLOCK;
      openFile(path, flags, (problem, fd) => (problem ? fail(said(problem)) : open(fd)));
    });
  return {
    send: (bytes) => inner?.send(bytes) ?? false,
    close() {
      isClosed = true;
      if (inner) inner.close();
      else events.closed(null);
    },
  };
}

/** Appends what is sent. A named pipe works too; without a reader it counts as closed. */
function fileWire({ path }: WireAddress, events: WireEvents): Wire {
  let fd: number | null = null;
  let isOver = false;
  let isWriting = false;
  const waiting: Uint8Array[] = [];
  const end = (problem: string | null) => {
    if (isOver) return;
    isOver = true;
    if (!isWriting) shut();
    events.closed(problem);
  };
  const shut = () => {
    if (fd !== null) closeFile(fd, () => {});
    fd = null;
  };
  const drain = (from = 0) => {
    const bytes = waiting[0];
    isWriting = bytes !== undefined && fd !== null;
    if (!bytes || fd === null) {
      if (isOver) shut();
      return;
    }
    write(fd, bytes, from, bytes.length - from, null, (error, written) => {
      if (error) waiting.length = 0;
      else if (from + written >= bytes.length) waiting.shift();
      if (error) end(said(error));
      drain(error || from + written >= bytes.length ? 0 : from + written);
    });
  };
  mkdir(dirname(path), { recursive: true }, () => {
    const flags = constants.O_WRONLY | constants.O_APPEND | constants.O_CREAT | constants.O_NONBLOCK;
    openFile(path, flags, 0o640, (problem, opened) => {
      if (problem) return end(said(problem));
      fd = opened;
      if (isOver) return shut();
      events.opened();
    });
  });
  return {
    send(bytes) {
      const waitingBytes = waiting.reduce((sum, one) => sum + one.length, 0);
      if (isOver || waitingBytes + bytes.length > MOST_WAITING_BYTES) return false;
      waiting.push(bytes);
      if (!isWriting) drain();
      return true;
    },
    close: () => end(null),
  };
}
