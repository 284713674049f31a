const FIN_TEXT = 0x81;
const FIN_BINARY = 0x82;

const made = new WeakMap<Uint8Array, Uint8Array>();
let lastBytes: Uint8Array | null = null;
let lastFrame: Uint8Array = new Uint8Array(0);

/**
 * The WebSocket frame around the bytes of a text (RFC 6455 §5.2: one fragment, not masked, as servers send). A start
 * goes to thousands of speakers: the same bytes get the same frame, which leaves each socket in one piece, where ws
 * would frame it anew and write head and body apart.
 */
export function textFrame(text: Uint8Array): Uint8Array {
  const known = made.get(text);
  if (known) return known;
  const frame = framed(FIN_TEXT, text);
  made.set(text, frame);
  return frame;
}

/**
 * The same around bytes that are no text. A lump of sound goes to one crowd of listeners, then the next lump to the next:
 * only the last one is remembered.
 */
export function binaryFrame(bytes: Uint8Array): Uint8Array {
  if (bytes !== lastBytes) [lastBytes, lastFrame] = [bytes, framed(FIN_BINARY, bytes)];
  return lastFrame;
}

function framed(kind: number, bytes: Uint8Array): Uint8Array {
  const { length } = bytes;
  const head = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafeSlow(head + length);
  frame[0] = kind;
  if (head === 2) frame[1] = length;
  else if (head === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.set(bytes, head);
  return frame;
}
