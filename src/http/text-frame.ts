const made = new WeakMap<Uint8Array, Uint8Array>();

/**
 * The WebSocket frame around the bytes of a text (RFC 6455 §5.2: one fragment, not masked, as servers send). A start
 * goes to thousands of speakers: the same bytes get the same frame, which leaves each socket in one piece, where ws
 * would frame it anew and write head and body apart.
 */
export function textFrame(text: Uint8Array): Uint8Array {
  const known = made.get(text);
  if (known) return known;
  const frame = Buffer.concat([headOf(text.length), text]);
  made.set(text, frame);
  return frame;
}

const FIN_TEXT = 0x81;

function headOf(length: number): Buffer {
  if (length < 126) return Buffer.from([FIN_TEXT, length]);
  if (length < 65_536) {
    const head = Buffer.from([FIN_TEXT, 126, 0, 0]);
    head.writeUInt16BE(length, 2);
    return head;
  }
  const head = Buffer.from([FIN_TEXT, 127, 0, 0, 0, 0, 0, 0, 0, 0]);
  head.writeBigUInt64BE(BigInt(length), 2);
  return head;
}
