/** One frame of the Universal Encoder Communication Protocol (IEC 62106-10), without start, stop and stuffing. */
export interface UecpFrame {
  /** 0 to 1023; 0: every site. */
  readonly site: number;
  /** 0 to 63; 0: every encoder of the site. */
  readonly encoder: number;
  /** 1 to 255; 0: not numbered. */
  readonly sequence: number;
  /** At most 255 bytes. */
  readonly message: Uint8Array;
}

/** Some makers write and expect frames without byte stuffing. */
export type UecpQuirk = 'standard' | 'no_stuffing';

const START = 0xfe;
const STOP = 0xff;
const ESCAPE = 0xfd;
const HEADER_BYTES = 4;
const CRC_BYTES = 2;
const MOST_MESSAGE_BYTES = 255;
const MOST_BODY_BYTES = HEADER_BYTES + MOST_MESSAGE_BYTES + CRC_BYTES;

/** CRC-16 of CCITT as UECP wants it: polynomial x^16 + x^12 + x^5 + 1, begun with ones, sent inverted. */
export function uecpCrc(bytes: Uint8Array): number {
  let crc = 0xffff;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = crc & 0x8000 ? ((crc << 1) ^ 0x1021) & 0xffff : (crc << 1) & 0xffff;
  }
  return crc ^ 0xffff;
}

/** The number after `sequence`: 1 to 255 and round again, never 0. */
export function nextSequence(sequence: number): number {
  return (sequence % 255) + 1;
}

/** The bytes of a frame as they go over the wire. Throws on what has no place in a frame. */
export function encodeFrame(
  { site, encoder, sequence, message }: UecpFrame,
  quirk: UecpQuirk = 'standard',
): Uint8Array {
  mustFit('site', site, 1023);
  mustFit('encoder', encoder, 63);
  mustFit('sequence', sequence, 255);
  mustFit('message length', message.length, MOST_MESSAGE_BYTES);
  const address = (site << 6) | encoder;
  const body = [address >> 8, address & 0xff, sequence, message.length, ...message];
  const crc = uecpCrc(Uint8Array.from(body));
  body.push(crc >> 8, crc & 0xff);
  const stuffed =
    quirk === 'no_stuffing' ? body : body.flatMap((byte) => (byte < ESCAPE ? byte : [ESCAPE, byte - ESCAPE]));
  return Uint8Array.from([START, ...stuffed, STOP]);
}

function mustFit(what: string, value: number, most: number): void {
  if (!Number.isInteger(value) || value < 0 || value > most) throw new RangeError(`no UECP ${what} of ${value}`);
}

/**
 * Finds frames in bytes that arrive in any pieces. What is no whole frame is dropped and counted, and reading goes on at
 * the next start byte; it never holds more than one frame.
 */
export class FrameReader {
  readonly #stuffed: boolean;
  /** Null: between frames. */
  #body: number[] | null = null;
  #escaping: boolean = false;
  #damaged = 0;
  #inGarbage: boolean = false;

  constructor(quirk: UecpQuirk = 'standard') {
    this.#stuffed = quirk === 'standard';
  }

  /** Pieces that were dropped so far: broken frames, and runs of bytes outside of any frame. */
  get damaged(): number {
    return this.#damaged;
  }

  push(bytes: Uint8Array): UecpFrame[] {
    const frames: UecpFrame[] = [];
    for (const byte of bytes) {
      const frame = this.#stuffed ? this.#take(byte) : this.#takeUnstuffed(byte);
      if (frame) frames.push(frame);
    }
    return frames;
  }

  #take(byte: number): UecpFrame | null {
    if (byte === START) {
      if (this.#body) this.#drop();
      this.#begin();
      return null;
    }
    if (!this.#body) return this.#stray();
    if (byte === STOP) return this.#end();
    if (this.#escaping) {
      if (byte > STOP - ESCAPE) return this.#drop();
      this.#escaping = false;
      return this.#keep(this.#body, ESCAPE + byte);
    }
    if (byte === ESCAPE) {
      this.#escaping = true;
      return null;
    }
    return this.#keep(this.#body, byte);
  }

  /** Without stuffing only the length byte tells where a frame ends. */
  #takeUnstuffed(byte: number): UecpFrame | null {
    if (!this.#body) {
      if (byte !== START) return this.#stray();
      this.#begin();
      return null;
    }
    const length = this.#body[HEADER_BYTES - 1];
    const isWhole = length !== undefined && this.#body.length === HEADER_BYTES + length + CRC_BYTES;
    if (!isWhole) return this.#keep(this.#body, byte);
    return byte === STOP ? this.#end() : this.#drop();
  }

  #begin(): void {
    this.#body = [];
    this.#escaping = false;
    this.#inGarbage = false;
  }

  #keep(body: number[], byte: number): null {
    if (body.length >= MOST_BODY_BYTES) return this.#drop();
    body.push(byte);
    return null;
  }

  #end(): UecpFrame | null {
    const frame = this.#escaping ? null : parseBody(Uint8Array.from(this.#body ?? []));
    if (!frame) return this.#drop();
    this.#body = null;
    return frame;
  }

  #drop(): null {
    this.#damaged += 1;
    this.#body = null;
    this.#escaping = false;
    this.#inGarbage = true;
    return null;
  }

  #stray(): null {
    if (!this.#inGarbage) this.#damaged += 1;
    this.#inGarbage = true;
    return null;
  }
}

function parseBody(body: Uint8Array): UecpFrame | null {
  const [high = 0, low = 0, sequence = 0, length = 0] = body;
  if (body.length !== HEADER_BYTES + length + CRC_BYTES) return null;
  const end = HEADER_BYTES + length;
  if (uecpCrc(body.subarray(0, end)) !== (((body[end] ?? 0) << 8) | (body[end + 1] ?? 0))) return null;
  return { site: (high << 2) | (low >> 6), encoder: low & 0x3f, sequence, message: body.slice(HEADER_BYTES, end) };
}
