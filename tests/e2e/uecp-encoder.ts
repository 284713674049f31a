/**
 * An RDS encoder on loopback for tests with real processes. It reads UECP by the standard (SPB 490, IEC 62106-10) and
 * shares no line with the program, so that a mistake there is not made here again. Whatever is not the standard's is kept
 * as a fault for the test to see.
 */
import { createSocket, type Socket as UdpSocket } from 'node:dgram';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

export interface UecpFrame {
  /** Epoch ms at which its last byte was there. */
  readonly atMs: number;
  readonly site: number;
  readonly encoder: number;
  readonly sequence: number;
  readonly message: Buffer;
}

/** What a receiver in the village would know of the station. */
export interface Display {
  readonly pi: string;
  readonly ps: string;
  readonly ecc: string;
  readonly language: string;
  readonly pty: number;
  readonly tp: boolean;
  readonly ta: boolean;
  readonly rt: string;
}

const BLANK: Display = { pi: '', ps: '', ecc: '', language: '', pty: -1, tp: false, ta: false, rt: '' };

/** The check sum as the standard's annex computes it, byte by byte without a table. */
function checkSum(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc = ((crc >> 8) | (crc << 8)) & 0xffff;
    crc ^= byte;
    crc ^= (crc & 0xff) >> 4;
    crc = (crc ^ (crc << 12)) & 0xffff;
    crc = (crc ^ ((crc & 0xff) << 5)) & 0xffff;
  }
  return crc ^ 0xffff;
}

/** What stands between start and stop, unstuffed and checked. Throws a sentence on anything that is not the standard's. */
function readFrame(stuffed: Uint8Array): Omit<UecpFrame, 'atMs'> {
  const plain: number[] = [];
  for (let at = 0; at < stuffed.length; at++) {
    const byte = stuffed[at] as number;
    if (byte === 0xfe) throw new Error('a start byte inside a frame');
    if (byte !== 0xfd) plain.push(byte);
    else {
      const next = stuffed[++at];
      if (next === undefined || next > 2) throw new Error(`${next} after FD`);
      plain.push(0xfd + next);
    }
  }
  const bytes = Buffer.from(plain);
  if (bytes.length < 6) throw new Error(`a frame of ${bytes.length} bytes`);
  const address = bytes.readUInt16BE(0);
  const length = bytes[3] as number;
  if (bytes.length !== length + 6) throw new Error(`length ${length} in a frame of ${bytes.length} bytes`);
  if (bytes.readUInt16BE(length + 4) !== checkSum(bytes.subarray(0, length + 4))) throw new Error('wrong check sum');
  const message = bytes.subarray(4, length + 4);
  return { site: address >> 6, encoder: address & 63, sequence: bytes[2] as number, message };
}

/** All frames of a capture; throws when it holds anything else. */
export function readFrames(bytes: Uint8Array, atMs = 0): UecpFrame[] {
  const frames: UecpFrame[] = [];
  for (let at = 0; at < bytes.length; ) {
    const end = bytes.indexOf(0xff, at);
    if (bytes[at] !== 0xfe || end < 0) throw new Error(`no frame begins at ${at}`);
    frames.push({ atMs, ...readFrame(bytes.subarray(at + 1, end)) });
    at = end + 1;
  }
  return frames;
}

/** A frame as an encoder sends it. */
function frameOf(site: number, encoder: number, message: readonly number[]): Buffer {
  const plain = Buffer.from([site >> 2, ((site & 3) << 6) | encoder, 0, message.length, ...message]);
  const sum = checkSum(plain);
  const stuffed = [...plain, sum >> 8, sum & 0xff].flatMap((byte) => (byte < 0xfd ? [byte] : [0xfd, byte - 0xfd]));
  return Buffer.from([0xfe, ...stuffed, 0xff]);
}

/** What the receivers know after one more frame. Elements that change nothing for them change nothing here. */
function after(display: Display, { message }: UecpFrame): Display {
  const [code, dataSet = 0, service = 0] = message;
  const data = message.subarray(3);
  if ([0x01, 0x02, 0x03, 0x07, 0x0a].includes(code ?? -1) && (dataSet !== 0 || service !== 0)) return display;
  switch (code) {
    case 0x01:
      return { ...display, pi: data.toString('hex').toUpperCase() };
    case 0x02:
      return { ...display, ps: data.toString('latin1') };
    case 0x03:
      return { ...display, tp: ((data[0] ?? 0) & 2) !== 0, ta: ((data[0] ?? 0) & 1) !== 0 };
    case 0x07:
      return { ...display, pty: data[0] ?? -1 };
    case 0x0a: {
      const length = data[0] ?? 0;
      if (length !== data.length - 1) throw new Error(`radio text of ${data.length - 1} bytes says ${length}`);
      return { ...display, rt: data.subarray(2).toString('latin1').trimEnd() };
    }
    case 0x1a: {
      // Data set, then a variant in three bits and twelve bits of data.
      const variant = (message[2] ?? 0) >> 4;
      const value = data.toString('hex').toUpperCase();
      if (variant === 0) return { ...display, ecc: value };
      return variant === 3 ? { ...display, language: value } : display;
    }
    default:
      return display;
  }
}

