/** What Icecast source clients send: a head like HTTP's, and a body without end. Pure; bytes come as they come. */

/** libshout (Mixxx, and others) first asks what the server can do. */
const BEGINNINGS = ['SOURCE ', 'PUT /live/', 'OPTIONS * '];
const MOST_HEAD_BYTES = 16_384;

/** Whether a connection that begins so is a source client. Null: more must be seen. */
export function isSourceCall(first: Uint8Array): boolean | null {
  const text = Buffer.from(first.subarray(0, 16)).toString('latin1');
  if (BEGINNINGS.some((beginning) => text.startsWith(beginning))) return true;
  return BEGINNINGS.some((beginning) => beginning.startsWith(text)) ? null : false;
}

export interface SourceHead {
  readonly method: string;
  readonly path: string;
  readonly headers: ReadonlyMap<string, string>;
  /** Where the body begins. */
  readonly bytes: number;
}

/** The head in front of a body. Null: it is not whole yet. 'bad': it never will be one. */
export function readSourceHead(seen: Uint8Array): SourceHead | null | 'bad' {
  const bytes = Buffer.from(seen.buffer, seen.byteOffset, Math.min(seen.length, MOST_HEAD_BYTES));
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return seen.length >= MOST_HEAD_BYTES ? 'bad' : null;
  const [line = '', ...rest] = bytes.toString('latin1', 0, end).split('\r\n');
  const asked = /^([A-Z]+) (\*|\/[\x21-\x7e]*) (?:HTTP|ICE)\/\d\.\d$/.exec(line);
  if (!asked) return 'bad';
  const headers = new Map<string, string>();
  for (const header of rest) {
    const colon = header.indexOf(':');
    const name = header.slice(0, Math.max(0, colon));
    if (!/^[\w-]+$/.test(name)) return 'bad';
    // Strangers write this: nothing here may take longer than the text is long.
    headers.set(name.toLowerCase(), header.slice(colon + 1).trim());
  }
  return { method: asked[1] ?? '', path: asked[2] ?? '', headers, bytes: end + 4 };
}

/** Name and password of "Authorization: Basic"; null when there is none. */
export function basicOf(header: string | undefined): { name: string; password: string } | null {
  const coded = /^Basic ([\w+/=]{1,1024})$/i.exec(header ?? '')?.[1];
  if (coded === undefined) return null;
  const text = Buffer.from(coded, 'base64').toString();
  const colon = text.indexOf(':');
  return colon < 0 ? null : { name: text.slice(0, colon), password: text.slice(colon + 1) };
}

const MOST_LINE_BYTES = 1024;

/** Takes the chunks of "Transfer-Encoding: chunked" apart. */
export class ChunkedBody {
  #line = '';
  #left = 0;
  #part: 'size' | 'bytes' | 'after' | 'over' | 'bad' = 'size';

  /** `over`: the sender said that it is done. `bad`: it is no such body. */
  get state(): 'going' | 'over' | 'bad' {
    return this.#part === 'over' || this.#part === 'bad' ? this.#part : 'going';
  }

  push(bytes: Uint8Array, give: (piece: Uint8Array) => void): void {
    for (let at = 0; at < bytes.length && this.state === 'going'; ) {
      if (this.#part === 'bytes') {
        const piece = bytes.subarray(at, at + this.#left);
        at += piece.length;
        this.#left -= piece.length;
        if (this.#left === 0) this.#part = 'after';
        give(piece);
      } else {
        this.#letter(bytes[at] ?? 0);
        at += 1;
      }
    }
  }

  #letter(byte: number): void {
    if (byte !== 0x0a) {
      this.#line += String.fromCharCode(byte);
      if (this.#line.length > MOST_LINE_BYTES) this.#part = 'bad';
      return;
    }
    const line = this.#line.replace(/\r$/, '');
    this.#line = '';
    if (this.#part === 'after') {
      this.#part = line === '' ? 'size' : 'bad';
      return;
    }
    const size = /^([0-9a-f]{1,8})(?:;.*)?$/i.exec(line)?.[1];
    if (size === undefined) this.#part = 'bad';
    else {
      this.#left = Number.parseInt(size, 16);
      this.#part = this.#left === 0 ? 'over' : 'bytes';
    }
  }
}
