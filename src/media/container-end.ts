/** Two containers say where they should end, but ffmpeg does not tell us: WAV by its size, Ogg by a flag. Pure. */

/** Milliseconds that a WAV head promises, or null when it does not say (a recorder that lost power writes 0 or all ones). */
export function wavDeclaredMs(head: Uint8Array): number | null {
  const view = new DataView(head.buffer, head.byteOffset, head.length);
  let bytesPerSecond = 0;
  for (let at = 12; at + 8 <= head.length; ) {
    const name = String.fromCharCode(...head.subarray(at, at + 4));
    const size = view.getUint32(at + 4, true);
    if (name === 'fmt ' && at + 20 <= head.length) bytesPerSecond = view.getUint32(at + 16, true);
    if (name === 'data') {
      return size === 0 || size >= 0xffff_fff0 || bytesPerSecond === 0 ? null : (size / bytesPerSecond) * 1000;
    }
    at += 8 + size + (size % 2);
  }
  return null;
}

/** True when the last Ogg page in `tail` (the last 64 KB of the file) carries the flag of the end. */
export function oggHasEnd(tail: Uint8Array): boolean {
  for (let at = tail.length - 27; at >= 0; at -= 1) {
    const isPage = tail[at] === 0x4f && tail[at + 1] === 0x67 && tail[at + 2] === 0x67 && tail[at + 3] === 0x53;
    if (isPage && tail[at + 4] === 0) return ((tail[at + 5] ?? 0) & 4) !== 0;
  }
  return false;
}