/** Everything that receivers ever knew, in order, each with the instant of the frame that said so. */
export function displaysOf(frames: readonly UecpFrame[]): Array<Display & { readonly atMs: number }> {
  let display = BLANK;
  return frames.map((frame) => {
    display = after(display, frame);
    return { ...display, atMs: frame.atMs };
  });
}

/** answers: acknowledges and may be asked. silent: reads, says nothing. stalls: accepts and never reads. resets: breaks off in mid-frame. */
export type Manner = 'answers' | 'silent' | 'stalls' | 'resets';

/** One encoder that listens on TCP or UDP. */
export class UecpEncoder {
  readonly frames: UecpFrame[] = [];
  readonly faults: string[] = [];
  /** Epoch ms of each connection. */
  readonly connectedAtMs: number[] = [];
  port = 0;
  manner: Manner;
  readonly #sockets = new Set<Socket>();
  #server: Server | null = null;
  #udp: UdpSocket | null = null;

  private constructor(manner: Manner) {
    this.manner = manner;
  }

  static async overTcp(manner: Manner = 'answers'): Promise<UecpEncoder> {
    const one = new UecpEncoder(manner);
    const server = createServer({ pauseOnConnect: manner === 'stalls' }, (socket) => one.#serve(socket));
    one.#server = server;
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    one.port = (server.address() as AddressInfo).port;
    return one;
  }

  static async overUdp(manner: Manner = 'silent'): Promise<UecpEncoder> {
    const one = new UecpEncoder(manner);
    const udp = createSocket('udp4');
    one.#udp = udp;
    udp.on('message', (bytes, from) => {
      one.#read(bytes, (answer) => udp.send(answer, from.port, from.address));
      if (bytes.indexOf(0xff) !== bytes.length - 1) one.faults.push('a datagram that is not one frame');
    });
    await new Promise<void>((done) => udp.bind(0, '127.0.0.1', done));
    one.port = udp.address().port;
    return one;
  }

  /** What receivers know now. */
  get display(): Display {
    return displaysOf(this.frames).at(-1) ?? BLANK;
  }

  /** What receivers knew from an instant on, epoch ms. */
  since(atMs: number): Array<Display & { readonly atMs: number }> {
    return displaysOf(this.frames).filter((one) => one.atMs >= atMs);
  }

  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((done) => (this.#server ? this.#server.close(done) : done(null)));
    await new Promise((done) => (this.#udp ? this.#udp.close(() => done(null)) : done(null)));
  }

  #serve(socket: Socket): void {
    this.connectedAtMs.push(Date.now());
    this.#sockets.add(socket);
    socket.on('error', () => {}).on('close', () => this.#sockets.delete(socket));
    if (this.manner === 'stalls') return;
    let rest = Buffer.alloc(0);
    socket.on('data', (bytes) => {
      if (this.manner === 'resets') {
        socket.write(Buffer.from([0xfe, 0x00, 0x41, 0x00]), () => socket.resetAndDestroy());
        return;
      }
      rest = Buffer.concat([rest, bytes]);
      const whole = rest.lastIndexOf(0xff) + 1;
      this.#read(rest.subarray(0, whole), (answer) => socket.write(answer));
      rest = rest.subarray(whole);
    });
  }

  #read(bytes: Uint8Array, reply: (bytes: Buffer) => void): void {
    try {
      for (const frame of readFrames(bytes, Date.now())) {
        this.frames.push(frame);
        if (this.manner === 'answers') this.#answer(frame, reply);
      }
    } catch (error) {
      this.faults.push(`${error}: ${Buffer.from(bytes).toString('hex')}`);
    }
  }

  #answer({ site, encoder, sequence, message }: UecpFrame, reply: (bytes: Buffer) => void): void {
    // A question names the element that is wanted; what was said last of it is the answer.
    if (message[0] === 0x17) {
      const found = this.frames.findLast((one) => one.message[0] === message[2]);
      reply(frameOf(site, encoder, found ? [...found.message] : [0x18, 4, sequence]));
    } else reply(frameOf(site, encoder, [0x18, 0, sequence]));
  }
}
